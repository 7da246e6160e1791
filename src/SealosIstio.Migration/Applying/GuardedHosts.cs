using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Applying;

/// <summary>The hosts that an AuthorizationPolicy names.</summary>
internal static class GuardedHosts
{
    private const string AnyPort = ":*";

    /// <summary>The names without ports, in any case; empty for a policy that names none.</summary>
    public static HashSet<string> Of(AuthorizationPolicy policy) =>
        (policy.Spec?.Rules ?? [])
            .SelectMany(rule => rule.To ?? [])
            .SelectMany(to => to.Operation?.Hosts ?? [])
            .Select(host => host.EndsWith(AnyPort, StringComparison.Ordinal) ? host[..^AnyPort.Length] : host)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
}
