namespace SealosIstio.Migration.Cutover.State;

/// <summary>How far one of several shards of a run is.</summary>
public sealed record CutoverShardRecord
{
    /// <summary>The steps that it began.</summary>
    public IReadOnlyDictionary<CutoverStep, CutoverStepRecord> Steps { get; init; } =
        new Dictionary<CutoverStep, CutoverStepRecord>();

    /// <summary>How many pieces of its journal are complete.</summary>
    public int JournalPieces { get; init; }
}
