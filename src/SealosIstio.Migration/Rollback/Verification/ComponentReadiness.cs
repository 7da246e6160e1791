using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Checkpoints;
using static SealosIstio.Migration.Rollback.Verification.RollbackResults;

namespace SealosIstio.Migration.Rollback.Verification;

/// <summary>Whether a workload that a rollback leaves in charge is there and ready.</summary>
internal static class ComponentReadiness
{
    /// <summary>The result for a workload.</summary>
    /// <param name="name">What is checked.</param>
    /// <param name="now">The workload as it is.</param>
    /// <param name="hint">What to know when it isn't ready.</param>
    /// <param name="desired">How many replicas it had before; null when nobody knows.</param>
    public static SealosCheckResult Of(string name, ComponentSnapshot now, string hint, int? desired = null)
    {
        var fewer = desired > now.Desired;
        return Result(
            name,
            now.Workload ?? now.Component,
            now.Status switch
            {
                ComponentStatus.Ready when fewer => CheckStatus.Warn,
                ComponentStatus.Ready => CheckStatus.Pass,
                ComponentStatus.Unknown => CheckStatus.Skip,
                _ => CheckStatus.Fail,
            },
            now.Desired is { } wanted ? $"{desired ?? wanted} ready" : "ready",
            now.Status switch
            {
                ComponentStatus.Absent => "none",
                ComponentStatus.Unknown => "unknown",
                _ => $"{now.Ready} ready",
            },
            now.Status switch
            {
                ComponentStatus.Ready when fewer => $"It had {desired} replicas before.",
                ComponentStatus.Ready => null,
                ComponentStatus.Unknown => now.Note,
                _ => hint,
            }
        );
    }
}
