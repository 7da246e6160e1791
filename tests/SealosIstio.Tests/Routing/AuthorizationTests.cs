using System.Net;
using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Routing;

/// <summary>istio pilot/pkg/security/authz (model, generator, matcher, builder); envoy's RBAC filter.</summary>
public sealed class AuthorizationTests
{
    private static string Policy(string action, string rules, string ns = "istio-system", string more = "") =>
        $$"""
            apiVersion: security.istio.io/v1beta1
            kind: AuthorizationPolicy
            metadata: {name: {{action.ToLowerInvariant()}}, namespace: {{ns}}}
            spec:
              action: {{action}}
              rules: {{rules}}
              {{more}}
            ---

            """;

    private static GatewayRouter Router(
        string policies,
        Func<GatewayConfiguration, GatewayConfiguration>? change = null
    ) => Routers.Plain(policies + Routers.Service("vs", "app.test", "- directResponse: {status: 204}"), change);

    private static int? Status(GatewayRouter router, RoutingRequest request) =>
        router.Decide(request with { Host = request.Host ?? "app.test" }).Status;

    [Theory]
    [InlineData("hosts: [app.test]", true)]
    [InlineData("hosts: [APP.TEST]", true)]
    [InlineData("hosts: ['*.test']", true)]
    [InlineData("hosts: ['app.*']", true)]
    [InlineData("hosts: [other.test]", false)]
    [InlineData("notHosts: [app.test]", false)]
    [InlineData("paths: ['/p/q']", true)]
    [InlineData("paths: ['/p*']", true)]
    [InlineData("paths: ['*q']", true)]
    [InlineData("paths: ['/p']", false)]
    [InlineData("paths: ['/p/{*}']", true)]
    [InlineData("paths: ['/{**}']", true)]
    [InlineData("paths: ['/{*}']", false)]
    [InlineData("notPaths: ['/p/q']", false)]
    [InlineData("methods: [GET]", true)]
    [InlineData("methods: [POST]", false)]
    [InlineData("ports: ['80']", true)]
    [InlineData("ports: ['8080']", false)]
    [InlineData("hosts: [app.test], methods: [POST]", false)]
    public void An_operation_matches_when_each_of_its_fields_does(string operation, bool matches)
    {
        var router = Router(Policy("DENY", $"[{{to: [{{operation: {{{operation}}}}}]}}]"));

        Assert.Equal(matches ? 403 : 204, Status(router, new RoutingRequest { Target = "/p/q?x=1" }));
    }

    // The :authority is compared with its port; ports are those the pod listens on.
    [Fact]
    public void Host_conditions_see_the_port_and_port_conditions_the_container_port()
    {
        var byHost = Router(Policy("DENY", "[{to: [{operation: {hosts: [app.test]}}]}]"));
        var byPort = Router(
            Policy("DENY", "[{to: [{operation: {ports: ['8080']}}]}]"),
            configuration => configuration with { TargetPorts = new Dictionary<int, int> { [80] = 8080 } }
        );

        Assert.Equal(204, Status(byHost, new RoutingRequest { Host = "app.test:80" }));
        Assert.Equal(403, Status(byPort, new RoutingRequest()));
    }

    [Theory]
    [InlineData("ipBlocks: [10.0.0.0/8]", "10.1.2.3", true)]
    [InlineData("ipBlocks: [10.0.0.0/8]", "11.1.2.3", false)]
    [InlineData("ipBlocks: [10.1.2.3]", "10.1.2.3", true)]
    [InlineData("notIpBlocks: [10.0.0.0/8]", "11.1.2.3", true)]
    [InlineData("remoteIpBlocks: ['2001:db8::/32']", "2001:db8::5", true)]
    [InlineData("notRemoteIpBlocks: [10.0.0.0/8, 11.0.0.0/8]", "11.1.2.3", false)]
    [InlineData("principals: ['*']", "10.1.2.3", false)]
    [InlineData("notPrincipals: ['*']", "10.1.2.3", true)]
    [InlineData("namespaces: [demo]", "10.1.2.3", false)]
    public void A_source_matches_by_address(string source, string address, bool matches)
    {
        var router = Router(Policy("DENY", $"[{{from: [{{source: {{{source}}}}}]}}]"));

        Assert.Equal(matches ? 403 : 204, Status(router, new RoutingRequest { SourceIp = IPAddress.Parse(address) }));
    }

