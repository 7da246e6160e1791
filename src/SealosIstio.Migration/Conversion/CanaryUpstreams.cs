using System.Globalization;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// The Services and ports that ingress-nginx keeps for canaries. It knows an upstream by namespace, Service and the port as written;
/// the first Ingress with a path to it says what it is, and a canary's takes no locations, not even those of an Ingress that is
/// none (controller.go: createUpstreams, and NoServer in getBackendServers).
/// </summary>
internal sealed class CanaryUpstreams
{
    private readonly Dictionary<string, IngressSource> byName = new(StringComparer.Ordinal);

    /// <param name="sources">The Ingresses that take part, canaries included, in order.</param>
    public CanaryUpstreams(IEnumerable<IngressSource> sources)
    {
        foreach (var source in sources)
        {
            if (source.Ingress.Spec?.DefaultBackend is { Service: not null } backend)
                byName[NameOf(source, backend)] = source;
            foreach (var rule in source.Ingress.Spec?.Rules ?? [])
            foreach (var path in rule.Http?.Paths ?? [])
                if (path.Backend?.Service is not null)
                    byName.TryAdd(NameOf(source, path.Backend), source);
        }
    }

    /// <summary>The canary that has taken the Service and port of a backend; null when none has.</summary>
    public IngressSource? CanaryOf(IngressSource source, V1IngressBackend? backend) =>
        backend?.Service is not null
        && byName.GetValueOrDefault(NameOf(source, backend)) is { } owner
        && owner.IsOn("canary")
            ? owner
            : null;

    /// <summary>The Ingress that is no canary and has the Service and port of a backend before any canary; null when there is none.</summary>
    public IngressSource? OrdinaryOwnerOf(IngressSource source, V1IngressBackend? backend) =>
        backend?.Service is not null
        && byName.GetValueOrDefault(NameOf(source, backend)) is { } owner
        && !owner.IsOn("canary")
            ? owner
            : null;

    private static string NameOf(IngressSource source, V1IngressBackend backend) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{source.Namespace}/{backend.Service!.Name}:{backend.Service.Port?.Number}{backend.Service.Port?.Name}"
        );
}
