using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Applying;

/// <summary>Small valid objects, and a cluster to put them into.</summary>
internal static class Objects
{
    public static VirtualService Route(string space, string name, string host, params string[] gateways) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = space },
            Spec = new VirtualServiceSpec
            {
                Hosts = [host],
                Gateways = gateways.Length > 0 ? gateways : ["istio-system/shared"],
                Http = [new HttpRoute { Route = [To("web")] }],
            },
        };

    public static Gateway Gateway(string space, string name, string host, int port = 80) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = space },
            Spec = new GatewaySpec
            {
                Selector = new Dictionary<string, string> { ["istio"] = "ingressgateway" },
                Servers =
                [
                    new Server
                    {
                        Port = new ServerPort
                        {
                            Number = port,
                            Name = "http",
                            Protocol = "HTTP",
                        },
                        Hosts = [host],
                    },
                ],
            },
        };

    public static HttpRouteDestination To(string host, string? subset = null) =>
        new()
        {
            Destination = new Destination { Host = host, Subset = subset },
        };

    public static V1Namespace Namespace(string name) => new() { Metadata = new V1ObjectMeta { Name = name } };

    public static ManifestCluster Cluster(params KubernetesObject[] content) =>
        ManifestCluster.Create([Namespace("ns-a"), Namespace("ns-b"), Namespace("istio-system"), .. content]);

    public static KubernetesObject Parse(string yaml)
    {
        var item = KubernetesYaml.Load(yaml, "test").Single();
        return item.Object ?? throw new ManifestException(item.Error!);
    }
}
