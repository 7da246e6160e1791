using System.Globalization;
using System.Text;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Benchmarks.Convert;

/// <summary>
/// A cloud of any size: the sample cloud again and again, each time with other tenants and other hosts. Ingresses, Services and Secrets
/// of a copy refer to each other as those of the sample do.
/// </summary>
internal sealed class CloudCopies
{
    private const string TenantPrefix = "ns-";

    private readonly List<KubernetesObject> sample;
    private readonly List<string> tenants;

    public CloudCopies(string folder)
    {
        sample =
        [
            .. Directory
                .EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .SelectMany(KubernetesYaml.LoadFile)
                .Select(item => item.Object ?? throw new InvalidDataException(item.Error?.ToString())),
        ];
        tenants =
        [
            .. sample
                .Select(item => item.Metadata.NamespaceProperty)
                .OfType<string>()
                .Where(name => name.StartsWith(TenantPrefix, StringComparison.Ordinal))
                .Distinct(),
        ];
    }

    /// <summary>At least so many Ingresses, rounded up to whole copies, with everything else of the cloud.</summary>
    public List<KubernetesObject> Take(int ingresses)
    {
        var result = new List<KubernetesObject>(sample);
        var count = sample.OfType<V1Ingress>().Count();
        for (var copy = 1; count < ingresses; copy++)
            foreach (var item in sample)
                // What doesn't belong to a tenant is there once for all.
                if (item.Metadata.NamespaceProperty?.StartsWith(TenantPrefix, StringComparison.Ordinal) == true)
                {
                    result.Add(Copy(item, copy));
                    count += item is V1Ingress ? 1 : 0;
                }
        return result;
    }

    private KubernetesObject Copy(KubernetesObject item, int copy)
    {
        var suffix = copy.ToString(CultureInfo.InvariantCulture);
        var text = KubernetesJson.Serialize(item);
        foreach (var tenant in tenants)
            text = text.Replace(tenant, $"{tenant}-{suffix}", StringComparison.Ordinal);
        var result = KubernetesJson.Deserialize(Encoding.UTF8.GetBytes(text));
        if (result is V1Ingress { Spec: { } spec })
        {
            foreach (var rule in spec.Rules ?? [])
                rule.Host = Rename(rule.Host, suffix);
            foreach (var tls in spec.Tls ?? [])
                tls.Hosts = [.. (tls.Hosts ?? []).Select(host => Rename(host, suffix)!)];
        }
        return result;
    }

    /// <summary><c>a.b</c> becomes <c>a-1.b</c>, and <c>*.a.b</c> becomes <c>*.a-1.b</c>.</summary>
    private static string? Rename(string? host, string suffix)
    {
        if (string.IsNullOrEmpty(host))
            return host;
        var start = host.StartsWith("*.", StringComparison.Ordinal) ? 2 : 0;
        var dot = host.IndexOf('.', start);
        return dot < 0 ? $"{host}-{suffix}" : $"{host[..dot]}-{suffix}{host[dot..]}";
    }
}
