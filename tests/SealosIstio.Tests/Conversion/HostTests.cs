using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public sealed class HostTests
{
    [Fact]
    public void Ingresses_that_share_a_host_become_one_VirtualService_named_after_the_oldest()
    {
        var result = Cloud.Convert(
            Cloud.Ingress(
                "young",
                Cloud.Rules("app.test", "/ Prefix b 80", "/only Prefix b 80"),
                created: "2024-02-02T00:00:00Z"
            ) + Cloud.Ingress("old", Cloud.Rules("app.test", "/ Prefix a 80"), created: "2024-02-01T00:00:00Z"),
            isComplete: false
        );

        Assert.Equal("old-vs", result.Single().Metadata.Name);
        Assert.Equal(["=/only or /only/* or ~/only%2[fF].* -> b:80", "/* -> a:80"], result.Single().Routes());
        Assert.Equal("Ingress ns-a/young", Assert.Single(result.Of(FindingCatalog.DuplicatePath)).Source);
    }

    [Fact]
    public void Of_equal_age_the_last_in_the_alphabet_wins()
    {
        var result = Cloud.Convert(
            Cloud.Ingress("amber", Cloud.Rules("app.test", "/ Prefix a 80"))
                + Cloud.Ingress("blue", Cloud.Rules("app.test", "/ Prefix b 80")),
            isComplete: false
        );

        Assert.Equal(["/* -> b:80"], result.Single().Routes());
    }

    [Fact]
    public void Hosts_that_differ_in_their_routes_stand_apart()
    {
        var result = Cloud.Convert(
            Cloud.Ingress(
                "i",
                Cloud.Rules("a.test", "/ Prefix a 80")
                    + Cloud.Rule("b.test", "/ Prefix b 80")
                    + Cloud.Rule("c.test", "/ Prefix a 80")
            ),
            isComplete: false
        );

        var services = result.Objects.OfType<VirtualService>().ToList();
        Assert.Equal(["a.test", "c.test"], services[0].Spec!.Hosts);
        Assert.Equal("i-vs", services[0].Metadata.Name);
        Assert.Equal(["b.test"], services[1].Spec!.Hosts);
        Assert.StartsWith("i-vs-", services[1].Metadata.Name, StringComparison.Ordinal);
        Assert.Single(result.Objects.OfType<Gateway>());
    }

    [Fact]
    public void A_host_in_two_namespaces_is_refused_for_both()
    {
        var result = Cloud.Convert(TwoTenants, isComplete: false);

        Assert.Empty(result.Objects);
        Assert.Equal(
            ["Ingress ns-b/i", "Ingress ns-a/i"],
            result.Of(FindingCatalog.SharedHost).Select(finding => finding.Source)
        );
    }

    [Fact]
    public void A_host_is_contested_even_when_the_younger_claim_wins_no_path()
    {
        var yaml =
            Cloud.Ingress("mine", Cloud.Rules("app.test", "/ Prefix s 80"), created: "2024-01-01T00:00:00Z")
            + Cloud.Ingress("grab", Cloud.Rules("app.test", "/ Prefix s 80"), "ns-b", created: "2024-01-02T00:00:00Z");

        var result = Cloud.Convert(yaml, isComplete: false);
        Assert.Empty(result.Objects);
        Assert.All(result.Groups, group => Assert.Equal(ConversionStatus.Refused, group.Status));
        Assert.Equal(2, result.Of(FindingCatalog.SharedHost).Count());

        var allowed = Cloud.Convert(yaml, Cloud.Options with { AllowSharedHost = true }, isComplete: false);
        Assert.Equal(["/* -> s:80"], allowed.Single().Routes());
        Assert.Equal("ns-a", allowed.Single().Metadata.NamespaceProperty);
    }

    [Fact]
    public void A_shared_host_is_delegated_when_allowed_in_the_order_of_nginx()
    {
        var result = Cloud.Convert(TwoTenants, Cloud.Options with { AllowSharedHost = true }, isComplete: false);

        var services = result.Objects.OfType<VirtualService>().ToDictionary(service => service.ToString());
        var root = services["VirtualService ns-b/i-vs"];
        Assert.Equal(
            ["delegate ns-a/i-vs-1", "delegate ns-b/i-vs-2"],
            root.Spec!.Http!.Select(route => $"delegate {route.Delegate!.Namespace}/{route.Delegate.Name}")
        );
        Assert.Equal(["=/one or /one/* or ~/one%2[fF].* -> s:80"], services["VirtualService ns-a/i-vs-1"].Routes());
        Assert.Equal(["/* -> s:80"], services["VirtualService ns-b/i-vs-2"].Routes());
        Assert.Null(services["VirtualService ns-a/i-vs-1"].Spec!.Hosts);
        Assert.Null(services["VirtualService ns-a/i-vs-1"].Spec!.Gateways);
    }

    [Fact]
    public void Owners_never_cross_a_namespace()
    {
        const string Owned = "ownerReferences:\n  - {apiVersion: apps/v1, kind: Deployment, name: d, uid: u";
        var yaml = TwoTenants
            .Replace("annotations: {}", "annotations: {}\n  " + Owned + "1}", StringComparison.Ordinal)
            .Replace("namespace: ns-b", "namespace: ns-b\n  labels: {tenant: b}", StringComparison.Ordinal);

        var result = Cloud.Convert(yaml, Cloud.Options with { AllowSharedHost = true }, isComplete: false);

        Assert.Equal(4, result.Objects.Count);
        Assert.All(
            result.Objects,
            item =>
            {
                Assert.Single(item.Metadata.OwnerReferences!);
                Assert.Equal(item.Metadata.NamespaceProperty == "ns-b", item.Metadata.Labels!.ContainsKey("tenant"));
            }
        );
    }

    [Fact]
    public void A_wildcard_keeps_nginx_meaning_of_one_label()
    {
        var result = Cloud.Convert(Cloud.Ingress("w", Cloud.Rules("*.wild.test", "/ Prefix w 80")), isComplete: false);

        Assert.Equal([@"/* and authority ~(?i)[^.]+\.wild\.test(?::[0-9]+)? -> w:80"], result.Single().Routes());
        Assert.Single(result.Of(FindingCatalog.WildcardDepth));
    }

    [Fact]
    public void An_exact_host_never_shares_a_gateway_with_a_wildcard_or_the_catch_all()
    {
        var result = Cloud.Convert(
            Cloud.Ingress(
                "i",
                Cloud.Rules("*.wild.test", "/ Prefix w 80")
                    + Cloud.Rule("exact.wild.test", "/ Prefix e 80")
                    + Cloud.Rule(null, "/ Prefix any 80")
            ),
            Cloud.Options with
            {
                AllowCatchAllHost = true,
            },
            isComplete: false
        );

        Assert.Equal(
            ["i-catch-all-gateway", "i-gateway", "i-wildcard-gateway"],
            result.Objects.OfType<Gateway>().Select(gateway => gateway.Metadata.Name).Order()
        );
        var exact = result
            .Objects.OfType<VirtualService>()
            .Single(service => service.Spec!.Hosts![0] == "exact.wild.test");
        Assert.Equal(["ns-a/i-gateway"], exact.Spec!.Gateways);
    }

    [Fact]
    public void A_rule_without_host_in_a_tenants_namespace_is_refused_unless_allowed()
    {
        var yaml = Cloud.Ingress("any", Cloud.Rules(null, "/ Prefix any 80"));

        Assert.Empty(Cloud.Convert(yaml, isComplete: false).Objects);
        var allowed = Cloud.Convert(yaml, Cloud.Options with { AllowCatchAllHost = true }, isComplete: false);
        Assert.Equal(["*"], allowed.Single().Spec!.Hosts);
        Assert.Single(allowed.Of(FindingCatalog.CatchAllHost));
    }

    [Fact]
    public void A_default_backend_beside_rules_takes_the_other_paths_of_their_hosts_only()
    {
        var result = Cloud.Convert(
            Cloud.Ingress(
                "i",
                "defaultBackend: {service: {name: d, port: {number: 80}}}\n" + Cloud.Rules("app.test", "/r Prefix r 80")
            ),
            isComplete: false
        );

        Assert.Equal(["=/r or /r/* or ~/r%2[fF].* -> r:80", "/* -> d:80"], result.Single().Routes());
        Assert.Equal(["app.test"], result.Single().Spec!.Hosts);
    }

    [Fact]
    public void Unrouted_paths_obey_the_annotations_of_the_Ingress_that_created_the_host()
    {
        var result = Cloud.Convert(
            Cloud.Ingress(
                "i",
                Cloud.Rules("r.test", "/only Prefix a 80"),
                annotations: "nginx.ingress.kubernetes.io/permanent-redirect: 'https://gone.test/'"
            ),
            isComplete: false
        );

        Assert.Equal(["=/only or /only/* or ~/only%2[fF].* -> 301", "/* -> 301"], result.Single().Routes());
        Assert.All(
            result.Single().Spec!.Http!,
            route => Assert.Equal("https://gone.test/", route.Headers!.Response!.Set!["Location"])
        );
    }

    [Theory]
    [InlineData("Under_score.test")]
    [InlineData("a..test")]
    [InlineData("-a.test")]
    [InlineData("a.*.test")]
    public void An_invalid_host_is_an_error_that_names_its_field(string host)
    {
        var result = Cloud.Convert(Cloud.Ingress("i", Cloud.Rules(host, "/ Prefix a 80")), isComplete: false);

        Assert.Empty(result.Objects);
        var finding = Assert.Single(result.Of(FindingCatalog.InvalidHost));
        Assert.Equal(("spec.rules[0].host", host), (finding.Field, finding.Value));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("app.7")]
    public void A_host_that_Istio_refuses_in_a_Gateway_is_an_error_that_names_its_field(string host)
    {
        var result = Cloud.Convert(Cloud.Ingress("i", Cloud.Rules(host, "/ Prefix a 80")), isComplete: false);

        Assert.Empty(result.Objects);
        var finding = Assert.Single(result.Of(FindingCatalog.HostRefusedByIstio));
        Assert.Equal(("spec.rules[0].host", host), (finding.Field, finding.Value));
    }

    [Fact]
    public void An_alias_joins_its_host_and_leaves_a_declared_one_alone()
    {
        var result = Cloud.Convert(
            Cloud.Ingress(
                "i",
                Cloud.Rules("app.test", "/ Prefix a 80"),
                annotations: "nginx.ingress.kubernetes.io/server-alias: 'own.test,free.test'"
            ) + Cloud.Ingress("j", Cloud.Rules("own.test", "/ Prefix b 80")),
            isComplete: false
        );

        var services = result.Objects.OfType<VirtualService>().ToDictionary(service => service.Metadata.Name!);
        Assert.Equal(["app.test", "free.test"], services["i-vs"].Spec!.Hosts);
        Assert.Equal(["own.test"], services["j-vs"].Spec!.Hosts);
        Assert.Single(result.Of(FindingCatalog.AliasTaken));
    }

    [Fact]
    public void A_www_twin_redirects_to_its_host()
    {
        var result = Cloud.Convert(
            Cloud.Ingress(
                "i",
                Cloud.Rules("apex.test", "/ Prefix a 80"),
                annotations: "nginx.ingress.kubernetes.io/from-to-www-redirect: 'true'"
            ),
            isComplete: false
        );

        var twin = result
            .Objects.OfType<VirtualService>()
            .Single(service => service.Spec!.Hosts![0] == "www.apex.test");
        // Recorded: oracle case 060: the Location has the port.
        Assert.Equal(["/* and port 80 -> 308", "/* -> 308"], twin.Routes());
        Assert.Equal(
            [
                "http://apex.test:80%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%",
                "https://apex.test:443%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%",
            ],
            twin.Spec!.Http!.Select(route => route.Headers!.Response!.Set!["Location"])
        );
    }

    private static string TwoTenants =>
        Cloud.Ingress(
            "i",
            Cloud.Rules("app.test", "/ Prefix s 80", "/one Prefix s 80"),
            created: "2024-03-02T00:00:00Z"
        ) + Cloud.Ingress("i", Cloud.Rules("app.test", "/ Prefix s 80"), "ns-b", created: "2024-03-01T00:00:00Z");
}
