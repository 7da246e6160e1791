using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Routing;

public sealed class BackendTests
{
    private static string Rule(string policy, string ns = "demo", string extra = "") =>
        $$"""
            apiVersion: networking.istio.io/v1beta1
            kind: DestinationRule
            metadata: {name: dr, namespace: {{ns}}}
            spec:
              host: web.demo.svc.cluster.local
              trafficPolicy: {{policy}}
            {{extra}}
            ---

            """;

    // istio route.go, GetDestinationCluster; pilot/pkg/model/config.go, ResolveShortnameToFQDN; envoy router.cc: an unknown
    // cluster and one without a healthy endpoint both get 503.
    [Theory]
    [InlineData("host: web", "demo/web:80")]
    [InlineData("host: web.demo.svc.cluster.local", "demo/web:80")]
    [InlineData("host: api, port: {number: 9090}", "demo/api:9090")]
    [InlineData("host: web.demo", null)]
    [InlineData("host: api", null)]
    [InlineData("host: web, port: {number: 81}", null)]
    [InlineData("host: missing", null)]
    [InlineData("host: web, subset: v1", null)]
    public void A_destination_must_name_a_known_host_and_port(string destination, string? backend)
    {
        var decision = Routers.Routes($"- route: [{{destination: {{{destination}}}}}]").Get("/");

        Assert.Equal(backend, decision.Backend);
        Assert.Equal(backend is null ? 503 : null, decision.Status);
    }

    [Fact]
    public void A_Service_without_endpoints_gets_503()
    {
        var router = Routers.Routes(
            "- route: [{destination: {host: web}}]",
            configuration => configuration with { ServicesWithoutEndpoints = new HashSet<string> { "demo/web" } }
        );

        Assert.Equal(503, router.Get("/").Status);
    }

    // istio route.go, applyHTTPRouteDestination: a weight of 0 among several removes the destination.
    [Fact]
    public void Weights_share_the_traffic()
    {
        var decision = Routers
            .Routes(
                "- route: [{destination: {host: web}, weight: 20}, {destination: {host: api, port: {number: 8080}}, weight: 80}, {destination: {host: gone}, weight: 0}]"
            )
            .Get("/");

        Assert.Equal("demo/api:8080", decision.Backend);
        Assert.Equal(
            [("demo/api:8080", 80), ("demo/web:80", 20)],
            decision.Backends.Select(backend => (backend.Name, backend.Weight))
        );
    }

    // istio route.go, MirrorPercent.
    [Theory]
    [InlineData("mirror: {host: web}", 1)]
    [InlineData("mirror: {host: web}, mirrorPercentage: {value: 0}", 0)]
    [InlineData("mirrors: [{destination: {host: web}}, {destination: {host: web}, percentage: {value: 0}}]", 1)]
    public void Mirrors_get_a_copy_unless_their_share_is_nothing(string mirror, int count)
    {
        var decision = Routers
            .Routes($"- {{route: [{{destination: {{host: api, port: {{number: 8080}}}}}}], {mirror}}}")
            .Get("/");

        Assert.Equal(count, decision.Mirrors.Count(name => name == "demo/web:80"));
    }

    // istio pilot/pkg/model/push_context.go, destinationRule: the gateway's namespace, then the Service's.
    [Theory]
    [InlineData("{tls: {mode: SIMPLE}}", true, false)]
    [InlineData("{tls: {mode: DISABLE}}", false, false)]
    [InlineData("{connectionPool: {http: {h2UpgradePolicy: UPGRADE}}}", false, true)]
    [InlineData("{tls: {mode: DISABLE}, portLevelSettings: [{port: {number: 80}, tls: {mode: SIMPLE}}]}", true, false)]
    [InlineData("{tls: {mode: SIMPLE}, portLevelSettings: [{port: {number: 80}}]}", false, false)]
    public void DestinationRules_say_how_the_backend_is_spoken_to(string policy, bool tls, bool http2)
    {
        var router = Routers.Plain(
            Rule(policy) + Routers.Service("vs", "app.test", "- route: [{destination: {host: web}}]")
        );
        var backend = Assert.Single(router.Get("/").Backends);

        Assert.Equal((tls, http2), (backend.Tls, backend.Http2));
    }

    [Fact]
    public void The_gateways_own_DestinationRule_wins()
    {
        var router = Routers.Plain(
            Rule("{tls: {mode: SIMPLE}}")
                + Rule("{tls: {mode: DISABLE}}", "istio-system")
                + Routers.Service("vs", "app.test", "- route: [{destination: {host: web}}]")
        );

        Assert.False(Assert.Single(router.Get("/").Backends).Tls);
    }

    [Fact]
    public void A_subset_of_a_DestinationRule_can_be_routed_to()
    {
        var router = Routers.Plain(
            Rule(
                "{tls: {mode: SIMPLE}}",
                extra: "  subsets: [{name: v1, labels: {v: '1'}, trafficPolicy: {tls: {mode: DISABLE}}}]"
            ) + Routers.Service("vs", "app.test", "- route: [{destination: {host: web, subset: v1}}]")
        );
        var backend = Assert.Single(router.Get("/").Backends);

        Assert.Equal("v1", backend.Subset);
        Assert.False(backend.Tls);
    }

    // istio route.go, ConsistentHashToHashPolicy; envoy source/common/http/utility.cc, makeSetCookieValue.
    [Fact]
    public void An_affinity_cookie_is_made_for_clients_without_one()
    {
        var router = Routers.Plain(
            Rule("{loadBalancer: {consistentHash: {httpCookie: {name: stick, path: /, ttl: 600s}}}}")
                + Routers.Service("vs", "app.test", "- route: [{destination: {host: web}}]")
        );

        Assert.Equal(
            [new HeaderChange(HeaderChangeKind.Add, "set-cookie", "stick=*; Max-Age=600; Path=/; HttpOnly")],
            router.Get("/").ResponseHeaders
        );
        Assert.Empty(router.Get("/", ("Cookie", "a=b; stick=x")).ResponseHeaders);
    }

    // istio 1.21 and later treat an ExternalName Service as an alias (pilot/pkg/networking/core/route/route.go).
    [Fact]
    public void An_ExternalName_Service_needs_a_ServiceEntry_for_its_name()
    {
        const string Service = """
            apiVersion: v1
            kind: Service
            metadata: {name: out, namespace: demo}
            spec: {type: ExternalName, externalName: ext.example.com, ports: [{port: 80}]}
            ---

            """;
        const string Entry = """
            apiVersion: networking.istio.io/v1beta1
            kind: ServiceEntry
            metadata: {name: ext, namespace: demo}
            spec: {hosts: [ext.example.com], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}
            ---

            """;
        var route = Routers.Service("vs", "app.test", "- route: [{destination: {host: out, port: {number: 80}}}]");

        Assert.Equal(503, Routers.Plain(Service + route).Get("/").Status);
        Assert.Equal("ext.example.com:80", Routers.Plain(Service + Entry + route).Get("/").Backend);
    }
}
