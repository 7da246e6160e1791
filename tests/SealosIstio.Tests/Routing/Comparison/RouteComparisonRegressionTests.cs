using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Routing.Comparison;
using SealosIstio.Migration.Sealos;
using SealosIstio.Tests.Conversion;
using static SealosIstio.Tests.Conversion.Cloud;

namespace SealosIstio.Tests.Routing.Comparison;

/// <summary>
/// What a long run of <see cref="RouteComparisonPropertyTests"/> once found, reduced to what it takes: nginx and the gateway answered
/// differently, and no finding said so. The numbers are those of the sets.
/// </summary>
public sealed class RouteComparisonRegressionTests
{
    private const string Prefix = "nginx.ingress.kubernetes.io/";
    private const string Later = "2024-01-02T00:00:00Z";

    [Fact]
    public void Sensible_3635_TLS_of_a_wildcard_that_nginx_does_without_is_not_compared()
    {
        // /a three times, the exact one first, which is why ingress-nginx doesn't see that the last one is there already.
        var run = Compare(
            Ingress("first", Rules("*.a.test", "/a Exact web 80"))
                + Ingress(
                    "refused",
                    "tls: [{hosts: [a.test]}]\n" + Rules("*.a.test", "/a Prefix web 80", "/a Prefix other 80"),
                    created: Later
                )
                + Ingress("heir", Rules("www.a.test", "/ Prefix web 80"))
                + Ingress("apart", Rules("b.test", "/ Prefix web 80"))
        );

        var refusal = Assert.Single(run.Result.RunFindings, item => item.Code == FindingCatalog.NginxRefuses.Code);
        Assert.Equal(("Ingress ns-a/refused", "spec.rules[0].http.paths[1].path"), (refusal.Source, refusal.Field));
        AssertNotCompared(run, "www.a.test", "Ingress ns-a/refused");
        AssertAlike(run, "b.test");
    }

    [Fact]
    public void Sensible_4146_A_path_hidden_by_a_canary_that_nginx_does_without_is_not_compared()
    {
        // Both Services are default backends, so the canary's paths to them are served, on the catch-all since its host has no server.
        var run = Compare(
            Ingress(
                "refused",
                Rules("none.test", "/x Prefix one 80", "/x/ Prefix two 80", "/y Prefix web 80"),
                annotations: $"{Prefix}canary: 'true'"
            )
                + Ingress("one", DefaultBackend("one") + Rules("one.test", "/ Prefix one 80"), created: Later)
                + Ingress("two", DefaultBackend("two") + Rules("two.test", "/ Prefix two 80"), created: Later)
                + Ingress("hidden", Rules("a.test", "/a Prefix web 80", "/ Prefix other 80"), created: Later)
        );

        AssertNotCompared(run, "a.test", "Ingress ns-a/refused");
        AssertAlike(run, "one.test");
    }

