using System.Globalization;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Routing.Envoy;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>A VirtualService's corsPolicy (pilot/pkg/networking/core/route/route.go, TranslateCORSPolicy).</summary>
internal static class CorsTranslation
{
    /// <exception cref="FormatException">Istio's webhook refuses an origin or the age.</exception>
    public static CorsFilter? Translate(CorsPolicy? policy)
    {
        if (policy is null)
            return null;
        var origins = policy.AllowOrigins is { } matches
            ? matches.Select(match =>
                StringMatcher.From(match)
                ?? throw new FormatException("An entry of corsPolicy.allowOrigins has no exact, prefix or regex.")
            )
            : (policy.AllowOrigin ?? []).Select(origin => StringMatcher.Exact(origin));
        return new CorsFilter
        {
            AllowOrigins = [.. origins],
            AllowMethods = string.Join(',', policy.AllowMethods ?? []),
            AllowHeaders = string.Join(',', policy.AllowHeaders ?? []),
            ExposeHeaders = string.Join(',', policy.ExposeHeaders ?? []),
            MaxAge = string.IsNullOrEmpty(policy.MaxAge) ? "" : Seconds(policy.MaxAge),
            AllowCredentials = policy.AllowCredentials ?? false,
            ForwardNotMatchingPreflights = policy.UnmatchedPreflights != "IGNORE",
        };
    }

    /// <summary>The whole seconds of a duration such as <c>24h</c> or <c>1h30m</c>.</summary>
    private static string Seconds(string duration)
    {
        decimal total = 0;
        for (var at = 0; at < duration.Length; )
        {
            var end = at;
            while (end < duration.Length && (char.IsAsciiDigit(duration[end]) || duration[end] == '.'))
                end++;
            var unitEnd = end;
            while (unitEnd < duration.Length && char.IsAsciiLetter(duration[unitEnd]))
                unitEnd++;
            var unit = duration[end..unitEnd] switch
            {
                "h" => 3600m,
                "m" => 60m,
                "s" => 1m,
                "ms" => 0.001m,
                _ => throw new FormatException($"'{duration}' is no duration such as 24h or 90s."),
            };
            if (
                !decimal.TryParse(
                    duration[at..end],
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var number
                )
            )
                throw new FormatException($"'{duration}' is no duration such as 24h or 90s.");
            total += number * unit;
            at = unitEnd;
        }
        return decimal.Truncate(total).ToString(CultureInfo.InvariantCulture);
    }
}
