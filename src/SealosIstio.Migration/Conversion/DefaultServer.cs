using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// nginx' server for hosts that no Ingress names: it answers on 443 with the fallback certificate, from the controller's default backend
/// or with 404, and with the headers that every answer has. Plain HTTP needs it only where that is more than the gateway's own 404.
/// </summary>
internal sealed class DefaultServer(
    ConversionOptions options,
    ControllerSettings controller,
    FallbackCertificate fallback,
    GlobalHeaders globalHeaders,
    Backends backends,
    string? strictTransportSecurity
)
{
    private const string Name = "sealos-default";
    private const int HttpPort = 80;
    private const int NotFound = 404;

    /// <summary>The Gateway and its VirtualService; nothing when the gateway does all of it by itself.</summary>
    public IReadOnlyList<KubernetesObject> Provide()
    {
        if (options.Implicit != ImplicitMode.Keep || !fallback.TakesAnyName)
            return [];
        var route = new HttpRoute
        {
            Name = "default",
            Match = [new HttpMatchRequest { Uri = new StringMatch { Prefix = "/" } }],
        };
        var backend = controller.DefaultBackend is { } wanted ? backends.OfFlag(wanted.Namespace, wanted.Name) : null;
        if (backend is not null)
            route.Route = [new HttpRouteDestination { Destination = backend }];
        else
            route.DirectResponse = new HttpDirectResponse { Status = NotFound };
        globalHeaders.SetOn(route);
        var servers = new List<Server>();
        if (backend is not null || route.Headers is not null)
            servers.Add(
                new Server
                {
                    Port = new ServerPort
                    {
                        Number = HttpPort,
                        Name = "http",
                        Protocol = "HTTP",
                    },
                    // Only a VirtualService of the gateway's own namespace may bind.
                    Hosts = ["./*"],
                }
            );
        var isPlain = servers.Count > 0;
        if (fallback.ServerOf(["./*"]) is { } https)
            servers.Add(https);
        if (servers.Count == 0)
            return [];
        return
        [
            Provenance.MarkShared(
                new Gateway
                {
                    ApiVersion = options.NetworkingApiVersion,
                    Metadata = Metadata(),
                    Spec = new GatewaySpec
                    {
                        Selector = new Dictionary<string, string>(options.GatewaySelector),
                        Servers = servers,
                    },
                }
            ),
            Provenance.MarkShared(
                new VirtualService
                {
                    ApiVersion = options.NetworkingApiVersion,
                    Metadata = Metadata(),
                    Spec = new VirtualServiceSpec
                    {
                        Hosts = ["*"],
                        Gateways = [$"{options.GatewayNamespace}/{Name}"],
                        Http = [.. WithTransportSecurity(route, isPlain)],
                        ExportTo = ["."],
                    },
                }
            ),
        ];
    }

    private IEnumerable<HttpRoute> WithTransportSecurity(HttpRoute route, bool isPlain)
    {
        if (strictTransportSecurity is null)
            return [route];
        if (isPlain)
            return StrictTransportSecurity.Apply([route], strictTransportSecurity);
        RouteCopies.SetResponseHeader(route, StrictTransportSecurity.Header, strictTransportSecurity);
        return [route];
    }

    private V1ObjectMeta Metadata() => new() { Name = Name, NamespaceProperty = options.GatewayNamespace };
}