    [Theory]
    [InlineData("")]
    [InlineData($", {Prefix}canary: 'true'")]
    public void Sensible_4336_A_client_certificate_is_demanded_by_Ingresses_without_a_path_of_their_own(string canary)
    {
        var run = Compare(
            Ingress("serving", Rules("b.test", "/ Prefix web 80"))
                + Ingress(
                    "demanding",
                    Rules("b.test", "/ Prefix other 80"),
                    annotations: $"{Prefix}auth-tls-secret: ns-a/gone{canary}",
                    created: Later
                )
        );

        var group = Assert.Single(run.Result.Groups);
        Assert.Equal(ConversionStatus.Refused, group.Status);
        Assert.Contains(
            group.Findings,
            item =>
                item.Code == FindingCatalog.ClientCertificatesLost.Code
                && item.Message.EndsWith(
                    "doesn't exist: nginx answers every request to b.test with 403.",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void Sensible_5622_An_exact_path_takes_the_prefix_of_the_same_text_from_a_regular_expression()
    {
        var run = Compare(
            Ingress("plain", Rules("a.test", "/a Prefix web 80", "/a Exact other 80", "/ Prefix one 80"))
                + Ingress("regex", Rules("a.test", "/r Prefix web 80"), annotations: $"{Prefix}use-regex: 'true'")
        );

        AssertAlike(run, "a.test");
        Assert.Equal("ns-a/other:80 /a", Plain(run, "a.test", "/a").Gateway);
        Assert.Equal("ns-a/web:80 /a/", Plain(run, "a.test", "/a/").Gateway);
    }

    [Theory]
    [InlineData("gone", "503")]
    [InlineData("ns-a/gone", "503")]
    [InlineData("a/b/c", "503")]
    [InlineData("parameters", "ns-a/web:80 /")]
    [InlineData("ns-b/gone", "ns-a/web:80 /")]
    public void Hostile_3729_A_ConfigMap_for_FastCGI_that_is_missing_closes_the_location_of_any_protocol(
        string name,
        string answer
    )
    {
        var run = Compare(
            Ingress("web", Rules("a.test", "/ Prefix web 80"), annotations: $"{Prefix}fastcgi-params-configmap: {name}")
                + "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: parameters, namespace: ns-a}, data: {A: $b}}\n"
        );

        AssertAlike(run, "a.test");
        Assert.Equal(answer, Plain(run, "a.test", "/").Gateway);
    }

    [Fact]
    public void Hostile_3729_A_ConfigMap_for_FastCGI_with_characters_out_of_bounds_drops_the_Ingress()
    {
        var run = Compare(
            Ingress(
                "web",
                Rules("a.test", "/ Prefix web 80"),
                annotations: $"{Prefix}fastcgi-params-configmap: parameters"
            )
                + "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: parameters, namespace: ns-a}, data: {A: a;b}}\n"
        );

        var dropped = Assert.Single(run.Result.Of(FindingCatalog.AnnotationDropsIngress));
        Assert.Equal($"{Prefix}fastcgi-params-configmap", dropped.Field);
        Assert.Equal(ConversionStatus.Refused, Assert.Single(run.Result.Groups).Status);
    }

    [Fact]
    public void Nothing_is_called_missing_of_FastCGI_when_little_is_known()
    {
        var yaml = Ingress(
            "web",
            Rules("a.test", "/ Prefix web 80"),
            annotations: $"{Prefix}fastcgi-params-configmap: unknown"
        );

        AssertAlike(Compare(yaml, isComplete: false), "a.test");
    }

    [Theory]
    [InlineData("denylist-source-range: nowhere")]
    [InlineData("custom-headers: ns-a/headers")]
    public void Hostile_4382_A_directory_that_nginx_closes_does_not_redirect_its_bare_path(string closing)
    {
        var run = Compare(
            Ingress("closed", Rules("a.test", "/a/ Exact web 80"), annotations: $"{Prefix}{closing}")
                + Ingress("open", Rules("a.test", "/ Prefix other 80"), created: Later)
                + "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: headers, namespace: ns-a}, data: {X: \"\"}}\n"
        );

        AssertAlike(run, "a.test");
        Assert.Equal("ns-a/other:80 /a", Plain(run, "a.test", "/a").Gateway);
        Assert.Equal("503", Plain(run, "a.test", "/a/").Gateway);
    }

    [Fact]
    public void Hostile_7276_A_request_that_leads_to_routes_that_are_not_compared_is_not_either()
    {
        // Exactly / twice: the root that every server has is of the other type.
        var run = Compare(
            Ingress("refused", Rules(null, "/ Exact web 80", "/ Exact other 80"))
                + Ingress("wild", Rules("*.test", "/ Prefix one 80"))
        );

        AssertAlike(run, "*.test");
        Assert.DoesNotContain(Of(run, "*.test"), item => item.Request.Contains("//test/", StringComparison.Ordinal));
        AssertNotCompared(run, "*", "Ingress ns-a/refused");
    }

    [Fact]
    public void Hostile_7592_What_the_server_of_a_refused_host_answers_is_explained_by_the_refusal()
    {
        // A name under the wildcard that isn't its host leads to the catch-all, whose clients nginx refuses for want of a certificate.
        var run = Compare(
            Ingress("wild", Rules("*.a.test", "/ Prefix web 80"))
                + Ingress("refused", Rules(null, "/x Exact other 80"), annotations: $"{Prefix}auth-tls-secret: nowhere")
        );

        AssertAlike(run, "*.a.test");
        var bare = Of(run, "*.a.test").First(item => item.Request.Contains("//a.test/", StringComparison.Ordinal));
        Assert.StartsWith("403", bare.Nginx, StringComparison.Ordinal);
        Assert.All(bare.Explanations, item => Assert.Equal("Ingress ns-a/refused", item.Source));
    }

    [Theory]
    [InlineData("denylist-source-range: nowhere")]
    [InlineData("auth-type: basic")]
    public void Hostile_12842_A_closed_location_has_the_limit_of_nginx_itself_for_bodies(string closing)
    {
        var run = Compare(
            Ingress(
                "web",
                Rules("a.test", "/ Prefix web 80"),
                annotations: $"{Prefix}proxy-body-size: '100', {Prefix}{closing}"
            )
        );

        AssertAlike(run, "a.test");
        Assert.Contains(Of(run, "a.test"), item => item is { Method: "POST", Gateway: "503" });
        Assert.Contains(Of(run, "a.test"), item => item is { Nginx: "413", Gateway: "413" });
    }

    [Theory]
    [InlineData("/$1", "302 http://a.test/")]
    [InlineData("/to$2/x", "302 http://a.test/to/x")]
    [InlineData("/$host", "302 http://a.test/a.test")]
    public void Hostile_12898_An_app_root_is_written_with_its_variables(string target, string answer)
    {
        var run = Compare(
            Ingress("web", Rules("a.test", "/ Prefix web 80"), annotations: $"{Prefix}app-root: '{target}'")
        );

        AssertAlike(run, "a.test");
        Assert.Equal((answer, answer), (Plain(run, "a.test", "/").Nginx, Plain(run, "a.test", "/").Gateway));
    }

    [Fact]
    public void An_app_root_with_a_variable_that_Envoy_lacks_is_refused()
    {
        var run = Compare(
            Ingress("web", Rules("a.test", "/ Prefix web 80"), annotations: $"{Prefix}app-root: '/$connection'")
        );

        Assert.Equal($"{Prefix}app-root", Assert.Single(run.Result.Of(FindingCatalog.RewriteUnsupported)).Field);
        Assert.Equal(ConversionStatus.Refused, Assert.Single(run.Result.Groups).Status);
    }

    private sealed record Run(ConversionResult Result, RouteComparison Comparison);

    private static Run Compare(string ingresses, bool isComplete = true)
    {
        var options = Keeping with { AllowCatchAllHost = true };
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains));
        var services = isComplete
            ? string.Concat(new[] { "web", "other", "one", "two" }.Select(name => Service(name)))
            : "";
        var objects = KubernetesYaml.Load(ingresses + services, "test.yaml").Select(item => item.Object!).ToList();
        var sources = objects.OfType<V1Ingress>().Select(classifier.Classify).ToList();
        var snapshot = ClusterSnapshot.Create(objects, isComplete);
        var result = IngressConverter.Convert(sources, snapshot, options);
        return new(result, new RouteComparison(sources, snapshot, result, options));
    }

    private static string DefaultBackend(string name) =>
        $"defaultBackend: {{service: {{name: {name}, port: {{number: 80}}}}}}\n";

    private static List<RouteComparisonResult> Of(Run run, string host) =>
        [.. run.Comparison.Compare().Where(item => item.Host == host)];

    private static RouteComparisonResult Plain(Run run, string host, string path) =>
        Of(run, host).First(item => item is { Scheme: "http", Method: "GET" } && item.Path == path);

    private static void AssertAlike(Run run, string host)
    {
        var results = Of(run, host);
        Assert.NotEmpty(results);
        Assert.All(
            results,
            item => Assert.True(item.IsDeclared, $"{item.Request}: {string.Join("; ", item.Undeclared)}")
        );
        Assert.Contains(results, item => item.IsEqual);
    }

    private static void AssertNotCompared(Run run, string host, string because)
    {
        var group = RouteVerification
            .Verify(run.Comparison, run.Result)
            .Groups.Single(group => group.Hosts.Contains(host));
        Assert.Empty(Of(run, host));
        Assert.NotEqual(ConversionStatus.Refused, group.Status);
        Assert.Contains(group.Findings, item => item.Code == FindingCatalog.NothingCompared.Code && item.Value == host);
        Assert.Contains(group.Findings, item => item.Code == FindingCatalog.NotVerified.Code && item.Source == because);
    }
}
