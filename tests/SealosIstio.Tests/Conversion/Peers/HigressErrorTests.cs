using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Conversion.Peers;

/// <summary>What Higress 2 gets wrong, and what is right. Its errors about canaries are in <see cref="CanaryErrorTests"/>.</summary>
public sealed class HigressErrorTests
{
    [Fact]
    public void A_rewrite_replaces_the_whole_path()
    {
        var cloud = ConvertedCloud.OfIngress("rewrite-target: /bar", "/foo Prefix web 80");

        Assert.Equal("/bar", cloud.Get("http://app.test/foo/x").UpstreamPath);
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void Regular_expressions_ignore_case()
    {
        var cloud = ConvertedCloud.OfIngress("use-regex: true", "/foo/[a-z]+ ImplementationSpecific web 80");

        Assert.Equal("ns-a/web:80", cloud.Get("http://app.test/FOO/Bar").Backend);
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void An_exact_path_is_matched_as_a_literal_where_no_regular_expression_is_on()
    {
        var cloud = ConvertedCloud.OfIngress("", "/a.b Exact web 80");

        Assert.Equal("ns-a/web:80", cloud.Get("http://app.test/a.b").Backend);
        Assert.Equal(404, cloud.Get("http://app.test/axb").Status);
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void Use_regex_holds_for_every_Ingress_of_the_host()
    {
        var cloud = ConvertedCloud.From(
            ConvertedCloud.Ingress(
                "i",
                "use-regex: true",
                Cloud.Rules("app.test", "/x[0-9] ImplementationSpecific web 80")
            ) + ConvertedCloud.Ingress("j", "", Cloud.Rules("app.test", "/lit.eral Prefix api 80"))
        );

        Assert.Equal("ns-a/api:80", cloud.Get("http://app.test/litXeralAndMore").Backend);
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void Plain_HTTP_redirects_by_default_where_the_host_has_TLS()
    {
        var cloud = ConvertedCloud.From(
            ConvertedCloud.Ingress(
                "i",
                "",
                Cloud.Rules("app.test", "/ Prefix web 80") + "tls: [{hosts: [app.test], secretName: cert}]"
            )
        );

        Assert.Equal(308, cloud.Get("http://app.test/x").Status);
    }

    [Fact]
    public void Ssl_redirect_alone_does_not_redirect_a_host_without_TLS()
    {
        var cloud = ConvertedCloud.OfIngress("ssl-redirect: true");

        Assert.Equal("ns-a/web:80", cloud.Get("http://app.test/x").Backend);
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void A_redirect_keeps_the_targets_query_and_drops_the_requests_path()
    {
        var cloud = ConvertedCloud.OfIngress("permanent-redirect: https://new.test?from=old");

        Assert.Equal("https://new.test?from=old", Location(cloud.Get("http://app.test/deep/path?q=1")));
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void A_redirect_to_a_host_alone_drops_the_requests_path()
    {
        var cloud = ConvertedCloud.OfIngress("permanent-redirect: https://new.test");

        Assert.Equal("https://new.test", Location(cloud.Get("http://app.test/deep/path?q=1"))?.TrimEnd('/'));
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void Three_tries_are_two_retries_and_no_answer_of_the_backend_is_retried_unasked()
    {
        var cloud = ConvertedCloud.OfIngress("proxy-next-upstream: error timeout\nproxy-next-upstream-tries: 3");

        var retries = cloud.Routes.Select(route => route.Retries).OfType<HttpRetry>().ToList();
        Assert.NotEmpty(retries);
        Assert.All(retries.Where(retry => retry.Attempts > 0), retry => Assert.Equal(2, retry.Attempts));
        Assert.All(retries, retry => Assert.DoesNotContain("5xx", retry.RetryOn ?? "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_time_limit_of_all_tries_does_not_become_one_of_each_in_silence()
    {
        var cloud = ConvertedCloud.OfIngress("proxy-next-upstream: error\nproxy-next-upstream-timeout: 5");

        Assert.NotEmpty(cloud.FindingsOn("proxy-next-upstream-timeout"));
    }

    [Fact]
    public void A_hash_key_that_Envoy_does_not_have_is_said_to_be_missing()
    {
        var cloud = ConvertedCloud.OfIngress("upstream-hash-by: $request_uri$host$remote_user");

        Assert.NotEmpty(cloud.FindingsOn("upstream-hash-by"));
        Assert.DoesNotContain(
            cloud.Result.Objects.OfType<DestinationRule>(),
            rule => rule.Spec?.TrafficPolicy?.LoadBalancer?.ConsistentHash?.HttpQueryParameterName is ""
        );
    }

    [Theory]
    [InlineData("off", true)]
    [InlineData("on", false)]
    public void Verification_of_the_backend_is_not_turned_round(string verify, bool isSkipped)
    {
        var cloud = ConvertedCloud.From(
            """
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: ca, namespace: ns-a}
            data: {ca.crt: eA==, tls.crt: eA==, tls.key: eA==}

            """
                + ConvertedCloud.Ingress(
                    "i",
                    $"backend-protocol: HTTPS\nproxy-ssl-secret: ns-a/ca\nproxy-ssl-verify: {verify}\nproxy-ssl-name: web.test",
                    Cloud.Rules("app.test", "/ Prefix web 80")
                )
        );

        var rule = Assert.Single(cloud.Result.Objects.OfType<DestinationRule>());
        var tls = rule.Spec!.TrafficPolicy!.Tls ?? Assert.Single(rule.Spec.TrafficPolicy.PortLevelSettings!).Tls;
        Assert.Equal(isSkipped, tls!.InsecureSkipVerify is true);
    }

    [Fact]
    public void Basic_authentication_is_never_lost_in_silence()
    {
        var cloud = ConvertedCloud.OfIngress("auth-type: basic\nauth-secret: passwords");

        Assert.Null(cloud.Get("http://app.test/").Backend);
        Assert.NotEmpty(cloud.FindingsOn("auth-type").Concat(cloud.FindingsOn("auth-secret")));
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void A_snippets_directive_that_is_not_kept_is_named()
    {
        var cloud = ConvertedCloud.OfIngress("configuration-snippet: proxy_bind 10.0.0.1;");

        Assert.Contains(
            cloud.FindingsOn("configuration-snippet"),
            finding => (finding.Message + finding.Value).Contains("proxy_bind", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_wildcard_origin_keeps_its_scheme_and_is_one_label()
    {
        var cloud = ConvertedCloud.OfIngress("enable-cors: true\ncors-allow-origin: https://*.foo.test");

        Assert.Equal("https://a.foo.test", Origin(cloud, "https://a.foo.test"));
        Assert.Null(Origin(cloud, "http://a.foo.test"));
        Assert.Null(Origin(cloud, "https://a.b.foo.test"));
        Assert.Null(Origin(cloud, "https://a.foo.test.evil"));
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void The_default_list_of_CORS_headers_is_todays()
    {
        var cloud = ConvertedCloud.OfIngress("enable-cors: true");

        var decision = cloud.Ask(
            "OPTIONS",
            "http://app.test/",
            ("Origin", "https://front.test"),
            ("Access-Control-Request-Method", "PUT")
        );
        var allowed = ConvertedCloud.HeaderOf(decision, "Access-Control-Allow-Headers") ?? "";
        Assert.Contains("Range", allowed, StringComparison.Ordinal);
        Assert.DoesNotContain("X-CustomHeader", allowed, StringComparison.Ordinal);
    }

    private static string? Location(RoutingDecision decision) =>
        decision.Location ?? ConvertedCloud.HeaderOf(decision, "Location");

    private static string? Origin(ConvertedCloud cloud, string origin) =>
        ConvertedCloud.HeaderOf(cloud.Get("http://app.test/", ("Origin", origin)), "Access-Control-Allow-Origin");
}
