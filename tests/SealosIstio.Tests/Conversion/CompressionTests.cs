using System.Text.Json;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public class CompressionTests
{
    [Fact]
    public void Without_the_setting_nothing_is_compressed()
    {
        Assert.Empty(Convert("gzip-level: '5'").Objects.OfType<EnvoyFilter>());
        Assert.Empty(Convert("use-gzip: 'false'").Objects.OfType<EnvoyFilter>());
    }

    [Fact]
    public void Gzip_takes_the_controllers_settings()
    {
        var result = Convert(
            "use-gzip: 'true', gzip-level: '5', gzip-min-length: '1000', gzip-types: 'text/css a/b {evil}'"
        );

        var filter = Assert.Single(result.Objects.OfType<EnvoyFilter>());
        var common = Configuration(filter).GetProperty("response_direction_config").GetProperty("common_config");
        var library = Configuration(filter).GetProperty("compressor_library").GetProperty("typed_config");
        Assert.Equal("sealos-istio-gzip", filter.Metadata.Name);
        Assert.Equal(1000, common.GetProperty("min_content_length").GetInt32());
        Assert.Equal(
            ["text/css", "a/b", "text/html"],
            common.GetProperty("content_type").EnumerateArray().Select(type => type.GetString())
        );
        Assert.Equal("COMPRESSION_LEVEL_5", library.GetProperty("compression_level").GetString());
        Assert.Single(result.Of(FindingCatalog.CompressionByEnvoy));
        Assert.Empty(result.Of(FindingCatalog.ControllerSetting));
    }

    [Fact]
    public void Brotli_stands_beside_gzip()
    {
        var result = Convert("use-gzip: 'true', enable-brotli: 'true'");

        Assert.Equal(
            ["sealos-istio-brotli", "sealos-istio-gzip"],
            result.Objects.OfType<EnvoyFilter>().Select(filter => filter.Metadata.Name).Order()
        );
    }

    [Fact]
    public void Every_type_is_nginx_usual_ones()
    {
        var result = Convert("use-gzip: 'true', gzip-types: '*'");

        var finding = Assert.Single(result.Of(FindingCatalog.CompressionByEnvoy));
        Assert.Equal("data.gzip-types", finding.Field);
        Assert.Contains(
            "application/json",
            Configuration(Assert.Single(result.Objects.OfType<EnvoyFilter>())).GetRawText(),
            StringComparison.Ordinal
        );
    }

    private static JsonElement Configuration(EnvoyFilter filter) =>
        Assert.Single(filter.Spec!.ConfigPatches!).Patch!.Value!.Value.GetProperty("typed_config");

    private static ConversionResult Convert(string data) =>
        Cloud.Convert(
            Cloud.Service("web")
                + Cloud.Ingress("a", Cloud.Rules("a.other.test", "/ Prefix web 80"))
                + $$"""
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
                data: {{{data}}}

                """
        );
}
