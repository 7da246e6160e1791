using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Routing;

public sealed class HostTests
{
    private static string Host(string name, string host, int status) =>
        Routers.Service(name, host, $"- directResponse: {{status: {status}}}");

    // envoy source/common/router/config_impl.cc, RouteMatcher::findVirtualHost: exact, longest suffix, then *.
    [Theory]
    [InlineData("a.b.test", 201)]
    [InlineData("A.B.TEST", 201)]
    [InlineData("a.b.test:8080", 201)]
    [InlineData("x.b.test", 202)]
    [InlineData("y.x.b.test", 202)]
    [InlineData("x.test", 203)]
    [InlineData("b.test", 203)]
    [InlineData("b.test.", 204)]
    [InlineData("elsewhere", 204)]
    public void The_most_specific_host_wins_whatever_its_case_and_port(string host, int status)
    {
        var router = Routers.Plain(
            Host("any", "*", 204)
                + Host("wide", "*.test", 203)
                + Host("narrow", "*.b.test", 202)
                + Host("exact", "a.b.test", 201)
        );

        Assert.Equal(status, router.Get("/", host).Status);
    }

    // envoy findVirtualHost: there is no falling back to a wider host when no route of the chosen one matches.
    [Fact]
    public void A_host_without_a_matching_route_does_not_fall_back_to_a_wider_one()
    {
        var router = Routers.Plain(
            Host("any", "*", 204)
                + Routers.Service("one", "app.test", "- match: [{uri: {exact: /x}}]\n  directResponse: {status: 201}")
        );

        Assert.Equal(201, router.Get("/x").Status);
        Assert.Equal(404, router.Get("/y").Status);
    }

    // istio pilot/pkg/networking/core/gateway.go: the narrower of server host and VirtualService host becomes the domain
    // (pkg/config/host/names.go, Intersection); pkg/config/host/names.go, NamesForNamespace: ns/host binds one namespace.
    [Theory]
    [InlineData("*.test", "app.test", "app.test", 201)]
    [InlineData("app.test", "*.test", "app.test", 201)]
    [InlineData("app.test", "*.test", "b.test", 404)]
    [InlineData("demo/*", "app.test", "app.test", 201)]
    [InlineData("other/*", "app.test", "app.test", 404)]
    [InlineData("*/app.test", "app.test", "app.test", 201)]
    [InlineData("./app.test", "app.test", "app.test", 404)]
    [InlineData("b.test", "app.test", "app.test", 404)]
    public void A_VirtualService_binds_where_its_hosts_and_the_servers_overlap(
        string server,
        string service,
        string host,
        int status
    )
    {
        var router = Routers.From(Server($"[\"{server}\"]") + Host("vs", service, 201));

        Assert.Equal(status, router.Get("/", host).Status);
    }

    // istio pilot/pkg/model/gateway.go, resolveGatewayName.
    [Theory]
    [InlineData("istio-system/gw", 201)]
    [InlineData("gw.istio-system.svc.cluster.local", 201)]
    [InlineData("gw", 404)]
    [InlineData("mesh", 404)]
    public void A_gateway_reference_without_namespace_means_the_own_one(string reference, int status)
    {
        var router = Routers.Plain(
            Host("vs", "app.test", 201).Replace("istio-system/gw", reference, StringComparison.Ordinal)
        );

        Assert.Equal(status, router.Get("/").Status);
    }

    // istio pilot/pkg/model/push_context.go, VirtualServicesForGateway.
    [Theory]
    [InlineData("['*']", 201)]
    [InlineData("[istio-system]", 201)]
    [InlineData("['.']", 404)]
    [InlineData("['~']", 404)]
    [InlineData("[other]", 404)]
    public void A_VirtualService_must_be_exported_to_the_gateways_namespace(string exportTo, int status)
    {
        var router = Routers.Plain(
            Host("vs", "app.test", 201)
                .Replace("  gateways:", $"  exportTo: {exportTo}\n  gateways:", StringComparison.Ordinal)
        );

        Assert.Equal(status, router.Get("/").Status);
    }

    // istio pkg/config/validation/validation.go, ValidateVirtualService: overlapping hosts in one VirtualService are refused.
    [Fact]
    public void A_VirtualService_whose_hosts_overlap_is_refused()
    {
        var router = Routers.Plain(Host("vs", "app.test *.test", 201));

        Assert.Equal(404, router.Get("/").Status);
        Assert.Contains(router.Issues, issue => issue.Field == "spec.hosts");
    }

    private static string Server(string hosts) =>
        $$"""
            apiVersion: networking.istio.io/v1beta1
            kind: Gateway
            metadata: {name: gw, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - port: {number: 80, name: http, protocol: HTTP}
                hosts: {{hosts}}
            ---

            """;
}
