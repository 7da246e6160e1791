namespace SealosIstio.Migration.Cutover.State;

/// <summary>The steps of a run of several shards, taken together.</summary>
internal static class ShardSteps
{
    /// <summary>Every step that one of them began. It is completed when all of them have completed it.</summary>
    public static IReadOnlyDictionary<CutoverStep, CutoverStepRecord> Of(
        IReadOnlyDictionary<int, CutoverShardRecord> shards,
        int count
    ) =>
        shards
            .Values.SelectMany(shard => shard.Steps)
            .GroupBy(entry => entry.Key, entry => entry.Value)
            .ToDictionary(step => step.Key, step => Together([.. step], count));

    private static CutoverStepRecord Together(List<CutoverStepRecord> records, int count)
    {
        var state =
            records.Exists(record => record.State == CutoverStepState.Running) ? CutoverStepState.Running
            : records.Exists(record => record.State == CutoverStepState.Incomplete) ? CutoverStepState.Incomplete
            : records.Count(record => record.State == CutoverStepState.Completed) < count ? CutoverStepState.Running
            : CutoverStepState.Completed;
        return new CutoverStepRecord(
            state,
            records.Min(record => record.Started),
            state == CutoverStepState.Completed ? records.Max(record => record.Finished) : null,
            records.Sum(record => record.Done),
            records.Sum(record => record.Failed)
        );
    }
}
