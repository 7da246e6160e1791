using System.Net.Http.Headers;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>The headers of <c>as</c>, <c>as-uid</c>, <c>as-groups</c> and <c>as-user-extra</c>.</summary>
internal static class Impersonation
{
    public static void AddHeaders(HttpRequestHeaders headers, KubeconfigUser? user)
    {
        if (user is null)
            return;
        Add(headers, "Impersonate-User", user.Impersonate, user.Place("as"));
        Add(headers, "Impersonate-Uid", user.ImpersonateUid, user.Place("as-uid"));
        foreach (var group in user.ImpersonateGroups)
            Add(headers, "Impersonate-Group", group, user.Place("as-groups"));
        foreach (var (key, values) in user.ImpersonateExtra)
        foreach (var value in values)
            Add(headers, $"Impersonate-Extra-{Uri.EscapeDataString(key)}", value, user.Place("as-user-extra"));
    }

    private static void Add(HttpRequestHeaders headers, string name, string? value, KubeconfigPlace place)
    {
        if (string.IsNullOrEmpty(value))
            return;
        if (value.Any(char.IsControl))
            throw new KubeconfigException(
                KubeconfigFailure.Invalid,
                "contains a line break or another control character.",
                place
            );
        headers.TryAddWithoutValidation(name, value);
    }
}
