using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Oracle.Comparison;

/// <summary>Lets the gateway's model answer the requests of a case with converted objects.</summary>
internal sealed class GatewayJudge
{
    private readonly OracleCase item;
    private readonly IReadOnlyList<KubernetesObject> converted;
    private readonly GatewayRouter router;

    public GatewayJudge(OracleCase item, IReadOnlyList<KubernetesObject> converted, PathNormalization normalization)
    {
        this.item = item;
        this.converted = converted;
        var services = item.Objects.OfType<V1Service>().Concat(converted.OfType<V1Service>()).ToList();
        router = new GatewayRouter(
            new GatewayConfiguration
            {
                Gateways = [.. converted.OfType<Gateway>()],
                VirtualServices = [.. converted.OfType<VirtualService>()],
                DestinationRules = [.. converted.OfType<DestinationRule>()],
                AuthorizationPolicies = [.. converted.OfType<AuthorizationPolicy>()],
                EnvoyFilters = [.. converted.OfType<EnvoyFilter>()],
                ServiceEntries = [.. converted.OfType<ServiceEntry>()],
                PathNormalization = normalization,
                Services = services,
                ServicesWithoutEndpoints = services
                    .Select(service => $"{service.Metadata.NamespaceProperty}/{service.Metadata.Name}")
                    .Where(name => item.EndpointModes(name) is ["none"])
                    .ToHashSet(),
            }
        );
    }

    public IReadOnlyList<GatewayIssue> Issues => router.Issues;

    /// <summary>The decision and the answer; cookies of an earlier answer are sent along.</summary>
    public (RoutingDecision Decision, GatewayAnswer Answer) Ask(OracleRequest asked)
    {
        var request = asked.Request;
        if (asked.CookiesFrom is { } earlier)
        {
            var first = item.Exchanges.Single(exchange => exchange.Request.Id == earlier).Request;
            var cookies = Ask(first).Answer.ResponseHeaders["set-cookie"].Select(cookie => cookie.Split(';')[0]);
            request = request with { Headers = [.. request.Headers, new("Cookie", string.Join("; ", cookies))] };
        }
        var decision = router.Decide(request);
        return (decision, GatewayAnswer.Of(item, asked, request, decision));
    }

    /// <summary>The names in the certificate that the gateway presents; null when plain HTTP was asked for.</summary>
    public IReadOnlyList<string>? CertificateNames(OracleRequest asked, RoutingDecision decision)
    {
        if (!asked.Request.IsTls)
            return null;
        if (decision.Certificate is not { } name)
            return [];
        var secret = converted.OfType<V1Secret>().FirstOrDefault(secret => secret.Metadata.Name == name);
        if (secret is not null)
            return OracleCertificates.NamesIn(secret);
        var issued = converted.OfType<Certificate>().FirstOrDefault(issued => issued.Spec?.SecretName == name);
        return issued is null
            ? [$"unknown Secret {name}"]
            : [issued.Spec?.CommonName ?? issued.Spec!.DnsNames![0], .. issued.Spec?.DnsNames ?? []];
    }
}
