using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SealosIstio.Migration.Conversion.Envoy;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// The compression that the controller's ConfigMap asks for (use-gzip, enable-brotli), by Envoy's compressor filter for all hosts of
/// the gateway, as nginx' holds for all of its own. Defaults are those of config.go of ingress-nginx 1.15.
/// </summary>
internal static partial class Compression
{
    private const string FilterType = "type.googleapis.com/envoy.extensions.filters.http.compressor.v3.Compressor";
    private const string GzipType = "type.googleapis.com/envoy.extensions.compression.gzip.compressor.v3.Gzip";
    private const string BrotliType = "type.googleapis.com/envoy.extensions.compression.brotli.compressor.v3.Brotli";
    private const string AnyType = "*";

    // nginx compresses these unless told otherwise, and text/html whatever it is told.
    private const string DefaultTypes =
        "application/atom+xml application/javascript application/x-javascript application/json application/rss+xml "
        + "application/vnd.ms-fontobject application/x-font-ttf application/x-web-app-manifest+json application/xhtml+xml "
        + "application/xml font/opentype image/svg+xml image/x-icon text/css text/javascript text/plain text/x-component";

    /// <summary>The filters that the gateway needs; none when nginx doesn't compress.</summary>
    public static IEnumerable<GatewayFilter> Filters(ControllerSettings controller)
    {
        if (controller.Flag("use-gzip", false))
            yield return Filter(
                "gzip",
                controller,
                minimumLength: 256,
                new JsonObject
                {
                    ["@type"] = GzipType,
                    ["compression_level"] = string.Create(
                        CultureInfo.InvariantCulture,
                        $"COMPRESSION_LEVEL_{Number(controller, "gzip-level", 1, 1, 9)}"
                    ),
                }
            );
        if (controller.Flag("enable-brotli", false))
            yield return Filter(
                "brotli",
                controller,
                minimumLength: 20,
                new JsonObject { ["@type"] = BrotliType, ["quality"] = Number(controller, "brotli-level", 4, 0, 11) }
            );
    }

    /// <summary>What differs from nginx' compression, once per run.</summary>
    public static IEnumerable<Finding> Report(ControllerSettings controller)
    {
        foreach (var (setting, types) in new[] { ("use-gzip", "gzip-types"), ("enable-brotli", "brotli-types") })
            if (controller.Flag(setting, false))
                yield return FindingCatalog.CompressionByEnvoy.On(
                    controller.ConfigMap!,
                    "data." + (TypesOf(controller, types).Contains(AnyType) ? types : setting),
                    message: TypesOf(controller, types).Contains(AnyType)
                        ? "Envoy compresses the types that it is told; for * it has nginx' usual ones"
                        : null
                );
    }

    private static GatewayFilter Filter(
        string name,
        ControllerSettings controller,
        int minimumLength,
        JsonObject library
    ) =>
        new(
            "sealos-istio-" + name,
            [
                EnvoyPatches.HttpFilter(
                    // Two filters of one name would be one too many for Envoy's per-route configuration.
                    "envoy.filters.http.compressor." + name,
                    new JsonObject
                    {
                        ["@type"] = FilterType,
                        ["response_direction_config"] = new JsonObject
                        {
                            ["common_config"] = new JsonObject
                            {
                                ["min_content_length"] = Number(
                                    controller,
                                    name + "-min-length",
                                    minimumLength,
                                    0,
                                    int.MaxValue
                                ),
                                ["content_type"] = new JsonArray([
                                    .. Types(controller, name + "-types").Select(type => JsonValue.Create(type)),
                                ]),
                            },
                        },
                        ["compressor_library"] = new JsonObject { ["name"] = name, ["typed_config"] = library },
                    }
                ),
            ]
        );

    private static IEnumerable<string> Types(ControllerSettings controller, string key)
    {
        var types = TypesOf(controller, key);
        return (types.Contains(AnyType) ? Split(DefaultTypes) : types.Where(IsType))
            .Append("text/html")
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    private static string[] TypesOf(ControllerSettings controller, string key) =>
        Split(controller[key] is { Length: > 0 } own ? own : DefaultTypes);

    private static string[] Split(string types) => types.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static int Number(ControllerSettings controller, string key, int fallback, int least, int most) =>
        int.TryParse(controller[key], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, least, most)
            : fallback;

    private static bool IsType(string text) => MediaType().IsMatch(text);

    [GeneratedRegex(@"\A[\w.+-]+/[\w.+-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MediaType();
}