    // envoy source/common/http/utility.cc, getLastAddressFromXFF: counted from the right, the nearest proxy first.
    [Theory]
    [InlineData(0, "10.9.9.9", 204)]
    [InlineData(1, "10.9.9.9", 403)]
    [InlineData(1, "10.9.9.9, 1.1.1.1", 204)]
    [InlineData(2, "10.9.9.9, 1.1.1.1", 403)]
    [InlineData(2, "10.9.9.9", 204)]
    [InlineData(1, "nonsense", 204)]
    public void Remote_addresses_are_those_that_trusted_proxies_report(int trusted, string forwarded, int status)
    {
        var router = Router(
            Policy("DENY", "[{from: [{source: {remoteIpBlocks: [10.0.0.0/8]}}]}]"),
            configuration => configuration with { TrustedProxies = trusted }
        );

        Assert.Equal(status, router.Get("/", ("X-Forwarded-For", forwarded)).Status);
    }

    [Theory]
    [InlineData("request.headers[x-a]", "values: ['1']", true)]
    [InlineData("request.headers[x-a]", "values: ['2']", false)]
    [InlineData("request.headers[x-a]", "values: ['*']", true)]
    [InlineData("request.headers[x-b]", "values: ['*']", false)]
    [InlineData("request.headers[x-b]", "notValues: ['1']", true)]
    [InlineData("destination.port", "values: ['80']", true)]
    [InlineData("source.ip", "values: [127.0.0.0/8]", true)]
    [InlineData("request.auth.claims[iss]", "values: ['x']", false)]
    [InlineData("no.such.attribute", "notValues: ['x']", false)]
    public void When_conditions_must_hold_too(string key, string values, bool matches)
    {
        var router = Router(Policy("DENY", $"[{{when: [{{key: '{key}', {values}}}]}}]"));

        Assert.Equal(matches ? 403 : 204, router.Get("/", ("X-A", "1")).Status);
    }

    // builder.go: CUSTOM, DENY, ALLOW; once one ALLOW policy exists, what none of them allows is denied.
    [Fact]
    public void Deny_beats_allow_and_allow_denies_the_rest()
    {
        var router = Router(
            Policy("DENY", "[{to: [{operation: {paths: [/a/no]}}]}]")
                + Policy("ALLOW", "[{to: [{operation: {paths: ['/a*']}}]}]")
        );

        Assert.Equal(204, router.Get("/a").Status);
        Assert.Equal(403, router.Get("/a/no").Status);
        Assert.Equal(403, router.Get("/b").Status);
        Assert.Equal("RBAC: access denied", router.Get("/b").Body);
    }

    [Theory]
    [InlineData("ALLOW", "[]", 403)]
    [InlineData("ALLOW", "[{}]", 204)]
    [InlineData("DENY", "[]", 204)]
    [InlineData("DENY", "[{}]", 403)]
    public void A_policy_without_rules_matches_nothing_and_an_empty_rule_everything(
        string action,
        string rules,
        int status
    )
    {
        Assert.Equal(status, Router(Policy(action, rules)).Get("/").Status);
    }

    [Fact]
    public void A_custom_policy_names_the_provider_that_is_asked()
    {
        var router = Router(
            Policy("CUSTOM", "[{to: [{operation: {hosts: [app.test]}}]}]", more: "provider: {name: oauth}")
        );

        Assert.Equal("oauth", router.Get("/").ExternalAuthorization);
        Assert.Equal(204, router.Get("/").Status);
    }

    // istio pilot/pkg/model/authorization.go: root namespace and the workload's own; selector by labels.
    [Theory]
    [InlineData("istio-system", "", 403)]
    [InlineData("istio-system", "selector: {matchLabels: {istio: ingressgateway}}", 403)]
    [InlineData("istio-system", "selector: {matchLabels: {app: other}}", 204)]
    [InlineData("istio-system", "targetRefs: [{kind: Gateway, group: gateway.networking.k8s.io, name: g}]", 204)]
    [InlineData("demo", "", 204)]
    public void Policies_apply_to_the_gateways_pods_only(string ns, string more, int status)
    {
        Assert.Equal(status, Router(Policy("DENY", "[{}]", ns, more)).Get("/").Status);
    }

    // listener_builder.go, buildHTTPConnectionManager: policies come before CORS and the router, redirects included.
    [Fact]
    public void Policies_come_before_redirects_and_missing_routes()
    {
        var router = Router(Policy("DENY", "[{}]"));

        Assert.Equal(403, router.Get("/", "unknown.test").Status);
    }
}
