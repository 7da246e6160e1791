using System.Globalization;
using System.Text.Json.Nodes;

namespace SealosIstio.Migration.Conversion.Envoy;

/// <summary>
/// How many requests one client may send, as Envoy's local_ratelimit filter counts them: a token bucket for each client address,
/// which Envoy knows since 1.34 (a descriptor entry without a value, envoyproxy/envoy#36623). Like nginx' zones, the buckets are those
/// of one gateway pod.
/// </summary>
/// <param name="PerSecond">Requests per second; null without such a limit.</param>
/// <param name="PerMinute">Requests per minute; null without such a limit.</param>
/// <param name="BurstMultiplier">How many times the limit a client may send at once beyond it.</param>
/// <param name="Status">The answer beyond.</param>
internal sealed record ClientLimit(long? PerSecond, long? PerMinute, long BurstMultiplier, int Status)
{
    private const string FilterName = "envoy.filters.http.local_ratelimit";
    private const string Type = "type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit";
    private const string StatPrefix = "sealos_istio";
    private const uint Unlimited = uint.MaxValue;

    // nginx' zone of 5 MB holds about as many addresses.
    private const int MostClients = 65536;

    /// <summary>The largest limit that a bucket can count.</summary>
    public const long Largest = 1_000_000;

    /// <summary>Gateways with Envoy 1.34 or later; an older one would refuse all of its routes because of such an entry.</summary>
    public const string ProxyVersion = @"^(1\.(2[6-9]|[3-9][0-9]|[1-9][0-9]{2,})|[2-9])(\.|$)";

    /// <summary>Puts the filter in place; without a route's configuration it limits nothing.</summary>
    public static GatewayFilter Filter { get; } =
        new(
            "sealos-istio-client-limits",
            [
                EnvoyPatches.HttpFilter(
                    FilterName,
                    new JsonObject { ["@type"] = Type, ["stat_prefix"] = StatPrefix },
                    ProxyVersion
                ),
            ]
        );

    /// <summary>A part of an object's name.</summary>
    public string Name =>
        string.Join(
            '-',
            Windows().Select(window => string.Create(CultureInfo.InvariantCulture, $"{window.Limit}r{window.Unit[0]}"))
        ) + string.Create(CultureInfo.InvariantCulture, $"-x{BurstMultiplier}-{Status}");

    /// <summary>The part of a route that sets its limits.</summary>
    public JsonObject OnRoute() =>
        new()
        {
            ["typed_per_filter_config"] = new JsonObject
            {
                [FilterName] = new JsonObject
                {
                    ["@type"] = Type,
                    ["stat_prefix"] = StatPrefix,
                    ["status"] = new JsonObject { ["code"] = Status },
                    ["filter_enabled"] = Always(),
                    ["filter_enforced"] = Always(),
                    // For whatever has no descriptor; every request has one.
                    ["token_bucket"] = Bucket(Unlimited, Unlimited, "1s"),
                    ["always_consume_default_token_bucket"] = false,
                    ["max_dynamic_descriptors"] = MostClients,
                    ["rate_limits"] = new JsonArray([.. Windows().Select(window => Actions(window.Unit))]),
                    ["descriptors"] = new JsonArray([.. Windows().Select(Descriptor)]),
                },
            },
        };

    private IEnumerable<(string Unit, long Limit, double Seconds)> Windows()
    {
        if (PerSecond is { } second)
            yield return ("second", second, 1);
        if (PerMinute is { } minute)
            yield return ("minute", minute, 60);
    }

    private static JsonNode Actions(string unit) =>
        new JsonObject
        {
            ["actions"] = new JsonArray(
                new JsonObject { ["generic_key"] = new JsonObject { ["descriptor_value"] = unit } },
                new JsonObject { ["remote_address"] = new JsonObject() }
            ),
        };

    private JsonNode Descriptor((string Unit, long Limit, double Seconds) window) =>
        new JsonObject
        {
            ["entries"] = new JsonArray(
                new JsonObject { ["key"] = "generic_key", ["value"] = window.Unit },
                new JsonObject { ["key"] = "remote_address" }
            ),
            ["token_bucket"] = Bucket(window),
        };

    // nginx lets limit * multiplier requests go ahead of the rate, and the one that is due. A token at a time comes nearest to its
    // steady flow, as long as the interval isn't below the 50 ms that Envoy asks for.
    private JsonObject Bucket((string Unit, long Limit, double Seconds) window)
    {
        var isSlow = window.Limit <= window.Seconds * 20;
        var interval = isSlow ? window.Seconds / window.Limit : window.Seconds;
        return Bucket(
            (uint)Math.Min(window.Limit * BurstMultiplier + 1, Unlimited),
            isSlow ? 1 : (uint)window.Limit,
            string.Create(CultureInfo.InvariantCulture, $"{interval:0.######}s")
        );
    }

    private static JsonObject Bucket(uint most, uint fill, string interval) =>
        new()
        {
            ["max_tokens"] = most,
            ["tokens_per_fill"] = fill,
            ["fill_interval"] = interval,
        };

    private static JsonObject Always() =>
        new()
        {
            ["default_value"] = new JsonObject { ["numerator"] = 100, ["denominator"] = "HUNDRED" },
        };
}
