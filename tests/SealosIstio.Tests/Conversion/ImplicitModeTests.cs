using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

/// <summary>What nginx does unasked: kept, only reported, or neither (-Implicit).</summary>
public sealed class ImplicitModeTests
{
    private const string Hsts = "Strict-Transport-Security";

    [Fact]
    public void Keep_sets_the_header_that_nginx_sends_unasked_and_reports_what_is_left()
    {
        var result = Convert(ImplicitMode.Keep);

        Assert.Contains(result.Single().Spec!.Http!, SetsHsts);
        Assert.Single(result.Of(FindingCatalog.ImplicitErrors));
    }

    [Fact]
    public void Report_says_it_once_per_run_and_changes_nothing()
    {
        var result = Convert(ImplicitMode.Report);

        Assert.DoesNotContain(result.Single().Spec!.Http!, SetsHsts);
        Assert.Single(result.Of(FindingCatalog.ImplicitHsts));
        Assert.Single(result.Of(FindingCatalog.ImplicitErrors));
    }

    [Fact]
    public void Ignore_neither_keeps_nor_reports_it()
    {
        var result = Convert(ImplicitMode.Ignore);

        Assert.DoesNotContain(result.Single().Spec!.Http!, SetsHsts);
        Assert.DoesNotContain(
            result.RunFindings,
            finding => finding.Code.StartsWith("SI180", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_the_controllers_settings_ask_for_is_reported_even_then()
    {
        var map = """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
            data: {proxy-buffer-size: 16k}
            """;

        var result = Convert(ImplicitMode.Ignore, map + "\n");

        Assert.Equal("data.proxy-buffer-size", Assert.Single(result.Of(FindingCatalog.ControllerSetting)).Field);
    }

    private static bool SetsHsts(HttpRoute route) => route.Headers?.Response?.Set?.ContainsKey(Hsts) == true;

    private static ConversionResult Convert(ImplicitMode mode, string more = "") =>
        Cloud.Convert(
            Cloud.Ingress("web", Cloud.Rules("web.cloud.test", "/ Prefix web 80")) + Cloud.Service("web") + more,
            Cloud.Options with
            {
                Implicit = mode,
            }
        );
}
