using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

/// <summary>Paths and the order in which they are tried (spec of ingress-nginx: controller/location.go, recorded cases 001-041).</summary>
public sealed class PathTests
{
    [Fact]
    public void Prefix_takes_the_path_and_what_lies_below_it_only() =>
        Assert.Equal(["=/foo or /foo/* or ~/foo%2[fF].* -> web:80"], RoutesOf("/foo Prefix web 80"));

    [Fact]
    public void ImplementationSpecific_is_a_prefix_like_any_other() =>
        Assert.Equal(["=/img or /img/* or ~/img%2[fF].* -> web:80"], RoutesOf("/img ImplementationSpecific web 80"));

    [Fact]
    public void Exact_takes_the_path_away_from_the_prefix_of_the_same_text() =>
        Assert.Equal(["=/a -> e:80", "/a/* or ~/a%2[fF].* -> p:80"], RoutesOf("/a Prefix p 80", "/a Exact e 80"));

    [Fact]
    public void A_directory_redirects_its_bare_path() =>
        Assert.Equal(
            ["=/bar -> 301 app.test/bar/", "/bar/* or ~/bar%2[fF].* -> web:80"],
            RoutesOf("/bar/ Prefix web 80")
        );

    [Fact]
    public void A_directory_leaves_its_bare_path_to_an_exact_one() =>
        Assert.Equal(["=/w -> c:80", "/w/* or ~/w%2[fF].* -> d:80"], RoutesOf("/w Exact c 80", "/w/ Prefix d 80"));

    [Fact]
    public void An_escaped_slash_is_one_except_where_another_path_lies_below()
    {
        // Recorded: oracle case 016. /a%2Fb/x could be meant for either.
        Assert.Equal(
            ["=/a/b or /a/b/* or ~/a/b%2[fF].* -> b:80", "=/a or /a/* -> a:80"],
            RoutesOf("/a Prefix a 80", "/a/b Prefix b 80")
        );
    }

    [Fact]
    public void The_longest_prefix_comes_first_and_the_root_last() =>
        Assert.Equal(
            ["=/api/v1 or /api/v1/* or ~/api/v1%2[fF].* -> v1:80", "=/api or /api/* -> api:80", "/* -> root:80"],
            RoutesOf("/ Prefix root 80", "/api Prefix api 80", "/api/v1 Prefix v1 80")
        );

    [Fact]
    public void An_empty_path_is_the_root() =>
        Assert.Equal(["/* -> web:80"], RoutesOf(" ImplementationSpecific web 80"));

    [Fact]
    public void Of_two_rules_for_one_path_the_first_wins_and_the_other_is_told()
    {
        var result = Convert(Cloud.Rules("app.test", "/p Prefix one 80", "/p ImplementationSpecific two 80"));

        Assert.Equal(["=/p or /p/* or ~/p%2[fF].* -> one:80"], result.Single().Routes());
        Assert.Equal("spec.rules[0].http.paths[1]", Assert.Single(result.Of(FindingCatalog.DuplicatePath)).Field);
    }

    [Fact]
    public void One_regular_expression_makes_every_path_of_the_host_one()
    {
        var result = Cloud.Convert(
            Cloud.Ingress(
                "re",
                Cloud.Rules("app.test", "/a[0-9] ImplementationSpecific a 80"),
                annotations: "nginx.ingress.kubernetes.io/use-regex: 'true'"
            ) + Cloud.Ingress("plain", Cloud.Rules("app.test", "/Foo Prefix b 80", "/bar Exact c 80")),
            isComplete: false
        );

        Assert.Equal(
            ["~(?i)/a[0-9].* -> a:80", "~(?i)/bar.* -> c:80", "~(?i)/Foo.* -> b:80"],
            result.Single().Routes()
        );
        Assert.Equal("Ingress ns-a/plain", Assert.Single(result.Of(FindingCatalog.RegexByNeighbour)).Source);
    }

    [Fact]
    public void A_canary_does_not_turn_regular_expressions_on()
    {
        var result = Cloud.Convert(
            Cloud.Ingress("main", Cloud.Rules("app.test", "/Foo Prefix a 80"))
                + Cloud.Ingress(
                    "canary",
                    Cloud.Rules("app.test", "/Foo Prefix b 80"),
                    annotations: "nginx.ingress.kubernetes.io/canary: 'true', nginx.ingress.kubernetes.io/use-regex: 'true'"
                ),
            isComplete: false
        );

        Assert.Equal(["=/Foo or /Foo/* or ~/Foo%2[fF].* -> a:80"], result.Single().Routes());
    }

    [Fact]
    public void Alternatives_keep_nginx_binding_of_the_anchor()
    {
        var routes = RoutesWith(
            "use-regex: 'true'",
            "/a ImplementationSpecific a 80",
            "/x ImplementationSpecific x 80"
        );
        Assert.Equal(["~(?i)/x.* -> x:80", "~(?i)/a.* -> a:80"], routes);

        Assert.True(Re2Pattern.HasTopLevelAlternation("/a|/b"));
        Assert.False(Re2Pattern.HasTopLevelAlternation("/(a|b)[|]"));
    }

