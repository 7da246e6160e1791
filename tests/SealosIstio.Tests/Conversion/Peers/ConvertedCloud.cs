using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Routing;
using SealosIstio.Migration.Routing.Comparison;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Tests.Conversion.Peers;

/// <summary>Manifests after their conversion: asks what the gateway answers, and holds it against what nginx answers.</summary>
internal sealed class ConvertedCloud
{
    private readonly RouteComparison comparison;
    private readonly GatewayRouter gateway;

    private ConvertedCloud(IReadOnlyList<KubernetesObject> objects, ConversionOptions options)
    {
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains));
        List<SealosIngress> ingresses = [.. objects.OfType<V1Ingress>().Select(classifier.Classify)];
        var snapshot = ClusterSnapshot.Create(objects);
        Result = IngressConverter.Convert(ingresses, snapshot, options);
        comparison = new RouteComparison(ingresses, snapshot, Result, options);
        gateway = new GatewayRouter(
            TargetSide.Of(Result.Objects, [.. ingresses.Select(ingress => ingress.Ingress)], snapshot, options)
        );
    }

    public ConversionResult Result { get; }

    public IEnumerable<HttpRoute> Routes =>
        Result.Objects.OfType<VirtualService>().SelectMany(service => service.Spec!.Http ?? []);

    /// <summary>Converts the manifests and two Services, ns-a/web and ns-a/api, both on port 80 with the name http.</summary>
    public static ConvertedCloud From(string yaml, ConversionOptions? options = null) =>
        new(
            [
                .. KubernetesYaml
                    .Load(Cloud.Service("web") + Cloud.Service("api") + yaml, "test.yaml")
                    .Select(item => item.Object ?? throw new InvalidOperationException(item.Error!.ToString())),
            ],
            options ?? Cloud.Options
        );

    /// <summary>One Ingress of one host with these annotations, as lines <c>name: value</c>, and these paths.</summary>
    public static ConvertedCloud OfIngress(string annotations, params string[] paths) =>
        From(Ingress("i", annotations, Cloud.Rules("app.test", paths.Length == 0 ? ["/ Prefix web 80"] : paths)));

    public static string Ingress(
        string name,
        string annotations,
        string spec,
        string namespaceName = "ns-a",
        string created = "2024-01-01T00:00:00Z"
    ) =>
        Cloud.Ingress(
            name,
            spec,
            namespaceName,
            string.Join(
                ", ",
                annotations
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(line => line.Split(": ", 2))
                    .Select(pair =>
                        $"'nginx.ingress.kubernetes.io/{pair[0]}': '{pair[1].Replace("'", "''", StringComparison.Ordinal)}'"
                    )
            ),
            created
        );

    /// <summary>The gateway's decision for a URL.</summary>
    public RoutingDecision Get(string url, params (string Name, string Value)[] headers) => Ask("GET", url, headers);

    public RoutingDecision Ask(string method, string url, params (string Name, string Value)[] headers)
    {
        var separator = url.IndexOf("://", StringComparison.Ordinal);
        var rest = url[(separator + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return gateway.Decide(
            new RoutingRequest
            {
                Scheme = url[..separator],
                Host = slash < 0 ? rest : rest[..slash],
                Target = slash < 0 ? "/" : rest[slash..],
                Method = method,
                Headers = [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
            }
        );
    }

    /// <summary>Fails when a generated request is answered differently without a finding that says so, or when none is generated.</summary>
    public ConvertedCloud AssertNothingUndeclared()
    {
        var results = comparison.Compare().ToList();
        Assert.NotEmpty(results);
        Assert.Empty(comparison.GatewayIssues);
        Assert.All(
            results,
            result => Assert.True(result.IsDeclared, $"{result.Request}: {string.Join("; ", result.Undeclared)}")
        );
        return this;
    }

    public IEnumerable<Finding> FindingsOn(string annotation) =>
        Result.Findings.Where(finding => finding.Field == "nginx.ingress.kubernetes.io/" + annotation);

    public static string? HeaderOf(RoutingDecision decision, string name) =>
        HeaderChange
            .Apply([], decision.ResponseHeaders)
            .Concat(decision.Cors?.Headers ?? [])
            .LastOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Value;
}
