using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion.Peers;

/// <summary>What kubernetes-sigs/ingress2gateway 1.1 gets wrong, and what is right.</summary>
public sealed class Ingress2GatewayErrorTests
{
    [Fact]
    public void A_capture_in_rewrite_target_is_not_emitted_literally()
    {
        var cloud = ConvertedCloud.OfIngress("rewrite-target: /$2", "/svc(/|$)(.*) ImplementationSpecific web 80");

        Assert.Equal("/a/b", cloud.Get("http://app.test/svc/a/b").UpstreamPath);
        Assert.DoesNotContain(
            "$2",
            string.Join(' ', cloud.Routes.Select(route => route.Rewrite?.UriRegexRewrite?.Rewrite))
        );
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void From_to_www_is_converted_and_not_reported_as_unsupported()
    {
        var cloud = ConvertedCloud.OfIngress("from-to-www-redirect: true");

        Assert.Equal(308, cloud.Get("http://www.app.test/x").Status);
        Assert.DoesNotContain(
            cloud.FindingsOn("from-to-www-redirect"),
            finding => finding.Code == FindingCatalog.AnnotationUnknown.Code
        );
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void From_to_www_leaves_a_twin_that_is_declared_alone()
    {
        var cloud = ConvertedCloud.From(
            ConvertedCloud.Ingress("i", "from-to-www-redirect: true", Cloud.Rules("app.test", "/ Prefix web 80"))
                + ConvertedCloud.Ingress("j", "", Cloud.Rules("www.app.test", "/ Prefix api 80"))
        );

        Assert.Equal("ns-a/api:80", cloud.Get("http://www.app.test/x").Backend);
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void FastCGI_is_refused_aloud()
    {
        var cloud = ConvertedCloud.OfIngress("backend-protocol: FCGI");

        Assert.Empty(cloud.Result.Objects);
        Assert.Contains(cloud.FindingsOn("backend-protocol"), finding => finding.Severity == FindingSeverity.Error);
    }

    [Fact]
    public void The_alias_allowlist_source_range_protects_like_the_old_name()
    {
        var byAlias = ConvertedCloud.OfIngress("allowlist-source-range: 10.0.0.0/8").Get("http://app.test/");
        var byOldName = ConvertedCloud.OfIngress("whitelist-source-range: 10.0.0.0/8").Get("http://app.test/");

        Assert.Null(byAlias.Backend);
        Assert.Equal(byOldName.Status, byAlias.Status);
    }

    [Fact]
    public void Force_ssl_redirect_redirects_without_a_certificate()
    {
        var cloud = ConvertedCloud.OfIngress("force-ssl-redirect: true");

        var decision = cloud.Get("http://app.test/x?y=1");
        Assert.Equal((308, "https://app.test/x?y=1"), (decision.Status, decision.Location));
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void The_name_of_the_session_cookie_is_kept()
    {
        var cloud = ConvertedCloud.OfIngress("affinity: cookie\nsession-cookie-name: route");

        var rule = Assert.Single(cloud.Result.Objects.OfType<DestinationRule>());
        Assert.Contains("\"route\"", Kubernetes.Serialization.KubernetesJson.Serialize(rule), StringComparison.Ordinal);
    }

    [Fact]
    public void Idle_timeouts_never_become_a_limit_of_the_whole_request()
    {
        var cloud = ConvertedCloud.OfIngress(
            "proxy-connect-timeout: 7\nproxy-read-timeout: 300\nproxy-send-timeout: 120"
        );

        Assert.All(cloud.Routes, route => Assert.Null(route.Timeout));
        var rule = Assert.Single(cloud.Result.Objects.OfType<DestinationRule>());
        Assert.Equal("7s", rule.Spec!.TrafficPolicy!.ConnectionPool!.Tcp!.ConnectTimeout);
    }

    [Fact]
    public void Regex_mode_spreads_over_the_host_and_not_to_a_rule_without_host()
    {
        var options = Cloud.Options with { AllowCatchAllHost = true };
        var cloud = ConvertedCloud.From(
            ConvertedCloud.Ingress("i", "use-regex: true", Cloud.Rules("app.test", "/a.c Prefix web 80"))
                + ConvertedCloud.Ingress("j", "", Cloud.Rules("app.test", "/d.f Prefix api 80"))
                + ConvertedCloud.Ingress("k", "", Cloud.Rules(null, "/d.f Prefix api 80")),
            options
        );

        Assert.Equal("ns-a/api:80", cloud.Get("http://app.test/DxFoo").Backend);
        Assert.Null(cloud.Get("http://other.test/dxf").Backend);
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void A_rewrite_to_the_path_itself_counts_as_a_regular_expression()
    {
        var cloud = ConvertedCloud.OfIngress("rewrite-target: /a", "/a Prefix web 80", "/b Prefix api 80");

        // As a regular expression /b has no end.
        Assert.Equal("ns-a/api:80", cloud.Get("http://app.test/bcd").Backend);
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void Each_path_keeps_its_own_backend()
    {
        var cloud = ConvertedCloud.OfIngress("", "/a Prefix web 80", "/b Prefix api 80");

        Assert.Equal(["ns-a/web:80"], cloud.Get("http://app.test/a").Backends.Select(backend => backend.Name));
        Assert.Equal(["ns-a/api:80"], cloud.Get("http://app.test/b").Backends.Select(backend => backend.Name));
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void A_named_port_is_resolved()
    {
        var cloud = ConvertedCloud.OfIngress("", "/ Prefix web http");

        Assert.Equal("ns-a/web:80", cloud.Get("http://app.test/").Backend);
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void A_canarys_total_weight_below_a_hundred_counts_as_a_hundred()
    {
        var cloud = CanaryErrorTests.Canary("canary-weight: 10\ncanary-weight-total: 50");

        Assert.Equal(
            [("ns-a/web:80", 90), ("ns-a/api:80", 10)],
            cloud.Get("http://app.test/").Backends.Select(backend => (backend.Name, backend.Weight))
        );
    }

    [Fact]
    public void Every_annotation_that_is_not_kept_has_a_finding_with_code_object_and_field()
    {
        var cloud = ConvertedCloud.OfIngress("proxy-cookie-domain: a.test b.test");

        var finding = Assert.Single(cloud.FindingsOn("proxy-cookie-domain"));
        Assert.StartsWith("SI", finding.Code, StringComparison.Ordinal);
        Assert.Equal("Ingress ns-a/i", finding.Source);
        Assert.NotEmpty(finding.Advice);
    }
}
