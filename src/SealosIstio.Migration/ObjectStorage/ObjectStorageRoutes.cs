using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>
/// The objects by which the gateway leads to MinIO. None limits how long a request may last, since an upload of gigabytes is one
/// request; none rewrites the host, which is part of what an S3 client signs.
/// </summary>
internal sealed class ObjectStorageRoutes(ObjectStorageSettings settings, int servicePort)
{
    /// <summary>The Gateway of the further host.</summary>
    public const string GatewayName = "minio-gateway";

    /// <summary>The VirtualService of the further host.</summary>
    public const string RouteName = "minio-vs";

    private string Owner => $"{settings.Namespace}/{settings.Service}";

    public Gateway Gateway(string domain) =>
        Mark(
            new Gateway
            {
                Metadata = new V1ObjectMeta { Name = GatewayName, NamespaceProperty = settings.Namespace },
                Spec = new GatewaySpec
                {
                    Selector = new Dictionary<string, string>(
                        settings.Platform.GatewaySelector,
                        StringComparer.Ordinal
                    ),
                    Servers =
                    [
                        new Server
                        {
                            Port = Port(80, "http", "HTTP"),
                            Hosts = [domain],
                            Tls = settings.HttpsRedirect ? new ServerTlsSettings { HttpsRedirect = true } : null,
                        },
                        new Server
                        {
                            Port = Port(443, "https", "HTTPS"),
                            Hosts = [domain],
                            Tls = new ServerTlsSettings { Mode = "SIMPLE", CredentialName = settings.CertificateName },
                        },
                    ],
                },
            }
        );

    public VirtualService DomainRoute(string domain)
    {
        var route = Route(RouteName, [domain], GatewayName);
        var http = route.Spec!.Http![0];
        http.CorsPolicy = new CorsPolicy
        {
            AllowOrigins = [new StringMatch { Regex = ".*" }],
            AllowMethods = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"],
            // The star doesn't stand for Authorization, in which an S3 client signs.
            AllowHeaders = ["*", "Authorization"],
            AllowCredentials = false,
        };
        http.Headers = new Headers
        {
            Response = new HeaderOperations
            {
                Set = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["X-Frame-Options"] = "SAMEORIGIN",
                    ["X-Content-Type-Options"] = "nosniff",
                },
            },
        };
        return route;
    }

    /// <summary>The route of a host that S3 has had all along: MinIO answers as it did, CORS included.</summary>
    public VirtualService SharedRoute(StorageRoute route) =>
        Route(route.Name, route.Hosts, settings.Platform.GatewayReference);

    /// <summary>In the namespace of the gateway's pods: Istio reads credentials from no other.</summary>
    public Certificate Certificate(string domain) =>
        Mark(
            new Certificate
            {
                Metadata = new V1ObjectMeta
                {
                    Name = settings.CertificateName,
                    NamespaceProperty = settings.Platform.GatewayNamespace,
                },
                Spec = new CertificateSpec
                {
                    SecretName = settings.CertificateName,
                    DnsNames = [domain],
                    IssuerRef = new ObjectReference { Name = settings.IssuerName, Kind = ClusterIssuer.KubeKind },
                },
            }
        );

    private VirtualService Route(string name, IReadOnlyList<string> hosts, string gateway) =>
        Mark(
            new VirtualService
            {
                Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = settings.Namespace },
                Spec = new VirtualServiceSpec
                {
                    Hosts = [.. hosts],
                    Gateways = [gateway],
                    Http =
                    [
                        new HttpRoute
                        {
                            Name = "s3",
                            Match = [new HttpMatchRequest { Uri = new StringMatch { Prefix = "/" } }],
                            Route =
                            [
                                new HttpRouteDestination
                                {
                                    Destination = new Destination
                                    {
                                        Host =
                                            $"{settings.Service}.{settings.Namespace}.svc.{settings.Platform.ClusterDomain}",
                                        Port = new PortSelector { Number = servicePort },
                                    },
                                },
                            ],
                            // No timeout: uploads take their time, that is Istio's default, and today's CRD refuses to have 0s said.
                        },
                    ],
                },
            }
        );

    private T Mark<T>(T item)
        where T : KubernetesObject => ObjectStorageMarks.Mark(item, Owner);

    private static ServerPort Port(int number, string name, string protocol) =>
        new()
        {
            Number = number,
            Name = name,
            Protocol = protocol,
        };
}
