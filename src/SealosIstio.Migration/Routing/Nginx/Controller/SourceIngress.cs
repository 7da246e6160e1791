using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>An Ingress that is served, with what its annotations mean.</summary>
internal sealed class SourceIngress
{
    public SourceIngress(V1Ingress ingress, IngressAnnotations annotations)
    {
        Object = ingress;
        Annotations = annotations;
        Namespace = ingress.Metadata.NamespaceProperty ?? "default";
        Name = ingress.Metadata.Name ?? "";
        Rules = (ingress.Spec?.Rules ?? []).Select(Rule).ToList();
        DefaultBackend = Backend(ingress.Spec?.DefaultBackend);
    }

    public V1Ingress Object { get; }
    public IngressAnnotations Annotations { get; }
    public string Namespace { get; }
    public string Name { get; }
    public IReadOnlyList<SourceRule> Rules { get; }

    /// <summary>The Service for what no rule takes; null when there is none or it is no Service.</summary>
    public SourceBackend? DefaultBackend { get; }
    public IList<V1IngressTLS> Tls => Object.Spec?.Tls ?? [];

    private SourceRule Rule(V1IngressRule rule) =>
        new(
            string.IsNullOrEmpty(rule.Host) ? ServerTable.CatchAll : rule.Host,
            rule.Http is null
                ? null
                :
                [
                    .. (rule.Http.Paths ?? []).Select(path => new SourcePath(
                        string.IsNullOrEmpty(path.Path) ? "/" : path.Path,
                        // ImplementationSpecific, like no type at all, is Prefix to the controller.
                        path.PathType == "Exact",
                        Backend(path.Backend)
                    )),
                ]
        );

    private SourceBackend? Backend(V1IngressBackend? backend) =>
        backend?.Service is { } service
            ? new(
                Namespace,
                service.Name ?? "",
                string.IsNullOrEmpty(service.Port?.Name)
                    ? (service.Port?.Number ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture)
                    : service.Port.Name
            )
            : null;
}

/// <summary>A host and its paths; null paths when the rule has no http part.</summary>
internal sealed record SourceRule(string Host, IReadOnlyList<SourcePath>? Paths);

/// <summary>A path; a null backend is one that is no Service.</summary>
internal sealed record SourcePath(string Path, bool IsExact, SourceBackend? Backend);

/// <summary>A Service and its port, by name or number as written.</summary>
internal sealed record SourceBackend(string Namespace, string Service, string Port)
{
    public string ServiceKey => $"{Namespace}/{Service}";

    /// <summary>The name of the upstream; by design of the controller two references with one name are one upstream.</summary>
    public string UpstreamName => $"{Namespace}-{Service}-{Port}";
}
