using SealosIstio.Migration.Routing.Nginx.Controller;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>Chooses between a Service and its canary.</summary>
internal static class Balancer
{
    /// <summary>The upstream of the present location.</summary>
    public static Upstream? Find(Transaction transaction) =>
        transaction.Configuration.Generated.Upstreams.Find(transaction.Variable("proxy_upstream_name") ?? "");

    /// <summary>The upstreams that may take the request with their shares, the likeliest first.</summary>
    public static IReadOnlyList<(Upstream Upstream, int Weight)> Choose(Transaction transaction, Upstream primary)
    {
        // Only the first canary counts, and one without endpoints does not exist.
        var canary =
            primary.Alternatives.Count == 0
                ? null
                : transaction.Configuration.Generated.Upstreams.Find(primary.Alternatives[0]);
        if (canary is not { HasEndpoints: true })
            return [(primary, 100)];
        switch (Decide(transaction, canary.Canary))
        {
            case true:
                return [(canary, 100)];
            case false:
                return [(primary, 100)];
        }
        var total = Math.Max(100, canary.Canary.WeightTotal);
        var weight = Math.Clamp(canary.Canary.Weight, 0, total);
        (Upstream, int)[] shares = [(primary, total - weight), (canary, weight)];
        return [.. shares.Where(share => share.Item2 > 0).OrderByDescending(share => share.Item2)];
    }

    /// <summary>The choice of header and cookie; null when the weight decides.</summary>
    private static bool? Decide(Transaction transaction, CanaryAnnotations canary)
    {
        var header = canary.Header.Length == 0 ? null : transaction.Variable("http_" + canary.Header.Replace('-', '_'));
        if (header is not null)
        {
            if (canary.HeaderValue.Length > 0)
            {
                if (header == canary.HeaderValue)
                    return true;
            }
            else if (canary.HeaderPattern.Length > 0)
            {
                if (
                    transaction.Configuration.Patterns.Match(canary.HeaderPattern, false, ByteText.From(header))
                    is not null
                )
                    return true;
            }
            else if (header is "always" or "never")
                return header == "always";
        }
        var cookie = canary.Cookie.Length == 0 ? null : transaction.Variable("cookie_" + canary.Cookie);
        return cookie switch
        {
            "always" => true,
            "never" => false,
            _ => null,
        };
    }
}
