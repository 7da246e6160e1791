using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Routing;

/// <summary>Gateway routers from YAML, with Services that most tests need.</summary>
internal static class Routers
{
    private const string Common = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: demo}
        spec: {ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: api, namespace: demo}
        spec: {ports: [{port: 8080, name: http}, {port: 9090, name: grpc}]}
        ---
        """;

    private const string PlainGateway = """
        apiVersion: networking.istio.io/v1beta1
        kind: Gateway
        metadata: {name: gw, namespace: istio-system}
        spec:
          selector: {istio: ingressgateway}
          servers:
          - port: {number: 80, name: http, protocol: HTTP}
            hosts: ["*"]
        ---
        """;

    /// <summary>A router of the documents and the common Services.</summary>
    public static GatewayRouter From(string yaml, Func<GatewayConfiguration, GatewayConfiguration>? change = null)
    {
        var objects = KubernetesYaml
            .Load(Common + "\n" + yaml, "test.yaml")
            .Select(item => item.Object ?? throw new InvalidDataException(item.Error?.ToString()))
            .ToList();
        var configuration = new GatewayConfiguration
        {
            Gateways = [.. objects.OfType<Gateway>()],
            VirtualServices = [.. objects.OfType<VirtualService>()],
            DestinationRules = [.. objects.OfType<DestinationRule>()],
            AuthorizationPolicies = [.. objects.OfType<AuthorizationPolicy>()],
            EnvoyFilters = [.. objects.OfType<EnvoyFilter>()],
            ServiceEntries = [.. objects.OfType<ServiceEntry>()],
            Services = [.. objects.OfType<V1Service>()],
        };
        return new GatewayRouter(change?.Invoke(configuration) ?? configuration);
    }

    /// <summary>A router with one plain server for every host.</summary>
    public static GatewayRouter Plain(string yaml, Func<GatewayConfiguration, GatewayConfiguration>? change = null) =>
        From(PlainGateway + "\n" + yaml, change);

    /// <summary>A router with one VirtualService demo/vs for app.test that has these routes.</summary>
    public static GatewayRouter Routes(
        string routes,
        Func<GatewayConfiguration, GatewayConfiguration>? change = null
    ) => Plain(Service("vs", "app.test", routes), change);

    /// <summary>A VirtualService of the namespace demo on the plain gateway.</summary>
    public static string Service(string name, string hosts, string routes, string extra = "") =>
        $$"""
            apiVersion: networking.istio.io/v1beta1
            kind: VirtualService
            metadata: {name: {{name}}, namespace: demo{{extra}}}
            spec:
              hosts: [{{Quote(hosts)}}]
              gateways: [istio-system/gw]
              http:
            {{string.Join('\n', routes.TrimEnd().Split('\n').Select(line => "  " + line))}}
            ---

            """;

    /// <summary>The decision for a plain request to app.test.</summary>
    public static RoutingDecision Get(this GatewayRouter router, string target, string host = "app.test") =>
        router.Decide(new RoutingRequest { Host = host, Target = target });

    /// <summary>The decision for a plain request to app.test with headers.</summary>
    public static RoutingDecision Get(
        this GatewayRouter router,
        string target,
        params (string Name, string Value)[] headers
    ) =>
        router.Decide(
            new RoutingRequest
            {
                Host = "app.test",
                Target = target,
                Headers = [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
            }
        );

    private static string Quote(string hosts) => string.Join(", ", hosts.Split(' ').Select(host => $"\"{host}\""));
}
