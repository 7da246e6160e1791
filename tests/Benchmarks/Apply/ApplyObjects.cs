using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Benchmarks.Apply;

/// <summary>VirtualServices as the conversion makes them of an Ingress with three paths, spread over namespaces of tenants.</summary>
internal static class ApplyObjects
{
    public const int PerNamespace = 100;

    public static IEnumerable<V1Namespace> Namespaces(int count) =>
        Enumerable
            .Range(0, (count + PerNamespace - 1) / PerNamespace)
            .Select(index => new V1Namespace { Metadata = new V1ObjectMeta { Name = $"ns-bench{index:000}" } });

    public static IEnumerable<VirtualService> Routes(int count) => Enumerable.Range(0, count).Select(Route);

    /// <summary>One object per line, as JSON: YAML for kubectl too, once the lines stand between document marks.</summary>
    public static void Write(string path, IEnumerable<KubernetesObject> objects)
    {
        using var file = File.CreateText(path);
        foreach (var item in objects)
        {
            file.WriteLine("---");
            file.WriteLine(KubernetesJson.Serialize(item));
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static List<KubernetesObject> Read(string path) =>
        [
            .. File.ReadLines(path)
                .Where(line => line != "---")
                .Select(line => KubernetesJson.Deserialize(System.Text.Encoding.UTF8.GetBytes(line))),
        ];

    private static VirtualService Route(int index)
    {
        var space = $"ns-bench{index / PerNamespace:000}";
        var name = $"network-{index:00000}";
        return new VirtualService
        {
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = space,
                Labels = new Dictionary<string, string>
                {
                    [Provenance.ManagedByLabel] = Provenance.ManagedBy,
                    ["cloud.sealos.io/app-deploy-manager"] = name,
                },
                Annotations = new Dictionary<string, string>
                {
                    ["sealos.io/converted-from"] = $"{space}/{name}/{new Guid(index, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10])}",
                    ["sealos.io/source-generation"] = "1",
                    ["sealos.io/source-hash"] = $"sha256:{index:x64}",
                },
            },
            Spec = new VirtualServiceSpec
            {
                Gateways = ["istio-system/sealos-gateway"],
                Hosts = [$"app-{index:00000}.cloud.sealos.io"],
                Http =
                [
                    HttpRoute(name, 1, space, new StringMatch { Prefix = "/api/" }, 8080),
                    HttpRoute(name, 2, space, new StringMatch { Exact = "/metrics" }, 9113),
                    HttpRoute(name, 3, space, new StringMatch { Prefix = "/" }, 80),
                ],
            },
        };
    }

    private static HttpRoute HttpRoute(string name, int number, string space, StringMatch uri, int port) =>
        new()
        {
            Name = $"{name}-{number}",
            Match = [new HttpMatchRequest { Uri = uri }],
            Timeout = "300s",
            Route =
            [
                new HttpRouteDestination
                {
                    Destination = new Destination
                    {
                        Host = $"web.{space}.svc.cluster.local",
                        Port = new PortSelector { Number = port },
                    },
                },
            ],
        };
}
