using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Routing;

public sealed class ServerTests
{
    private static readonly string Answer = Routers.Service("vs", "*", "- directResponse: {status: 204}");

    private static string Gateway(
        string servers,
        string name = "gw",
        string extra = "",
        string selector = "ingressgateway"
    ) =>
        $$"""
            apiVersion: networking.istio.io/v1beta1
            kind: Gateway
            metadata: {name: {{name}}, namespace: istio-system{{extra}}}
            spec:
              selector: {istio: {{selector}}}
              servers:
            {{servers.TrimEnd()}}
            ---

            """;

    private static string Https(string hosts, string tls, string name = "https") =>
        $"  - port: {{number: 443, name: {name}, protocol: HTTPS}}\n    hosts: [{hosts}]\n    tls: {{{tls}}}\n";

    private static string Http(string hosts, string more = "") =>
        $"  - port: {{number: 80, name: http, protocol: HTTP}}\n    hosts: [{hosts}]\n{more}";

    private static RoutingDecision Tls(GatewayRouter router, string host, string? sni = null) =>
        router.Decide(
            new RoutingRequest
            {
                Scheme = "https",
                Host = host,
                Sni = sni,
            }
        );

    // istio pilot/pkg/networking/core/gateway.go, createGatewayHTTPFilterChainOpts: one chain per server, matched by SNI.
    [Theory]
    [InlineData("a.test", "cert-a")]
    [InlineData("x.w.test", "cert-w")]
    [InlineData("y.x.w.test", "cert-w")]
    [InlineData("A.TEST", "cert-a")]
    public void The_server_name_picks_the_certificate(string host, string certificate)
    {
        var router = Routers.From(
            Gateway(
                Https("a.test", "mode: SIMPLE, credentialName: cert-a", "https-a")
                    + Https("'*.w.test'", "mode: SIMPLE, credentialName: cert-w", "https-w")
            ) + Answer
        );
        var decision = Tls(router, host);

        Assert.Equal(204, decision.Status);
        Assert.Equal(certificate, decision.Certificate);
    }

    // envoy: no filter chain matches, so the connection is closed.
    [Theory]
    [InlineData("b.test")]
    [InlineData("w.test")]
    [InlineData("")]
    public void A_server_name_that_no_server_has_gets_no_answer(string sni)
    {
        var router = Routers.From(Gateway(Https("a.test, '*.w.test'", "mode: SIMPLE, credentialName: c")) + Answer);

        Assert.NotNull(Tls(router, "a.test", sni).Failure);
    }

    // istio pilot/pkg/model/gateway.go, gatewayRDSRouteName: each TLS server has virtual hosts of its own.
    [Fact]
    public void A_host_of_another_server_is_unknown_behind_the_server_name()
    {
        var router = Routers.From(
            Gateway(
                Https("a.test", "mode: SIMPLE, credentialName: c", "https-a")
                    + Https("b.test", "mode: SIMPLE, credentialName: c", "https-b")
            ) + Answer
        );

        Assert.Equal(204, Tls(router, "b.test").Status);
        Assert.Equal(404, Tls(router, "b.test", "a.test").Status);
    }

    // istio pkg/config/gateway/gateway.go, IsPassThroughServer: an unset mode is PASSTHROUGH, the zero of the enumeration.
    [Fact]
    public void A_TLS_server_without_mode_opens_nothing()
    {
        var router = Routers.From(Gateway(Https("a.test", "credentialName: c")) + Answer);

        Assert.NotNull(Tls(router, "a.test").Failure);
    }

    // istio pilot/pkg/networking/core/gateway.go, buildGatewayNetworkFiltersFromTLSRoutes.
    [Fact]
    public void Passthrough_follows_the_sniHosts_of_TLS_routes()
    {
        var router = Routers.From(
            Gateway(Https("a.test", "mode: PASSTHROUGH"))
                + """
                apiVersion: networking.istio.io/v1beta1
                kind: VirtualService
                metadata: {name: vs, namespace: demo}
                spec:
                  hosts: [a.test]
                  gateways: [istio-system/gw]
                  tls:
                  - match: [{sniHosts: [a.test]}]
                    route: [{destination: {host: web, port: {number: 80}}}]
                """
        );
        var decision = Tls(router, "a.test");

        Assert.True(decision.IsPassthrough);
        Assert.Equal("demo/web:80", decision.Backend);
        Assert.NotNull(Tls(router, "b.test").Failure);
    }

