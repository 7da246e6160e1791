using System.Globalization;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>Decisions in one short line.</summary>
internal static class DecisionText
{
    /// <summary>Such as <c>ns/web:80 /path</c>, <c>308 https://host/</c> or <c>no answer: …</c>.</summary>
    public static string Of(RoutingDecision decision) =>
        decision switch
        {
            { Failure: { } failure } => "no answer: " + failure,
            { IsPassthrough: true } => "TLS passed through to " + Backends(decision),
            { Backends.Count: > 0 } => $"{Backends(decision)} {decision.UpstreamPath}".TrimEnd(),
            { Location: { } location } => $"{Status(decision)} {location}",
            _ => Status(decision),
        };

    /// <summary>The backends that the request may get, with their shares when there are several.</summary>
    public static string Backends(RoutingDecision decision)
    {
        var reachable = decision.Backends.Where(backend => backend.Unavailable is null).ToList();
        var total = reachable.Sum(backend => backend.Weight);
        if (reachable.Count < 2 || total == 0)
            return reachable.Count == 0 ? "" : reachable[0].Name;
        var shares = reachable
            .GroupBy(backend => backend.Name, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{group.Key} ({100.0 * group.Sum(backend => backend.Weight) / total:0.##} %)"
                )
            );
        return string.Join(" or ", shares);
    }

    private static string Status(RoutingDecision decision) =>
        decision.Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer";
}
