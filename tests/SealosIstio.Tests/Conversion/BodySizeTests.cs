using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

/// <summary>Recorded: oracle case 137.</summary>
public class BodySizeTests
{
    private const string Megabyte =
        "content-length ~0*(?:[1-9][0-9]{7,}|[2-9][0-9]{6}|1[1-9][0-9]{5}|10[5-9][0-9]{4}|1049[0-9]{3}|1048[6-9][0-9]{2}|"
        + "10485[8-9][0-9]|104857[7-9])";

    private static readonly string[] TwoPaths = ["/ Prefix web 80", "/up Prefix web 80"];

    [Fact]
    public void One_route_refuses_longer_bodies_for_all_locations()
    {
        var result = Cloud.Convert(
            Cloud.Service("web") + Cloud.Ingress("a", Cloud.Rules("a.other.test", TwoPaths)) + WithoutHsts,
            Cloud.Keeping
        );

        Assert.Equal(
            [$"{Megabyte} -> 413", "=/up or /up/* or ~/up%2[fF].* -> web:80", "/* -> web:80"],
            result.Single().Routes()
        );
        Assert.Empty(result.Of(FindingCatalog.BodySizeByLength));
        Assert.Single(result.Of(FindingCatalog.ImplicitBodySize));
    }

    [Theory]
    [InlineData("2m", "2097153", "2097152")]
    [InlineData("10k", "10241", "10240")]
    public void The_annotation_sets_the_limit(string size, string refused, string taken)
    {
        var result = Cloud.Convert(WithLimit(size));

        var route = result.Single().Spec!.Http![0];
        var pattern = Migration.Routing.Envoy.Re2.Compile(route.Match![0].Headers!["content-length"].Regex!);
        Assert.Equal("a-body", route.Name);
        Assert.True(pattern.IsFullMatch(refused));
        Assert.False(pattern.IsFullMatch(taken));
        Assert.Single(result.Of(FindingCatalog.BodySizeByLength));
    }

    [Fact]
    public void Zero_is_no_limit()
    {
        var result = Cloud.Convert(WithLimit("0") + WithoutHsts, Cloud.Keeping);

        Assert.Equal(["/* -> web:80"], result.Single().Routes());
        Assert.Empty(result.Of(FindingCatalog.BodySizeByLength));
    }

    [Theory]
    [InlineData(ImplicitMode.Report)]
    [InlineData(ImplicitMode.Ignore)]
    public void The_default_of_nginx_is_kept_on_request_only(ImplicitMode mode)
    {
        var yaml = Cloud.Service("web") + Cloud.Ingress("a", Cloud.Rules("a.other.test", "/ Prefix web 80"));

        Assert.Equal(["/* -> web:80"], Cloud.Convert(yaml, Cloud.Options with { Implicit = mode }).Single().Routes());
    }

    [Fact]
    public void The_controllers_setting_replaces_the_default()
    {
        var result = Cloud.Convert(
            Cloud.Service("web")
                + Cloud.Ingress("a", Cloud.Rules("a.other.test", "/ Prefix web 80"))
                + """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
                data: {proxy-body-size: "0", hsts: "false"}

                """,
            Cloud.Keeping
        );

        Assert.Equal(["/* -> web:80"], result.Single().Routes());
        Assert.Empty(result.Of(FindingCatalog.ControllerSetting));
    }

    [Fact]
    public void Locations_with_other_limits_have_a_route_each()
    {
        var result = Cloud.Convert(
            Cloud.Service("web")
                + Cloud.Ingress("a", Cloud.Rules("a.other.test", "/ Prefix web 80"))
                + Cloud.Ingress(
                    "b",
                    Cloud.Rules("a.other.test", "/up Prefix web 80"),
                    annotations: "nginx.ingress.kubernetes.io/proxy-body-size: '9'"
                )
                + WithoutHsts,
            Cloud.Keeping
        );

        Assert.Equal(
            [
                "=/up and content-length ~0*(?:[1-9][0-9]{1,}) or /up/* and content-length ~0*(?:[1-9][0-9]{1,}) "
                    + "or ~/up%2[fF].* and content-length ~0*(?:[1-9][0-9]{1,}) -> 413",
                "=/up or /up/* or ~/up%2[fF].* -> web:80",
                $"/* and {Megabyte} -> 413",
                "/* -> web:80",
            ],
            result.Single().Routes()
        );
    }

    // The header doubles routes; it has tests of its own.
    private const string WithoutHsts = """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
        data: {hsts: "false"}

        """;

    private static string WithLimit(string size) =>
        Cloud.Service("web")
        + Cloud.Ingress(
            "a",
            Cloud.Rules("a.other.test", "/ Prefix web 80"),
            annotations: $"nginx.ingress.kubernetes.io/proxy-body-size: '{size}'"
        );
}
