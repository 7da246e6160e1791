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
            MaxAge = string.IsNullOrEmpty(policy.MaxAge)
                ? ""
                : GoDuration.Seconds(policy.MaxAge).ToString(CultureInfo.InvariantCulture),
            AllowCredentials = policy.AllowCredentials ?? false,
            ForwardNotMatchingPreflights = policy.UnmatchedPreflights != "IGNORE",
        };
    }
}
