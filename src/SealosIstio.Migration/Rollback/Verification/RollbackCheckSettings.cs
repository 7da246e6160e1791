using SealosIstio.Migration.Checkpoints;

namespace SealosIstio.Migration.Rollback.Verification;

/// <summary>Which rollback is checked, and against what.</summary>
public sealed record RollbackCheckSettings
{
    /// <summary>The report of the rollback; null when there is none at hand.</summary>
    public RollbackReport? Report { get; init; }

    /// <summary>The cutover; null for those of the report, else for the newest that was rolled back.</summary>
    public string? RunId { get; init; }

    /// <summary>What was before the cutover; null when nobody took it.</summary>
    public SealosCheckpoint? Before { get; init; }
}
