using System.Globalization;
using System.Text.Json;
using SealosIstio.Migration.Routing.Istiod;

namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>
/// The local_ratelimit filter, as far as it counts requests by client address (source/extensions/filters/http/local_ratelimit and
/// filters/common/local_ratelimit): descriptors with an entry <c>remote_address</c> without a value have a bucket for each address.
/// </summary>
internal static class LocalRateLimit
{
    /// <summary>The message's name.</summary>
    public const string Type = "envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit";

    private const int TooManyRequests = 429;
    private const uint Unlimited = uint.MaxValue;

    /// <summary>Refuses a filter that limits the requests of all hosts.</summary>
    /// <exception cref="FormatException">It does.</exception>
    public static void CheckFilter(JsonElement configuration) =>
        EnvoyJson.AllowOnly(configuration, "@type", "stat_prefix");

    /// <summary>The limits that a route's configuration sets.</summary>
    /// <exception cref="FormatException">It does something else than count requests by client address.</exception>
    public static IReadOnlyList<RequestLimit> Read(JsonElement configuration)
    {
        if (EnvoyJson.Text(configuration, "@type")?.Split('/')[^1] != Type)
            throw new FormatException("This model follows the configuration of local_ratelimit on routes only.");
        if (!IsAlways(configuration, "filter_enabled") || !IsAlways(configuration, "filter_enforced"))
            return [];
        if (
            EnvoyJson.Number(EnvoyJson.Get(configuration, "token_bucket"), "max_tokens") != Unlimited
            || EnvoyJson.Get(configuration, "always_consume_default_token_bucket")
                is not { ValueKind: JsonValueKind.False }
        )
            throw new FormatException("A bucket that all clients share is outside of this model.");
        var asked = EnvoyJson
            .Items(configuration, "rate_limits")
            .Select(limit => string.Join(',', EnvoyJson.Items(limit, "actions").Select(DescriptorOf)))
            .ToHashSet(StringComparer.Ordinal);
        // Below 400 it would be 429 (LocalRateLimit's status).
        var status = EnvoyJson.Number(EnvoyJson.Get(configuration, "status"), "code") is >= 400 and var code
            ? (int)code
            : TooManyRequests;
        return
        [
            .. EnvoyJson
                .Items(configuration, "descriptors")
                .Where(descriptor =>
                    asked.Contains(string.Join(',', EnvoyJson.Items(descriptor, "entries").Select(EntryOf)))
                )
                .Select(descriptor => Limit(EnvoyJson.Get(descriptor, "token_bucket"), status)),
        ];
    }

    private static bool IsAlways(JsonElement configuration, string field)
    {
        var value = EnvoyJson.Get(EnvoyJson.Get(configuration, field), "default_value");
        return EnvoyJson.Number(value, "numerator") >= 100 && EnvoyJson.Text(value, "denominator") is null or "HUNDRED";
    }

    private static string DescriptorOf(JsonElement action) =>
        EnvoyJson.Get(action, "remote_address") is not null ? "remote_address"
        : EnvoyJson.Text(EnvoyJson.Get(action, "generic_key"), "descriptor_value") is { } value ? "generic_key=" + value
        : throw new FormatException("A descriptor other than remote_address and generic_key is outside of this model.");

    private static string EntryOf(JsonElement entry) =>
        EnvoyJson.Text(entry, "value") is { Length: > 0 } value
            ? $"{EnvoyJson.Text(entry, "key")}={value}"
            : EnvoyJson.Text(entry, "key") ?? "";

    private static RequestLimit Limit(JsonElement? bucket, int status) =>
        new(
            (long)(EnvoyJson.Number(bucket, "max_tokens") ?? throw new FormatException("A bucket has no max_tokens.")),
            (EnvoyJson.Number(bucket, "tokens_per_fill") ?? 1) / Seconds(EnvoyJson.Text(bucket, "fill_interval")),
            status
        );

    private static double Seconds(string? duration) =>
        duration is [.., 's']
        && double.TryParse(duration.AsSpan(..^1), CultureInfo.InvariantCulture, out var seconds)
        && seconds >= 0.05
            ? seconds
            : throw new FormatException($"A fill_interval of {duration} is below the 50 ms that Envoy asks for.");
}
