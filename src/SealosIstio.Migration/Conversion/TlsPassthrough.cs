using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Converts ssl-passthrough: the gateway hands TLS for the host on unopened, by its server name, to the backend of the path <c>/</c>
/// (internal/ingress/controller/controller.go, createServers and getConfiguration). Plain HTTP goes the usual way. The controller
/// obeys the annotation only when it was started with --enable-ssl-passthrough.
/// </summary>
internal static class TlsPassthrough
{
    private const string Annotation = "ssl-passthrough";
    private const string Root = "/";

    /// <summary>Before the protections of the Ingress are judged: what isn't said to be applied here is refused there.</summary>
    public static void Judge(IngressSource source, ControllerSettings controller)
    {
        if (!source.IsOn(Annotation) || source.IsOn("canary"))
            return;
        if (controller.PassesTlsThrough == false)
            source.ReportAnnotation(
                FindingCatalog.ProtectionHasNoEffect,
                Annotation,
                "The controller runs without --enable-ssl-passthrough: TLS ends there, as it will at the gateway."
            );
        else if (controller.PassesTlsThrough == true && HasRootEverywhere(source))
            source.ReportAnnotation(FindingCatalog.TlsPassedThrough, Annotation);
        else
            return;
        source.MarkApplied(Annotation);
    }

    /// <summary>Whether TLS for a host goes to its backend. nginx looks at host names proper, not at their aliases.</summary>
    public static bool IsFor(NginxHost host, ControllerSettings controller) =>
        controller.PassesTlsThrough == true
        && host is { IsAlias: false, RedirectsTo: null }
        && host.Claimants.Exists(source => source.IsOn(Annotation) && source.IsApplied(Annotation))
        && RootOf(host) is not null;

    /// <summary>The TLS routes of a group's hosts; null when TLS ends at the gateway or the backend doesn't exist.</summary>
    public static List<TlsRoute>? Routes(HostGroup group, Backends backends) =>
        group.Sample.PassesTlsThrough
        && RootOf(group.Sample) is { Backend: { } backend } root
        && backends.Resolve(root.Source, root.Field + ".backend", backend)?.Destination is { } destination
            ?
            [
                new TlsRoute
                {
                    Match = [new TlsMatchAttributes { SniHosts = [.. group.Hosts.Select(host => host.Name)] }],
                    Route = [new RouteDestination { Destination = destination }],
                },
            ]
            : null;

    private static NginxLocation? RootOf(NginxHost host) =>
        host.IsCatchAll ? null : host.Locations.Find(location => location is { Path: Root, Backend.Service: not null });

    private static bool HasRootEverywhere(IngressSource source) =>
        source.Ingress.Spec?.Rules is { Count: > 0 } rules
        && rules.All(rule =>
            !string.IsNullOrEmpty(rule.Host)
            && rule.Http?.Paths?.Any(path => string.IsNullOrEmpty(path.Path) || path.Path == Root) == true
        );
}
