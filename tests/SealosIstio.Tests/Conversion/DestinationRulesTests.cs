using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public class DestinationRulesTests
{
    [Fact]
    public void Nothing_asked_makes_no_rule()
    {
        Assert.Empty(Build(AnnotationSources.With(("backend-protocol", "HTTP"))));
    }

    // Recorded: oracle case 139, lower case included. nginx doesn't verify the certificate.
    [Theory]
    [InlineData("HTTPS", "SIMPLE", null)]
    [InlineData("https", "SIMPLE", null)]
    [InlineData("GRPC", null, "UPGRADE")]
    [InlineData("grpcs", "SIMPLE", "UPGRADE")]
    public void Protocols_become_TLS_and_HTTP2(string protocol, string? mode, string? upgrade)
    {
        var source = AnnotationSources.With(("backend-protocol", protocol));

        var rule = Assert.Single(Build(source)).Rule;

        Assert.Equal("networking.istio.io/v1beta1", rule.ApiVersion);
        Assert.Equal(("web-destination", "demo"), (rule.Metadata.Name, rule.Metadata.NamespaceProperty));
        Assert.Equal("web.demo.svc.cluster.local", rule.Spec!.Host);
        var policy = rule.Spec.TrafficPolicy!;
        Assert.Equal(mode, policy.Tls?.Mode);
        Assert.Equal(mode is null ? null : true, policy.Tls?.InsecureSkipVerify);
        Assert.Equal(upgrade, policy.ConnectionPool?.Http?.H2UpgradePolicy);
        Assert.Null(policy.PortLevelSettings);
        Assert.True(source.IsApplied("backend-protocol"));
    }

    [Fact]
    public void FastCgi_refuses_the_Ingress_and_unknown_words_mean_http()
    {
        var fastCgi = AnnotationSources.With(("backend-protocol", "FCGI"));
        var webSocket = AnnotationSources.With(("backend-protocol", "WS"));

        BackendProtocol.Check(fastCgi);
        BackendProtocol.Check(webSocket);
        Assert.Empty(Build(webSocket));

        Assert.True(fastCgi.IsRefused);
        Assert.False(webSocket.IsRefused);
        Assert.True(webSocket.IsReported("backend-protocol"));
    }

    [Fact]
    public void A_client_certificate_is_shown_and_the_name_verified()
    {
        var source = AnnotationSources.With(
            ("backend-protocol", "HTTPS"),
            ("proxy-ssl-secret", "demo/client"),
            ("proxy-ssl-verify", "on"),
            ("proxy-ssl-name", "inner.test"),
            ("proxy-ssl-server-name", "on")
        );

        var tls = Assert.Single(Build(source)).Rule.Spec!.TrafficPolicy!.Tls!;

        Assert.Equal(("MUTUAL", "demo--client", "inner.test"), (tls.Mode, tls.CredentialName, tls.Sni));
        Assert.Equal(["inner.test"], tls.SubjectAltNames);
        Assert.Null(tls.InsecureSkipVerify);
        Assert.Equal([FindingCatalog.BackendCredential.Code], source.Findings.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData("HTTPS", "kube-system/client")]
    [InlineData("HTTP", "demo/client")]
    public void Other_secrets_have_no_effect(string protocol, string secret)
    {
        var source = AnnotationSources.With(("backend-protocol", protocol), ("proxy-ssl-secret", secret));

        Assert.All(Build(source), result => Assert.Null(result.Rule.Spec!.TrafficPolicy!.Tls!.CredentialName));
        Assert.False(source.IsApplied("proxy-ssl-secret"));
        Assert.True(source.IsReported("proxy-ssl-secret"));
    }

    [Fact]
    public void The_oldest_Ingress_decides_on_the_protocol()
    {
        var older = AnnotationSources.With(("backend-protocol", "HTTPS"));
        var younger = AnnotationSources.With();

        var result = Assert.Single(Build(older, younger));

        Assert.Equal("SIMPLE", result.Rule.Spec!.TrafficPolicy!.Tls!.Mode);
        Assert.Equal([older, younger], result.Sources);
        Assert.Equal([FindingCatalog.BackendProtocolConflict.Code], younger.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void Ports_are_kept_apart()
    {
        var policies = new TrafficPolicies();
        policies.Collect(AnnotationSources.With(("backend-protocol", "GRPC")), "/", "demo", "web", 9090);
        policies.Collect(AnnotationSources.With(("proxy-connect-timeout", "3")), "/", "demo", "web", 80);
        policies.Collect(AnnotationSources.With(), "/", "demo", "web", 81);

        var policy = Assert.Single(Build(policies)).Rule.Spec!.TrafficPolicy!;

        Assert.Null(policy.ConnectionPool);
        Assert.Equal([80, 9090], policy.PortLevelSettings!.Select(port => port.Port!.Number!.Value));
        Assert.Equal("3s", policy.PortLevelSettings![0].ConnectionPool!.Tcp!.ConnectTimeout);
        Assert.Equal("UPGRADE", policy.PortLevelSettings[1].ConnectionPool!.Http!.H2UpgradePolicy);
    }

    [Fact]
    public void A_port_that_nobody_asked_about_is_left_alone()
    {
        var policies = new TrafficPolicies();
        policies.Collect(AnnotationSources.With(("backend-protocol", "HTTPS")), "/", "demo", "web", 443);

        var policy = Assert.Single(Build(policies, portCount: 2)).Rule.Spec!.TrafficPolicy!;

        Assert.Null(policy.Tls);
        Assert.Equal("SIMPLE", Assert.Single(policy.PortLevelSettings!).Tls!.Mode);
    }

    [Fact]
    public void The_longest_connect_timeout_is_taken()
    {
        var older = AnnotationSources.With(("proxy-connect-timeout", "3"));
        var younger = AnnotationSources.With(("proxy-connect-timeout", "9"));

        var policy = Assert.Single(Build(older, younger)).Rule.Spec!.TrafficPolicy!;

        Assert.Equal("9s", policy.ConnectionPool!.Tcp!.ConnectTimeout);
        Assert.Equal([FindingCatalog.ConnectTimeoutConflict.Code], younger.Findings.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData("round_robin", "ROUND_ROBIN")]
    [InlineData("ewma", "LEAST_REQUEST")]
    public void Algorithms_are_named(string value, string expected)
    {
        var policy = Assert.Single(Build(AnnotationSources.With(("load-balance", value)))).Rule.Spec!.TrafficPolicy!;

        Assert.Equal(expected, policy.LoadBalancer!.Simple);
    }

    // Recorded: oracle case 165 for $arg_k.
    [Theory]
    [InlineData("$arg_k", "query k")]
    [InlineData("$remote_addr", "address")]
    [InlineData("$http_x_user", "header x-user")]
    [InlineData("${request_uri}", "header :path")]
    [InlineData("$host", "header :authority")]
    [InlineData("$cookie_sid", "cookie sid")]
    [InlineData("$request_uri$host", null)]
    [InlineData("$server_name", null)]
    [InlineData("constant", null)]
    public void Keys_of_one_variable_become_a_hash(string key, string? expected)
    {
        var source = AnnotationSources.With(("upstream-hash-by", key));

        var hash = Build(source).SingleOrDefault()?.Rule.Spec!.TrafficPolicy!.LoadBalancer!.ConsistentHash;

        Assert.Equal(
            expected,
            hash switch
            {
                { HttpQueryParameterName: { } name } => "query " + name,
                { UseSourceIp: true } => "address",
                { HttpHeaderName: { } name } => "header " + name,
                { HttpCookie: { Name: { } name, Ttl: null } } => "cookie " + name,
                _ => null,
            }
        );
        Assert.Equal(expected is null, source.Findings.Any(finding => finding.Code == FindingCatalog.HashKey.Code));
    }

    [Fact]
    public void The_oldest_Ingress_decides_on_balancing()
    {
        var older = AnnotationSources.With();
        var younger = AnnotationSources.With(("load-balance", "ewma"), ("upstream-hash-by", "$host"));

        Assert.Empty(Build(older, younger));
        Assert.Equal(
            [FindingCatalog.BackendPolicyOfOther.Code, FindingCatalog.BackendPolicyOfOther.Code],
            younger.Findings.Select(finding => finding.Code)
        );
    }

    // Recorded: oracle case 140; the location's path is the cookie's.
    [Fact]
    public void Affinity_becomes_a_session_cookie()
    {
        var source = AnnotationSources.With(("affinity", "cookie"));

        var cookie = Cookie(Build(source));

        Assert.Equal(("INGRESSCOOKIE", "/", "0s"), (cookie.Name, cookie.Path, cookie.Ttl));
        Assert.Equal([FindingCatalog.AffinityByHash.Code], source.Findings.Select(finding => finding.Code));
    }

    // Recorded: oracle case 141.
    [Fact]
    public void The_cookies_details_are_kept_or_said()
    {
        var source = AnnotationSources.With(
            ("affinity", "cookie"),
            ("session-cookie-name", "stick"),
            ("session-cookie-path", "/shop"),
            ("session-cookie-max-age", "600"),
            ("session-cookie-samesite", "None"),
            ("session-cookie-secure", "true"),
            ("session-cookie-domain", "app.test"),
            ("affinity-mode", "persistent"),
            ("session-cookie-change-on-failure", "false")
        );

        var cookie = Cookie(Build(source));

        Assert.Equal(("stick", "/shop", "600s"), (cookie.Name, cookie.Path, cookie.Ttl));
        Assert.Equal(
            ["affinity-mode", "session-cookie-domain", "session-cookie-samesite", "session-cookie-secure"],
            source
                .Findings.Where(finding => finding.Code == FindingCatalog.StickySessionDetailLost.Code)
                .Select(finding => finding.Field.Split('/')[1])
                .Order()
        );
        Assert.True(source.IsApplied("session-cookie-change-on-failure"));
    }

    // Recorded: oracle case 173: the younger settings rule both hosts; a host without affinity gets no cookie from nginx.
    [Fact]
    public void The_youngest_Ingress_decides_on_the_cookie()
    {
        var older = AnnotationSources.With(("affinity", "cookie"), ("session-cookie-name", "one"));
        var younger = AnnotationSources.With(("affinity", "cookie"), ("session-cookie-name", "two"));
        var other = AnnotationSources.With();

        Assert.Equal("two", Cookie(Build(older, younger, other)).Name);
        Assert.Contains(FindingCatalog.BackendPolicyOfOther.Code, older.Findings.Select(finding => finding.Code));
        Assert.DoesNotContain(
            FindingCatalog.BackendPolicyOfOther.Code,
            younger.Findings.Select(finding => finding.Code)
        );
        Assert.Equal([FindingCatalog.AffinityShared.Code], other.Findings.Select(finding => finding.Code));
    }

    // Recorded: oracle case 142.
    [Fact]
    public void Two_paths_share_a_cookie_of_the_whole_host()
    {
        var source = AnnotationSources.With(("affinity", "cookie"));
        var policies = new TrafficPolicies();
        policies.Collect(source, "/r", "demo", "web", 80);
        policies.Collect(source, "/q", "demo", "web", 80);

        Assert.Equal("/", Cookie(Build(policies)).Path);
        Assert.Contains(FindingCatalog.AffinityPath.Code, source.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void Cookie_settings_without_affinity_have_no_effect()
    {
        var source = AnnotationSources.With(("session-cookie-name", "stick"));

        Assert.Empty(Build(source));
        Assert.Equal([FindingCatalog.AnnotationHasNoEffect.Code], source.Findings.Select(finding => finding.Code));
    }

    private static HttpCookie Cookie(IReadOnlyList<DestinationRuleResult> results) =>
        Assert.Single(results).Rule.Spec!.TrafficPolicy!.LoadBalancer!.ConsistentHash!.HttpCookie!;

    private static IReadOnlyList<DestinationRuleResult> Build(params IngressSource[] oldestFirst)
    {
        var policies = new TrafficPolicies();
        foreach (var source in oldestFirst)
            policies.Collect(source, "/", "demo", "web", 80);
        return Build(policies);
    }

    private static IReadOnlyList<DestinationRuleResult> Build(TrafficPolicies policies, int? portCount = null) =>
        DestinationRules.Build(
            policies,
            new ConversionOptions(),
            (_, _) => portCount,
            (space, name) => $"{space}--{name}"
        );
}
