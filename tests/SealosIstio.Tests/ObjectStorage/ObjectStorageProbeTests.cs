using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.ObjectStorage;

namespace SealosIstio.Tests.ObjectStorage;

/// <summary>Where MinIO is asked whether it is alive, and what is made of the answers.</summary>
public sealed class ObjectStorageProbeTests
{
    private const string Objects = """
        apiVersion: v1
        kind: Service
        metadata: {name: object-storage, namespace: objectstorage-system}
        spec: {type: NodePort, ports: [{name: http-minio, port: 80, nodePort: 30900}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: istio-ingressgateway, namespace: istio-system}
        spec: {type: NodePort, selector: {istio: ingressgateway, app: gw}, ports: [{name: http2, port: 80, nodePort: 30080}]}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: a}
        status: {addresses: [{type: Hostname, address: a}, {type: InternalIP, address: "fd00::1"}]}
        """;

    [Fact]
    public async Task Asks_a_node_and_the_gateway_for_each_host()
    {
        var probe = new Answers(_ => new ProbeAnswer(200));

        var checks = await ProbeAsync(probe);

        Assert.All(checks, check => Assert.Equal(CheckStatus.Pass, check.Status));
        Assert.Equal(
            [
                ("http://[fd00::1]:30900/minio/health/live", null),
                ("http://[fd00::1]:30080/minio/health/live", "objectstorageapi.example.com"),
                ("http://[fd00::1]:30080/minio/health/live", "minio.objectstorage-system.example.com"),
            ],
            probe.Asked
        );
    }

    [Fact]
    public async Task Asks_at_the_address_that_is_given()
    {
        var probe = new Answers(_ => new ProbeAnswer(200));

        await ProbeAsync(probe, "localhost:8080");

        Assert.Equal("http://localhost:8080/minio/health/live", probe.Asked[1].Address);
    }

    [Fact]
    public async Task Tells_a_redirect_a_refusal_and_silence_apart()
    {
        var probe = new Answers(host =>
            host switch
            {
                null => new ProbeAnswer(null, null, "refused"),
                "objectstorageapi.example.com" => new ProbeAnswer(301, "https://objectstorageapi.example.com/"),
                _ => new ProbeAnswer(404),
            }
        );

        var checks = await ProbeAsync(probe);

        Assert.Equal(
            [(CheckStatus.Fail, "refused"), (CheckStatus.Warn, "301"), (CheckStatus.Fail, "404")],
            checks.Select(check => (check.Status, check.Actual))
        );
    }

    private static async Task<List<SealosCheckResult>> ProbeAsync(IHealthProbe probe, string? gateway = null)
    {
        await using var cluster = ManifestCluster.Create(
            KubernetesYaml.Load(Objects, "test.yaml").Select(item => item.Object!)
        );
        var settings = new ObjectStorageSettings
        {
            Platform = new ConversionOptions { PublicDomains = ["example.com"] },
        };
        var checks = new List<SealosCheckResult>();
        await foreach (var check in new ObjectStorageCheck(cluster, settings).ProbeAsync(probe, gateway))
            checks.Add(check);
        return checks;
    }

    private sealed class Answers(Func<string?, ProbeAnswer> answer) : IHealthProbe
    {
        public List<(string Address, string? Host)> Asked { get; } = [];

        public Task<ProbeAnswer> GetAsync(Uri address, string? host, CancellationToken cancellationToken = default)
        {
            Asked.Add((address.AbsoluteUri, host));
            return Task.FromResult(answer(host));
        }
    }
}
