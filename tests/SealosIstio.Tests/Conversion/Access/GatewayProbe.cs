using System.Net;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Conversion.Access;

/// <summary>Asks the gateway's model what becomes of requests to converted hosts.</summary>
internal sealed class GatewayProbe(ConversionResult result, int trustedProxies = 0)
{
    private readonly GatewayRouter router = new(
        new GatewayConfiguration
        {
            Gateways = [.. result.Objects.OfType<Gateway>()],
            VirtualServices = [.. result.Objects.OfType<VirtualService>()],
            AuthorizationPolicies = [.. result.Objects.OfType<AuthorizationPolicy>()],
            TrustedProxies = trustedProxies,
            Services =
            [
                .. new[] { "web", "open" }.Select(name => new V1Service
                {
                    Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "ns-a" },
                    Spec = new V1ServiceSpec { Ports = [new V1ServicePort { Name = "http", Port = 80 }] },
                }),
            ],
        }
    );

    /// <summary>The status that a client at an address gets; 200 when a backend is reached.</summary>
    public int Status(string url, string client, string method = "GET", params (string Name, string Value)[] headers) =>
        Decide(url, client, method, headers) is { Failure: null } decision ? decision.Status ?? 200 : 0;

    /// <summary>The provider that is asked about a request; null for none.</summary>
    public string? Asked(
        string url,
        string client,
        string method = "GET",
        params (string Name, string Value)[] headers
    ) => Decide(url, client, method, headers).ExternalAuthorization;

    private RoutingDecision Decide(string url, string client, string method, (string Name, string Value)[] headers)
    {
        var slash = url.IndexOf('/', StringComparison.Ordinal);
        return router.Decide(
            new RoutingRequest
            {
                Host = url[..slash],
                Target = url[slash..],
                Method = method,
                SourceIp = IPAddress.Parse(client),
                Headers = [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
            }
        );
    }
}
