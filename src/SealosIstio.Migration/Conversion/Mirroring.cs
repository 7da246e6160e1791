using System.Globalization;
using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Converts mirror-target where it names a Service of the cluster. Servers outside would refuse the copies: Envoy appends -shadow to
/// their Host (source/common/router/shadow_writer_impl.cc), and no field of a VirtualService sets another.
/// </summary>
internal static partial class Mirroring
{
    private const string TargetAnnotation = "mirror-target";
    private const string HostAnnotation = "mirror-host";
    private const string BodyAnnotation = "mirror-request-body";
    private const int HttpPort = 80;

    /// <summary>Call it when the location's rewrite is known.</summary>
    public static void Apply(RouteDraft draft, ClusterSnapshot snapshot, ConversionOptions options)
    {
        var source = draft.Source;
        if (source.Text(TargetAnnotation) is not { } target)
            return;
        var destination = Destination(source, target, options);
        var problem =
            destination is null
                ? "Only Services of the cluster can be mirrored to, as http://name.namespace.svc:port$request_uri"
            : draft.Rewrite is { Uri: not null } or { UriRegexRewrite: not null }
                ? "nginx sends the copy to the path that the client asked for, Envoy to the rewritten one"
            : source.Annotation(BodyAnnotation)?.Trim() == "off" ? "Envoy sends the body along with every copy"
            : IsMissing(destination, snapshot) ? "The Service that gets the copies doesn't exist, or not with this port"
            : null;
        if (problem is not null)
        {
            source.ReportAnnotation(FindingCatalog.MirroringLost, TargetAnnotation, problem);
            return;
        }
        draft.Mirrors.Add(new HttpMirrorPolicy { Destination = destination });
        source.MarkApplied(TargetAnnotation);
        source.MarkApplied(BodyAnnotation);
        source.ReportAnnotation(FindingCatalog.MirroredWithOtherHost, TargetAnnotation);
        if (source.Annotation(HostAnnotation) is not null)
            source.ReportAnnotation(FindingCatalog.MirroredWithOtherHost, HostAnnotation);
    }

    private static Destination? Destination(IngressSource source, string target, ConversionOptions options)
    {
        var match = ServiceUrl().Match(target);
        if (!match.Success || match.Groups["domain"].Value != options.ClusterDomain)
            return null;
        // A copy must not take a tenant's requests across the border to another tenant, whose policies admit the gateway.
        var space = match.Groups["namespace"].Value;
        if (space != source.Namespace && IsTenant(source.Namespace, options))
            return null;
        return new Destination
        {
            Host = $"{match.Groups["name"].Value}.{space}.svc.{options.ClusterDomain}",
            Port = new PortSelector
            {
                Number = match.Groups["port"] is { Success: true } port
                    ? int.Parse(port.ValueSpan, CultureInfo.InvariantCulture)
                    : HttpPort,
            },
        };
    }

    private static bool IsMissing(Destination destination, ClusterSnapshot snapshot)
    {
        if (!snapshot.IsComplete)
            return false;
        var parts = destination.Host!.Split('.');
        return snapshot.Service(parts[1], parts[0])?.Spec?.Ports?.Any(port => port.Port == destination.Port!.Number)
            != true;
    }

    private static bool IsTenant(string space, ConversionOptions options) =>
        space.StartsWith(options.TenantNamespacePrefix, StringComparison.Ordinal);

    // $request_uri is what nginx needs to send the copy anywhere but to its own internal path.
    [GeneratedRegex(
        @"\Ahttp://(?<name>[a-z]([-a-z0-9]{0,61}[a-z0-9])?)\.(?<namespace>[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)\.svc\.(?<domain>[a-z0-9.-]+)(:(?<port>[0-9]{1,5}))?/?\$request_uri\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex ServiceUrl();
}