    [Theory]
    [InlineData("/a(?=b)", "look-around")]
    [InlineData("/(a)\\1", "a back reference")]
    [InlineData("/a++", "a possessive quantifier")]
    [InlineData("/(?>a)", "an atomic group")]
    [InlineData("/a\\Z", "the escape \\Z")]
    [InlineData("/(a", "a ( is never closed")]
    public void What_RE2_lacks_is_an_error_and_nothing_is_emitted(string path, string problem)
    {
        var result = Convert(
            Cloud.Rules("app.test", path + " ImplementationSpecific web 80"),
            "nginx.ingress.kubernetes.io/use-regex: 'true'"
        );

        Assert.Empty(result.Objects);
        var finding = Assert.Single(result.Of(FindingCatalog.UnsupportedRegex));
        Assert.Equal("spec.rules[0].http.paths[0].path", finding.Field);
        Assert.EndsWith(problem, finding.Message, StringComparison.Ordinal);
        Assert.Equal(ConversionStatus.Refused, Assert.Single(result.Groups).Status);
    }

    [Fact]
    public void A_rewrite_replaces_the_whole_path_with_captures() =>
        Assert.Equal(
            [@"~(?i)/svc(/|$)(.*).* -> web:80 (?i)^(?:/svc(/|$)(.*)).*$ => /\2"],
            RoutesWith("rewrite-target: /$2", "/svc(/|$)(.*) ImplementationSpecific web 80")
        );

    [Fact]
    public void A_capture_that_the_path_does_not_have_is_empty() =>
        Assert.Equal(
            ["~(?i)/old.* -> web:80 (?i)^(?:/old).*$ => /new/"],
            RoutesWith("rewrite-target: /new/$1", "/old Prefix web 80")
        );

    // Recorded: oracle case 036: a target with a scheme is a redirect.
    [Theory]
    [InlineData("https://else.test/$1", "/go/(.*)", "302 httpselse.test", @"(?i)^(?:/go/(.*)).*$ => /\1")]
    [InlineData("http://else.test:8080/x/$1", "/go/(.*)", "302 httpelse.test:8080", @"(?i)^(?:/go/(.*)).*$ => /x/\1")]
    [InlineData("$scheme://else.test/fixed", "/go", "302 else.test/fixed", null)]
    [InlineData("https://else.test/$1", "/(.*)", "302 httpselse.test", null)]
    public void A_rewrite_to_another_site_redirects(string target, string path, string expected, string? pattern)
    {
        var result = Cloud.Convert(
            Cloud.Service("web")
                + Cloud.Ingress(
                    "i",
                    Cloud.Rules("app.test", $"{path} ImplementationSpecific web 80"),
                    annotations: $"nginx.ingress.kubernetes.io/rewrite-target: '{target}'"
                )
        );

        Assert.EndsWith(" -> " + expected, result.Single().Routes()[0], StringComparison.Ordinal);
        var patch = result.Objects.OfType<EnvoyFilter>().LastOrDefault()?.Spec!.ConfigPatches!.Single();
        Assert.Equal(pattern is null, patch is null);
        if (patch is null)
            return;
        var rewrite = patch.Patch!.Value!.Value.GetProperty("redirect").GetProperty("regex_rewrite");
        Assert.Equal(
            pattern,
            $"{rewrite.GetProperty("pattern").GetProperty("regex")} => {rewrite.GetProperty("substitution")}"
        );
        var named = patch
            .Match!.RouteConfiguration!.Value.GetProperty("vhost")
            .GetProperty("route")
            .GetProperty("name");
        Assert.Equal(result.Single().Spec!.Http![0].Name, named.GetString());
    }

    [Fact]
    public void A_redirect_to_a_host_that_only_nginx_knows_is_refused() =>
        Assert.Empty(
            Cloud
                .Convert(
                    Cloud.Service("web")
                        + Cloud.Ingress(
                            "i",
                            Cloud.Rules("app.test", "/ Prefix web 80"),
                            annotations: "nginx.ingress.kubernetes.io/rewrite-target: 'https://$arg_host/'"
                        )
                )
                .Objects
        );

    [Fact]
    public void The_identity_rewrite_of_the_object_storage_merges_slashes_only() =>
        Assert.Equal(
            ["/* -> web:80 //+ => /"],
            RoutesWith("rewrite-target: /$2", "/()(.*) ImplementationSpecific web 80")
        );

    [Fact]
    public void A_rewrite_onto_the_path_itself_changes_nothing() =>
        Assert.Equal(["/* -> web:80"], RoutesWith("rewrite-target: /", "/ Prefix web 80"));

    [Fact]
    public void What_a_pattern_for_everything_hides_is_reported()
    {
        var result = Convert(
            Cloud.Rules("app.test", "/()(.*) Prefix web 80", "/abc Prefix other 80"),
            "nginx.ingress.kubernetes.io/use-regex: 'true'"
        );

        Assert.Equal(["/* -> web:80"], result.Single().Routes());
        Assert.Equal("spec.rules[0].http.paths[1]", Assert.Single(result.Of(FindingCatalog.UnreachablePath)).Field);
    }

    private static IReadOnlyList<string> RoutesOf(params string[] paths) =>
        Convert(Cloud.Rules("app.test", paths)).Single().Routes();

    private static IReadOnlyList<string> RoutesWith(string annotation, params string[] paths) =>
        Convert(Cloud.Rules("app.test", paths), "nginx.ingress.kubernetes.io/" + annotation).Single().Routes();

    private static ConversionResult Convert(string rules, string annotations = "") =>
        Cloud.Convert(Cloud.Ingress("i", rules, annotations: annotations), isComplete: false);
}
