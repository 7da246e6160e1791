using System.Text.Json;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollout;
using SealosIstio.Migration.Routing;
using SealosIstio.Migration.Routing.Comparison;
using SealosIstio.Migration.Routing.Nginx;

namespace SealosIstio.Tests.Rollout;

/// <summary>
/// What nginx does with a rollout's canaries in place, by the model of nginx that is pinned to a recorded one; and which Ingresses get none.
/// </summary>
public sealed class CanaryRoutingTests
{
    private const string Cloud = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: istio-system}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: ns-a}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data: {mesh: "defaultConfig: {gatewayTopology: {numTrustedProxies: TRUSTED}}"}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
        spec:
          selector: {matchLabels: {app: nginx}}
          template:
            metadata: {labels: {app: nginx}}
            spec: {containers: [{name: controller, image: 'c:v1.15.0', args: [/nginx-ingress-controller, FLAG]}]}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: ingress-nginx}
        """;

    private const string Shop = """
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: shop
          namespace: ns-a
          annotations: {nginx.ingress.kubernetes.io/enable-cors: 'true', nginx.ingress.kubernetes.io/proxy-body-size: 32m}
        spec:
          ingressClassName: nginx
          tls: [{hosts: [shop.cloud.test], secretName: wildcard}]
          rules:
          - host: shop.cloud.test
            http:
              paths:
              - {path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}
              - {path: /api, pathType: Prefix, backend: {service: {name: api, port: {name: http}}}}
              - {path: /exact, pathType: Exact, backend: {service: {name: api, port: {name: http}}}}

        """;

    private const string Blog = """
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: blog, namespace: ns-a}
        spec:
          ingressClassName: nginx
          rules:
          - host: blog.cloud.test
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: blog, port: {number: 80}}}}]}

        """;

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(100)]
    public async Task The_share_goes_to_the_gateway_and_everything_else_is_as_it_was(int percent)
    {
        var cluster = Create(Shop + Blog);
        var before = await RouterAsync(cluster);
        await RolloutFlow.StartAsync(
            cluster,
            percent == 100
                ? RolloutFlow.Plan(RolloutStrategy.NginxCanary, 100)
                : RolloutFlow.Plan(RolloutStrategy.NginxCanary, percent, 100),
            Settings
        );
        var after = await RouterAsync(cluster);
        Assert.Null(after.Rejection);
        var gateway = await GatewayAsync(cluster);

        var (divided, same) = (0, 0);
        foreach (var request in await RequestsAsync(cluster, "shop.cloud.test", "blog.cloud.test", "none.cloud.test"))
        {
            var (left, right) = (before.Decide(request), after.Decide(request));
            Assert.Equal(Text(left with { Backends = [] }), Text(right with { Backends = [] }));
            if (left.Backend is null)
            {
                Assert.Empty(right.Backends);
                continue;
            }
            divided++;
            var toGateway = right.Backends.Single(backend =>
                backend.Name.StartsWith("ns-a/istio-rollout-", StringComparison.Ordinal)
            );
            Assert.EndsWith(":8079", toGateway.Name);
            Assert.Equal(percent, toGateway.Weight);
            Assert.Equal(
                percent == 100 ? [] : [(left.Backend, 100 - percent)],
                right.Backends.Where(backend => backend != toGateway).Select(backend => (backend.Name, backend.Weight))
            );
            // The Host is the client's, and by it the gateway finds the same backend.
            Assert.Equal(request.Host, right.UpstreamAuthority);
            var answer = gateway.Decide(
                request with
                {
                    Scheme = "http",
                    Port = 8079,
                    Host = right.UpstreamAuthority,
                    Target = right.UpstreamPath!,
                    Headers = HeaderChange.Apply(request.Headers, right.RequestHeaders),
                }
            );
            // Where the gateway chooses otherwise than nginx (%2F, //), it does so for whoever comes directly as well.
            if (answer.Backend != left.Backend)
                Assert.Equal(gateway.Decide(request).Backend, answer.Backend);
            else
                same++;
        }
        Assert.True(same > divided * 9 / 10, $"{same} of {divided} requests");
        Assert.True(divided > 40, $"{divided} requests");
    }

    [Fact]
    public async Task The_Service_stands_for_the_gateways_own_one()
    {
        var cluster = Create(Blog);
        await RolloutFlow.StartAsync(cluster, RolloutFlow.Plan(RolloutStrategy.NginxCanary, 10, 100), Settings);

        var services = new List<V1Service>();
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1Service>()))
            if (item.Metadata.Labels?.ContainsKey("sealos.io/rollout-canary") == true)
                services.Add((V1Service)item);
        var own = services.Single(service => service.Metadata.NamespaceProperty == "istio-system");
        var alias = services.Single(service => service.Metadata.NamespaceProperty == "ns-a");
        Assert.Equal("sealos-istio-rollout.istio-system.svc.cluster.local", alias.Spec!.ExternalName);
        Assert.Equal("sealos-istio-rollout", own.Metadata.Name);
        Assert.Equal("ingressgateway", own.Spec!.Selector!["istio"]);
        Assert.Equal((8079, 8079), (own.Spec.Ports![0].Port, alias.Spec.Ports![0].Port));
        var canary = (V1Ingress)(await cluster.GetAsync(KnownTypes.Of<V1Ingress>(), "ns-a", alias.Metadata.Name!))!;
        // Nothing of the main one but its class, hosts and paths: nginx takes the rest from the main location.
        Assert.Equal(
            ["nginx.ingress.kubernetes.io/canary", "nginx.ingress.kubernetes.io/canary-weight"],
            canary.Metadata.Annotations!.Keys.Where(key => key.StartsWith("nginx.", StringComparison.Ordinal)).Order()
        );
        Assert.Null(canary.Spec!.Tls);
        Assert.Equal("nginx", canary.Spec.IngressClassName);
        Assert.Equal("blog", Assert.Single(canary.Metadata.OwnerReferences!).Name);
    }

    [Theory]
    [InlineData("nginx.ingress.kubernetes.io/affinity: cookie", "session affinity")]
    [InlineData("nginx.ingress.kubernetes.io/backend-protocol: HTTPS", "nginx speaks HTTPS")]
    [InlineData("nginx.ingress.kubernetes.io/rewrite-target: /$1", "there the gateway answers 404", "/sub/(.*)")]
    [InlineData("nginx.ingress.kubernetes.io/upstream-vhost: other.test", "there the gateway answers 404")]
    public async Task What_can_not_be_divided_is_refused_with_its_reason(
        string annotation,
        string reason,
        string path = "/"
    )
    {
        var cluster = Create(
            Shop
                + Blog.Replace(
                        "namespace: ns-a}",
                        $"namespace: ns-a, annotations: {{{annotation}}}}}",
                        StringComparison.Ordinal
                    )
                    .Replace(
                        "path: /, pathType: Prefix",
                        $"path: '{path}', pathType: ImplementationSpecific",
                        StringComparison.Ordinal
                    )
        );

        var move = await PlanAsync(cluster);

        var refusal = Assert.Single(move.Refusals);
        Assert.Equal("ns-a/blog", refusal.Ingress);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_shares_a_host_or_a_Service_with_a_refused_one_is_refused_too()
    {
        const string more = """
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: pinned, namespace: ns-a, annotations: {nginx.ingress.kubernetes.io/affinity: cookie}}
            spec:
              ingressClassName: nginx
              rules:
              - host: pinned.cloud.test
                http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: blog, port: {number: 80}}}}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: beta, namespace: ns-a, annotations: {nginx.ingress.kubernetes.io/canary: 'true', nginx.ingress.kubernetes.io/canary-weight: '3'}}
            spec:
              ingressClassName: nginx
              rules:
              - host: shop.cloud.test
                http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: beta, port: {number: 80}}}}]}
            """;
        var move = await PlanAsync(Create(Shop + Blog + more));

        Assert.Equal(
            ["ns-a/beta", "ns-a/blog", "ns-a/pinned", "ns-a/shop"],
            move.Refusals.Select(refusal => refusal.Ingress)
        );
        Assert.Contains("canary itself", move.Refusals[0].Reason);
        Assert.Contains("shares a host or a Service with Ingress ns-a/pinned", move.Refusals[1].Reason);
        Assert.Contains("shares a host or a Service with Ingress ns-a/beta", move.Refusals[3].Reason);
    }

    [Theory]
    [InlineData("0", "--watch-ingress-without-class", "numTrustedProxies is 0")]
    [InlineData("1", "--disable-svc-external-name", "--disable-svc-external-name")]
    public async Task A_cluster_that_is_not_set_up_for_it_is_refused(string trusted, string flag, string message)
    {
        var cluster = Create(Blog, trusted, flag);

        var exception = await Assert.ThrowsAsync<ResourceException>(() => PlanAsync(cluster));

        Assert.Equal(ResourceProblem.CanaryNotPossible, exception.Problem);
        Assert.Contains(message, exception.Message);
    }

    [Fact]
    public async Task Conversion_comparison_and_status_know_a_canary_for_what_it_is()
    {
        var cluster = Create(Blog);
        await RolloutFlow.StartAsync(cluster, RolloutFlow.Plan(RolloutStrategy.NginxCanary, 50, 100), Settings);
        var all = new List<V1Ingress>();
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1Ingress>()))
            all.Add((V1Ingress)item);

        var run = await SelectedConversion.ConvertAsync(all, cluster, Settings.Options);

        Assert.Equal(2, all.Count);
        Assert.Contains(run.Whole.Findings, finding => finding.Code == "SI1011");
        Assert.DoesNotContain(
            run.Whole.Objects.OfType<VirtualService>().SelectMany(service => service.Spec!.Http!),
            route => route.Route?.Any(target => target.Destination!.Host!.Contains("istio-rollout")) == true
        );
        Assert.All(RouteComparison.Of(run).Compare(), result => Assert.True(result.IsDeclared, result.Request));
    }

    private static RolloutSettings Settings =>
        new()
        {
            Options = new ConversionOptions { PublicDomains = ["cloud.test"] },
            Settle = TimeSpan.Zero,
        };

    private static ManifestCluster Create(string ingresses, string trusted = "1", string flag = "--v=2")
    {
        var text =
            Cloud.Replace("TRUSTED", trusted, StringComparison.Ordinal).Replace("FLAG", flag, StringComparison.Ordinal)
            + "\n"
            + string.Concat(
                new[] { "shop", "api", "blog", "beta" }.Select(name =>
                    $"---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: ns-a}}\nspec: {{ports: [{{name: http, port: 80}}]}}\n"
                )
            )
            + ingresses;
        return ManifestCluster.Create([.. KubernetesYaml.Load(text, "cloud.yaml").Select(item => item.Object!)]);
    }

    private static async Task<RolloutMove> PlanAsync(IKubernetesCluster cluster)
    {
        await using var session = await RolloutSession.StartAsync(
            cluster,
            RolloutFlow.Plan(RolloutStrategy.NginxCanary, 10, 100),
            Settings,
            preview: true
        );
        return await session.PlanAsync(1, "test");
    }

    private static async Task<NginxRouter> RouterAsync(IKubernetesCluster cluster)
    {
        var ingresses = new List<V1Ingress>();
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1Ingress>()))
            ingresses.Add((V1Ingress)item);
        return NginxRouter.Create(SourceSide.Of(ingresses, await ClusterSnapshot.ReadAsync(cluster), Settings.Options));
    }

    private static async Task<GatewayRouter> GatewayAsync(IKubernetesCluster cluster)
    {
        var objects = new List<KubernetesObject>();
        foreach (var type in await cluster.GetResourceTypesAsync())
            if (type.Group.EndsWith("istio.io", StringComparison.Ordinal))
                await foreach (var item in cluster.ListAsync(type))
                    objects.Add(item);
        return new GatewayRouter(
            TargetSide.Of(objects, [], await ClusterSnapshot.ReadAsync(cluster), Settings.Options)
        );
    }

    private static async Task<List<RoutingRequest>> RequestsAsync(IKubernetesCluster cluster, params string[] hosts)
    {
        var ingresses = new List<V1Ingress>();
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1Ingress>()))
            if (item.Metadata.Labels?.ContainsKey("sealos.io/rollout-canary") != true)
                ingresses.Add((V1Ingress)item);
        var generator = new RequestGenerator(ingresses, []);
        return [.. hosts.SelectMany(generator.ForHost).Select(item => item.Request)];
    }

    private static string Text(RoutingDecision decision) => JsonSerializer.Serialize(decision);
}