    // istio pilot/pkg/model/gateway.go, CheckDuplicates: the younger server is skipped.
    [Fact]
    public void Of_two_TLS_servers_with_one_host_the_older_Gateways_stays()
    {
        var router = Routers.From(
            Gateway(
                Https("a.test", "mode: SIMPLE, credentialName: young"),
                "b",
                ", creationTimestamp: '2024-02-01T00:00:00Z'"
            )
                + Gateway(
                    Https("a.test", "mode: SIMPLE, credentialName: old"),
                    "gw",
                    ", creationTimestamp: '2024-01-01T00:00:00Z'"
                )
                + Answer
        );

        Assert.Equal("old", Tls(router, "a.test").Certificate);
        Assert.Contains(router.Issues, issue => issue.Source == "Gateway istio-system/b");
    }

    // istio pilot/pkg/model/gateway.go: CheckDuplicates compares ns/host with host and sees no duplicate, but
    // GetSNIHostsForServer cuts the namespace off, and Envoy refuses a listener with two equal filter chain matches.
    [Fact]
    public void The_same_host_with_and_without_namespace_takes_the_whole_port_down()
    {
        var router = Routers.From(
            Gateway(
                Https("a.test", "mode: SIMPLE, credentialName: c", "https-a")
                    + Https("demo/a.test", "mode: SIMPLE, credentialName: d", "https-b")
                    + Https("b.test", "mode: SIMPLE, credentialName: d", "https-c")
            ) + Answer
        );

        Assert.Contains("refuses the listener", Tls(router, "b.test").Failure, StringComparison.Ordinal);
        Assert.Contains(router.Issues, issue => issue.Message.Contains("a.test", StringComparison.Ordinal));
    }

    // istio pilot/pkg/networking/core/gateway.go: require_tls of the virtual host; envoy createSslRedirectPath.
    [Theory]
    [InlineData("app.test", "https://app.test/x?y=1")]
    [InlineData("app.test:8080", "https://app.test:8080/x?y=1")]
    public void HttpsRedirect_answers_301_with_host_port_path_and_query_kept(string host, string location)
    {
        var router = Routers.From(Gateway(Http("app.test", "    tls: {httpsRedirect: true}\n")) + Answer);
        var decision = router.Get("/x?y=1", host);

        Assert.Equal(301, decision.Status);
        Assert.Equal(location, decision.Location);
    }

    // istio gateway.go: the redirecting domain of ns/host is written as it stands, so it never matches until a
    // VirtualService of that namespace brings the real host.
    [Theory]
    [InlineData(false, 404)]
    [InlineData(true, 301)]
    public void HttpsRedirect_of_a_host_with_namespace_needs_a_VirtualService(bool isBound, int status)
    {
        var router = Routers.From(
            Gateway(Http("demo/app.test", "    tls: {httpsRedirect: true}\n"))
                + (isBound ? Routers.Service("vs", "app.test", "- directResponse: {status: 204}") : "")
        );

        Assert.Equal(status, router.Get("/").Status);
    }

    // istio pilot/pkg/model/gateway.go, resolvePorts; push_context.go, mergeGateways: labels select the workload.
    [Fact]
    public void Ports_and_labels_decide_which_servers_listen()
    {
        var router = Routers.From(
            Gateway(Http("'*'"))
                + Gateway(Https("a.test", "mode: SIMPLE, credentialName: c"), "other", selector: "egressgateway")
                + Answer
        );

        Assert.Equal(204, router.Get("/").Status);
        Assert.NotNull(Tls(router, "a.test").Failure);
        Assert.NotNull(router.Decide(new RoutingRequest { Host = "app.test", Port = 8080 }).Failure);
        Assert.NotNull(
            router
                .Decide(
                    new RoutingRequest
                    {
                        Host = "app.test",
                        Port = 80,
                        Scheme = "https",
                    }
                )
                .Failure
        );
    }

    [Fact]
    public void A_port_of_the_gateways_Service_leads_to_its_container_port()
    {
        var router = Routers.From(
            Gateway(Http("'*'")) + Answer,
            configuration => configuration with { TargetPorts = new Dictionary<int, int> { [80] = 8080 } }
        );

        Assert.Equal(204, router.Get("/").Status);
        Assert.Equal(204, router.Decide(new RoutingRequest { Host = "app.test", Port = 8080 }).Status);
    }
}
