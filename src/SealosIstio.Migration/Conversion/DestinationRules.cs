using System.Globalization;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>A DestinationRule, the name of its Service and the Ingresses that it comes from, oldest first.</summary>
internal sealed record DestinationRuleResult(
    DestinationRule Rule,
    string Service,
    IReadOnlyList<IngressSource> Sources
);

/// <summary>Writes the DestinationRules of what the locations ask of their Services.</summary>
internal static class DestinationRules
{
    /// <summary>Makes one rule for each Service of which anything is asked. Call it once, after the last location.</summary>
    /// <param name="policies">What is asked.</param>
    /// <param name="options">The versions and domains to write.</param>
    /// <param name="portCount">How many ports a Service has, by namespace and name; null when that isn't known.</param>
    /// <param name="credentialName">
    /// The name that the copy of a Secret (by namespace and name) has in the gateway's namespace.
    /// </param>
    public static IReadOnlyList<DestinationRuleResult> Build(
        TrafficPolicies policies,
        ConversionOptions options,
        Func<string, string, int?> portCount,
        Func<string, string, string> credentialName
    )
    {
        var results = new List<DestinationRuleResult>();
        foreach (var service in policies.All.GroupBy(draft => (draft.ServiceNamespace, draft.Service)))
        {
            List<TrafficPolicyDraft> drafts = [.. service];
            ReportShared(drafts);
            if (drafts.TrueForAll(draft => draft.IsEmpty))
                continue;
            // What is said for the whole host would hold for ports that nobody asked about.
            var hasOtherPorts = drafts.Count > 1 || portCount(service.Key.ServiceNamespace, service.Key.Service) > 1;
            var rule = new DestinationRule
            {
                ApiVersion = options.NetworkingApiVersion,
                Metadata = new V1ObjectMeta
                {
                    Name = service.Key.Service + "-destination",
                    NamespaceProperty = service.Key.ServiceNamespace,
                },
                Spec = new DestinationRuleSpec
                {
                    // istiod takes an ExternalName for the name that it stands for, and looks for a rule of that one.
                    Host =
                        drafts[0].ExternalHost
                        ?? $"{service.Key.Service}.{service.Key.ServiceNamespace}.svc.{options.ClusterDomain}",
                    ExportTo = drafts[0].ExternalHost is null ? null : [".", options.GatewayNamespace],
                    TrafficPolicy = hasOtherPorts
                        ? new TrafficPolicy
                        {
                            PortLevelSettings =
                            [
                                .. drafts.Where(draft => !draft.IsEmpty).Select(draft => OfPort(draft, credentialName)),
                            ],
                        }
                        : OfHost(OfPort(drafts[0], credentialName)),
                },
            };
            results.Add(
                new DestinationRuleResult(
                    rule,
                    service.Key.Service,
                    [.. drafts.SelectMany(draft => draft.Sources).Distinct()]
                )
            );
        }
        return results;
    }

    private static void ReportShared(List<TrafficPolicyDraft> drafts)
    {
        foreach (var draft in drafts)
            if (draft.Cookie is not null)
                foreach (var source in draft.Sources.Where(source => !draft.Sticky.Contains(source)))
                    source.Report(
                        FindingCatalog.AffinityShared,
                        "spec.rules",
                        message: $"{draft.Cookie.Source.Label} makes the sessions of the Service {draft.Service} sticky for this Ingress as well."
                    );
    }

    private static TrafficPolicy OfHost(PortTrafficPolicy port) =>
        new()
        {
            LoadBalancer = port.LoadBalancer,
            ConnectionPool = port.ConnectionPool,
            Tls = port.Tls,
        };

    private static PortTrafficPolicy OfPort(TrafficPolicyDraft draft, Func<string, string, string> credentialName) =>
        new()
        {
            Port = new PortSelector { Number = draft.Port },
            LoadBalancer = draft.Cookie is { } cookie ? Sticky(draft, cookie) : draft.LoadBalancer,
            ConnectionPool = ConnectionPool(draft),
            Tls = draft.Tls is { } tls ? Tls(draft, tls, credentialName) : null,
        };

    private static LoadBalancerSettings Sticky(TrafficPolicyDraft draft, SessionCookie cookie) =>
        new()
        {
            ConsistentHash = new ConsistentHashLB
            {
                HttpCookie = new HttpCookie
                {
                    Name = cookie.Name,
                    Path = SessionAffinity.PathOf(draft, cookie),
                    Ttl = cookie.Lifetime,
                    Attributes = SessionAffinity.AttributesOf(cookie),
                },
            },
        };

    private static ConnectionPoolSettings? ConnectionPool(TrafficPolicyDraft draft)
    {
        var tcp = draft.ConnectTimeout is { } seconds
            ? new TcpSettings { ConnectTimeout = string.Create(CultureInfo.InvariantCulture, $"{seconds}s") }
            : null;
        // Whatever the Service calls its port: gRPC needs HTTP/2.
        var http = draft.Protocol is BackendProtocolKind.Grpc or BackendProtocolKind.Grpcs
            ? new HttpSettings { H2UpgradePolicy = "UPGRADE" }
            : null;
        return tcp is null && http is null ? null : new ConnectionPoolSettings { Tcp = tcp, Http = http };
    }

    private static ClientTlsSettings Tls(
        TrafficPolicyDraft draft,
        BackendTls tls,
        Func<string, string, string> credentialName
    ) =>
        new()
        {
            Mode = tls.Secret is null ? "SIMPLE" : "MUTUAL",
            CredentialName = tls.Secret is { } secret ? credentialName(draft.ServiceNamespace, secret) : null,
            InsecureSkipVerify = tls.Verifies ? null : true,
            SubjectAltNames = tls is { Verifies: true, ServerName: { } name } ? [name] : null,
            Sni = tls.SendsServerName ? tls.ServerName : null,
        };
}
