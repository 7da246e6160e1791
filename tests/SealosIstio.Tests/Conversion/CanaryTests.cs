using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

/// <summary>Canaries as recorded in cases 086-099.</summary>
public sealed class CanaryTests
{
    [Fact]
    public void A_header_decides_before_a_cookie_and_a_cookie_before_the_weight() =>
        Assert.Equal(
            [
                "/* and x-can =always -> v2:80",
                "/* and x-can =never -> v1:80",
                @"/* and cookie ~(?:.*;\s*)?(?i:can)=always(?:\s*;.*)? -> v2:80",
                @"/* and cookie ~(?:.*;\s*)?(?i:can)=never(?:\s*;.*)? -> v1:80",
                "/* -> v1:80 70%, v2:80 30%",
            ],
            Routes("canary-by-header: X-Can", "canary-by-cookie: can", "canary-weight: '30'")
        );

    [Fact]
    public void A_header_value_takes_the_meaning_of_always_and_never_away() =>
        Assert.Equal(
            ["/* and x-can =beta -> v2:80", "/* -> v1:80"],
            Routes("canary-by-header: X-Can", "canary-by-header-value: beta")
        );

    [Fact]
    public void A_header_pattern_is_searched_not_matched_whole() =>
        Assert.Equal(
            ["/* and x-reg ~.*(?:^(eu|us)-[0-9]+$).* -> v2:80", "/* -> v1:80"],
            Routes("canary-by-header: X-Reg", "canary-by-header-pattern: '^(eu|us)-[0-9]+$'")
        );

    [Theory]
    [InlineData("50", "50", "v1:80 50%, v2:80 50%")]
    [InlineData("100", "1000", "v1:80 900%, v2:80 100%")]
    [InlineData("0", "100", "v1:80")]
    [InlineData("100", "100", "v2:80")]
    public void The_weight_is_a_share_of_a_total_of_at_least_100(string weight, string total, string expected) =>
        Assert.Equal([$"/* -> {expected}"], Routes($"canary-weight: '{weight}'", $"canary-weight-total: '{total}'"));

    [Fact]
    public void A_canary_takes_every_path_of_its_primarys_Service()
    {
        var result = Cloud.Convert(
            Cloud.Ingress("main", Cloud.Rules("app.test", "/ Prefix v1 80", "/api Prefix v1 80", "/o Prefix other 80"))
                + Canary("can", "/api Prefix v2 80", "canary-weight: '100'"),
            isComplete: false
        );

        Assert.Equal(
            ["=/api or /api/* or ~/api%2[fF].* -> v2:80", "=/o or /o/* or ~/o%2[fF].* -> other:80", "/* -> v2:80"],
            result.Single().Routes()
        );
        Assert.Single(result.Of(FindingCatalog.CanarySpreads));
    }

    [Fact]
    public void A_canary_without_primary_is_refused_and_named()
    {
        var result = Cloud.Convert(Canary("can", "/ Prefix v2 80", "canary-weight: '100'"), isComplete: false);

        Assert.Empty(result.Objects);
        Assert.Equal("Ingress ns-a/can", Assert.Single(result.Of(FindingCatalog.CanaryWithoutPrimary)).Source);
        Assert.Equal(ConversionStatus.Refused, Assert.Single(result.Groups).Status);
    }

    [Fact]
    public void Another_path_type_is_another_path()
    {
        var result = Cloud.Convert(
            Cloud.Ingress("main", Cloud.Rules("app.test", "/ Prefix v1 80"))
                + Canary("can", "/ Exact v2 80", "canary-weight: '100'"),
            isComplete: false
        );

        Assert.Equal(["/* -> v1:80"], result.Single().Routes());
        Assert.Single(result.Of(FindingCatalog.CanaryWithoutPrimary));
    }

    [Fact]
    public void The_first_of_two_canaries_counts_and_the_other_is_told()
    {
        var result = Cloud.Convert(
            Cloud.Ingress("main", Cloud.Rules("app.test", "/ Prefix v1 80"))
                + Canary("can-a", "/ Prefix v2 80", "canary-by-header: X-A")
                + Canary("can-b", "/ Prefix v3 80", "canary-by-header: X-B"),
            isComplete: false
        );

        Assert.Equal(
            ["/* and x-b =always -> v3:80", "/* and x-b =never -> v1:80", "/* -> v1:80"],
            result.Single().Routes()
        );
        Assert.Equal("Ingress ns-a/can-a", Assert.Single(result.Of(FindingCatalog.CanaryIgnored)).Source);
    }

    private static IReadOnlyList<string> Routes(params string[] annotations) =>
        Cloud
            .Convert(
                Cloud.Ingress("main", Cloud.Rules("app.test", "/ Prefix v1 80"))
                    + Canary("can", "/ Prefix v2 80", annotations),
                isComplete: false
            )
            .Single()
            .Routes();

    private static string Canary(string name, string path, params string[] annotations) =>
        Cloud.Ingress(
            name,
            Cloud.Rules("app.test", path),
            annotations: string.Join(
                ", ",
                annotations.Prepend("canary: 'true'").Select(annotation => "nginx.ingress.kubernetes.io/" + annotation)
            )
        );
}
