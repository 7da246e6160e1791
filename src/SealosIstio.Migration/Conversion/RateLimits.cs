using System.Globalization;
using SealosIstio.Migration.Conversion.Envoy;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Converts limit-rps and limit-rpm into limits of each client's requests. limit-connections has no counterpart: Envoy counts the
/// connections of all clients together. A limit with exceptions (limit-allowlist) isn't converted, because Envoy's descriptors can't
/// except an address and the excepted clients would be refused.
/// </summary>
internal static class RateLimits
{
    private const string PerSecond = "limit-rps";
    private const string PerMinute = "limit-rpm";
    private const string Burst = "limit-burst-multiplier";
    private const string Exceptions = "limit-allowlist";
    private const string StatusSetting = "limit-req-status-code";
    private const long DefaultBurst = 5;
    private const int DefaultStatus = 503;

    public static void Apply(RouteDraft draft, ControllerSettings controller)
    {
        var source = draft.Source;
        var second = Limit(source, PerSecond);
        var minute = Limit(source, PerMinute);
        if (second is null && minute is null)
            return;
        var names = new[] { PerSecond, PerMinute }.Where(source.IsPositive).ToList();
        if (source.Has(Exceptions) || AnnotationCatalog.OldNames(Exceptions).Any(source.Has))
        {
            foreach (var name in names)
                source.ReportAnnotation(
                    FindingCatalog.RateLimitLost,
                    name,
                    "The limit has exceptions, which Envoy's can't have; it isn't converted so that those clients get in"
                );
            return;
        }
        var burst = Math.Clamp(source.Integer(Burst) ?? DefaultBurst, 0, ClientLimit.Largest);
        draft.Settings = draft.Settings with
        {
            ClientLimit = new ClientLimit(second, minute, burst, StatusOf(controller)),
        };
        foreach (var name in names)
        {
            source.MarkApplied(name);
            source.ReportAnnotation(FindingCatalog.RateLimitOfRoute, name);
        }
        source.MarkApplied(Burst);
    }

    private static long? Limit(IngressSource source, string name) =>
        source.Integer(name) is > 0 and var limit ? Math.Min(limit, ClientLimit.Largest) : null;

    private static int StatusOf(ControllerSettings controller) =>
        int.TryParse(controller[StatusSetting], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
        && status is >= 400 and < 600
            ? status
            : DefaultStatus;
}
