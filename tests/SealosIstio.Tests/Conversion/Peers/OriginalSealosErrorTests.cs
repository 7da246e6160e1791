using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion.Peers;

/// <summary>
/// What the converters and the scripts of the original Sealos system get wrong about routes, and what is right. The numbers are
/// those of the list of its defects.
/// </summary>
public sealed class OriginalSealosErrorTests
{
    [Fact]
    public void Defect_14_every_host_keeps_its_own_paths_and_backends()
    {
        var cloud = ConvertedCloud.From(
            Cloud.Ingress(
                "i",
                "rules:\n"
                    + Cloud.Rule("a.test", "/x Prefix web 80", "/y Prefix api 80")
                    + Cloud.Rule("b.test", "/ Prefix api 80")
            )
        );

        Assert.Equal("ns-a/web:80", cloud.Get("http://a.test/x").Backend);
        Assert.Equal("ns-a/api:80", cloud.Get("http://a.test/y").Backend);
        Assert.Equal(404, cloud.Get("http://a.test/").Status);
        Assert.Equal("ns-a/api:80", cloud.Get("http://b.test/x").Backend);
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void Defect_15_a_rule_without_host_is_not_dropped_in_silence()
    {
        var cloud = ConvertedCloud.From(Cloud.Ingress("i", Cloud.Rules(null, "/ Prefix web 80")));

        Assert.Contains(cloud.Result.Findings, finding => finding.Severity == FindingSeverity.Error);
    }

    [Fact]
    public void Defect_15_a_wildcard_host_gives_valid_names()
    {
        var cloud = ConvertedCloud.From(Cloud.Ingress("i", Cloud.Rules("*.wild.test", "/ Prefix web 80")));

        Assert.Equal("ns-a/web:80", cloud.Get("http://a.wild.test/").Backend);
        Assert.All(cloud.Result.Objects, item => Assert.DoesNotContain('*', item.Metadata.Name!));
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void Defect_20_a_host_without_TLS_is_not_redirected()
    {
        var cloud = ConvertedCloud.From(
            ConvertedCloud.Ingress("i", "", Cloud.Rules("plain.test", "/ Prefix web 80"))
                + ConvertedCloud.Ingress(
                    "j",
                    "ssl-redirect: false",
                    Cloud.Rules("both.test", "/ Prefix web 80") + "tls: [{hosts: [both.test], secretName: cert}]"
                )
        );

        Assert.Equal("ns-a/web:80", cloud.Get("http://plain.test/").Backend);
        Assert.Equal("ns-a/web:80", cloud.Get("http://both.test/").Backend);
    }

    [Fact]
    public void Defect_33_and_49_a_tenants_certificate_is_where_the_gateways_pods_read_it()
    {
        var cloud = ConvertedCloud.From(
            """
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: cert, namespace: ns-a}
            type: kubernetes.io/tls
            data: {tls.crt: eA==, tls.key: eA==}

            """
                + Cloud.Ingress(
                    "i",
                    Cloud.Rules("own.test", "/ Prefix web 80") + "tls: [{hosts: [own.test], secretName: cert}]"
                )
        );

        var names = cloud
            .Result.Objects.OfType<Gateway>()
            .SelectMany(gateway => gateway.Spec!.Servers!)
            .Select(server => server.Tls?.CredentialName)
            .OfType<string>()
            .ToHashSet();
        Assert.NotEmpty(names);
        Assert.Contains(
            cloud.Result.Objects.Where(item => item.Metadata.NamespaceProperty == "istio-system"),
            item => item is V1Secret or Kubernetes.CertManager.Certificate && names.Contains(item.Metadata.Name!)
        );
    }

    [Fact]
    public void Defect_34_and_72_no_idle_timeout_becomes_a_total_one()
    {
        var cloud = ConvertedCloud.OfIngress("proxy-read-timeout: 300");

        Assert.All(cloud.Routes, route => Assert.Null(route.Timeout));
    }

    [Fact]
    public void Defect_53_a_host_with_WebSockets_serves_its_pages_too()
    {
        var cloud = ConvertedCloud.OfIngress("backend-protocol: HTTP\nproxy-read-timeout: 3600");

        Assert.Equal("ns-a/web:80", cloud.Get("http://app.test/").Backend);
        Assert.Equal(
            "ns-a/web:80",
            cloud.Get("http://app.test/", ("Upgrade", "WebSocket"), ("Connection", "Upgrade")).Backend
        );
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void Defect_54_and_55_a_backend_of_HTTP_1_is_not_upgraded_and_has_one_way_of_balancing()
    {
        var cloud = ConvertedCloud.OfIngress("affinity: cookie\nload-balance: round_robin");

        var policies = cloud
            .Result.Objects.OfType<DestinationRule>()
            .Select(rule => rule.Spec!.TrafficPolicy!)
            .ToList();
        Assert.NotEmpty(policies);
        Assert.All(
            policies,
            policy => Assert.False(policy.LoadBalancer is { Simple: not null, ConsistentHash: not null })
        );
        Assert.All(policies, policy => Assert.NotEqual("UPGRADE", policy.ConnectionPool?.Http?.H2UpgradePolicy));
    }

    [Fact]
    public void Defect_60_and_72_lists_of_origins_are_split_and_wildcards_match()
    {
        var cloud = ConvertedCloud.OfIngress(
            "enable-cors: true\ncors-allow-origin: https://one.test, https://*.two.test"
        );

        foreach (var origin in new[] { "https://one.test", "https://a.two.test" })
            Assert.Equal(
                origin,
                ConvertedCloud.HeaderOf(
                    cloud.Get("http://app.test/", ("Origin", origin)),
                    "Access-Control-Allow-Origin"
                )
            );
        Assert.Null(
            ConvertedCloud.HeaderOf(
                cloud.Get("http://app.test/", ("Origin", "https://six.test")),
                "Access-Control-Allow-Origin"
            )
        );
    }

    [Theory]
    [InlineData("evil.cloud")]
    [InlineData("x.myapi")]
    [InlineData("evilcloud.test")]
    public void Defect_62_and_63_only_whole_labels_below_the_domain_make_a_host_public(string host)
    {
        var cloud = ConvertedCloud.From(
            Cloud.Ingress("i", Cloud.Rules(host, "/ Prefix web 80") + $"tls: [{{hosts: [{host}], secretName: cert}}]")
        );

        // A public host would be served by the cloud's own wildcard certificate.
        Assert.DoesNotContain(
            cloud.Result.Objects.OfType<VirtualService>().SelectMany(service => service.Spec!.Gateways!),
            gateway => gateway == "istio-system/sealos-gateway"
        );
    }

    [Fact]
    public void Defect_73_several_TLS_entries_each_get_their_certificate()
    {
        var cloud = ConvertedCloud.From(
            Secret("one")
                + Secret("two")
                + Cloud.Ingress(
                    "i",
                    "rules:\n"
                        + Cloud.Rule("a.test", "/ Prefix web 80")
                        + Cloud.Rule("b.test", "/ Prefix web 80")
                        + "tls: [{hosts: [a.test], secretName: one}, {hosts: [b.test], secretName: two}]"
                )
        );

        Assert.NotEqual(cloud.Get("https://a.test/").Certificate, cloud.Get("https://b.test/").Certificate);
        Assert.Equal("ns-a/web:80", cloud.Get("https://b.test/").Backend);
    }

    [Fact]
    public void Defect_74_nothing_is_added_that_the_source_does_not_have()
    {
        var cloud = ConvertedCloud.OfIngress("");

        Assert.All(
            cloud.Routes,
            route =>
            {
                Assert.Null(route.CorsPolicy);
                Assert.Null(route.Fault);
                Assert.Null(route.Timeout);
                Assert.DoesNotContain(
                    route.Headers?.Request?.Set?.Keys ?? [],
                    name => name.Equals("X-Forwarded-Proto", StringComparison.OrdinalIgnoreCase)
                );
            }
        );
        cloud.AssertNothingUndeclared();
    }

    [Fact]
    public void Defect_75_plain_HTTP_of_a_host_with_TLS_redirects_with_308()
    {
        var cloud = ConvertedCloud.From(
            Secret("cert")
                + Cloud.Ingress(
                    "i",
                    Cloud.Rules("app.test", "/ Prefix web 80") + "tls: [{hosts: [app.test], secretName: cert}]"
                )
        );

        var decision = cloud.Get("http://app.test/a?b=c");
        Assert.Equal((308, "https://app.test/a?b=c"), (decision.Status, decision.Location));
    }

    private static string Secret(string name) =>
        $$"""
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: {{name}}, namespace: ns-a}
            type: kubernetes.io/tls
            data: {tls.crt: eA==, tls.key: eA==}

            """;
}
