using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Rollback;

/// <summary>What a rollback did, and whether it is done.</summary>
/// <param name="Mode">How far back it went.</param>
/// <param name="Reason">Why.</param>
/// <param name="Runs">The cutovers that it took back, in that order.</param>
/// <param name="Restored">How many objects came back or were changed back.</param>
/// <param name="Removed">How many objects were removed.</param>
/// <param name="Problems">What failed, or wasn't done because something else failed.</param>
/// <param name="Remaining">What a second look found still to be done; empty when everything is as it should be.</param>
/// <param name="Gone">Ingresses that can't come back: somebody has deleted their namespaces since the cutover removed them.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record RollbackReport(
    RollbackMode Mode,
    string Reason,
    IReadOnlyList<string> Runs,
    int Restored,
    int Removed,
    IReadOnlyList<ApplyResult> Problems,
    IReadOnlyList<RollbackStep> Remaining,
    IReadOnlyList<ResourceIdentity> Gone,
    TimeSpan Elapsed
)
{
    /// <summary>Whether everything is as it should be: nothing failed, and a second look found nothing to do.</summary>
    public bool IsComplete => Problems.Count == 0 && Remaining.Count == 0;
}
