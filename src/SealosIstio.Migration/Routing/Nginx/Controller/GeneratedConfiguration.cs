namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>What the controller makes of the Ingresses, before it is written as nginx.conf.</summary>
internal sealed class GeneratedConfiguration
{
    public required ControllerFlags Flags { get; init; }
    public required ControllerSettings Settings { get; init; }
    public required ObjectStore Store { get; init; }
    public required IReadOnlyList<NginxServer> Servers { get; init; }
    public required IReadOnlyList<WwwRedirect> WwwRedirects { get; init; }
    public required UpstreamTable Upstreams { get; init; }
    public required ExternalAuthAnnotations? GlobalAuth { get; init; }
    public required ServerCertificate? DefaultCertificate { get; init; }

    /// <summary>The Ingresses in force, an earlier version where the present one was dropped; by <c>namespace/name</c>.</summary>
    public required IReadOnlyDictionary<string, SourceIngress> Accepted { get; init; }
}
