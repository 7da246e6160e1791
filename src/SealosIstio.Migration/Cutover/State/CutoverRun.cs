using System.Text.Json.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.Blocking;

namespace SealosIstio.Migration.Cutover.State;

/// <summary>How far one step of a run is.</summary>
/// <param name="State">The state.</param>
/// <param name="Started">When it began; null before.</param>
/// <param name="Finished">When it was done; null before.</param>
/// <param name="Done">How many objects it has dealt with.</param>
/// <param name="Failed">How many of them failed.</param>
public sealed record CutoverStepRecord(
    CutoverStepState State,
    DateTimeOffset? Started = null,
    DateTimeOffset? Finished = null,
    int Done = 0,
    int Failed = 0
);

/// <summary>
/// What a cluster remembers of one cutover: enough for another machine to go on with it, or to take it back. Which objects it touched, and
/// what they were before, stands in its journal.
/// </summary>
public sealed record CutoverRun
{
    /// <summary>The run, such as <c>20260131-140502-9f3c</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it is a gradual rollout, which has stages of its own instead of a cutover's steps.</summary>
    public bool IsRollout { get; init; }

    /// <summary>How far it is.</summary>
    public CutoverPhase Phase { get; init; }

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>When its last step, or its rollback, was done; null before.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>The version of SealosIstio that began it.</summary>
    public string ToolVersion { get; init; } = "";

    /// <summary>The namespaces whose Ingresses it is about; wildcards are allowed.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>How it converts.</summary>
    public ConversionOptions Options { get; init; } = new();

    /// <summary>How it blocks new Ingresses.</summary>
    public BlockMechanism Mechanism { get; init; }

    /// <summary>The steps that were begun.</summary>
    public IReadOnlyDictionary<CutoverStep, CutoverStepRecord> Steps { get; init; } =
        new Dictionary<CutoverStep, CutoverStepRecord>();

    /// <summary>How many pieces of the journal are complete; of a run of several shards, those that belong to none of them.</summary>
    [JsonPropertyName("journalShards")]
    public int JournalPieces { get; init; }

    /// <summary>How many processes share it. Default 1.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>How far each of several shards is, by its number; what isn't there hasn't begun.</summary>
    public IReadOnlyDictionary<int, CutoverShardRecord> ShardRecords { get; init; } =
        new Dictionary<int, CutoverShardRecord>();

    /// <summary>
    /// The shard by whose eyes this is the run: steps and journal are that one's alone, and writing it down changes nothing of the others.
    /// Null for the run as a whole.
    /// </summary>
    [JsonIgnore]
    public CutoverShard? Shard { get; init; }

    /// <summary>Namespaces that were rolled back one by one.</summary>
    public IReadOnlyList<string> RolledBackNamespaces { get; init; } = [];

    /// <summary>Why it was rolled back; null when it wasn't.</summary>
    public string? RollbackReason { get; init; }

    /// <summary>Whether anything of it is still in force.</summary>
    [JsonIgnore]
    public bool IsInForce => Phase is not CutoverPhase.RolledBack;

    /// <summary>Whether anything of its journal is left.</summary>
    [JsonIgnore]
    public bool HasJournal => JournalPieces > 0 || ShardRecords.Values.Any(shard => shard.JournalPieces > 0);

    /// <summary>How far a step is.</summary>
    public CutoverStepRecord Step(CutoverStep step) =>
        Steps.TryGetValue(step, out var found) ? found : new CutoverStepRecord(CutoverStepState.Pending);

    /// <summary>How far a shard is with a step.</summary>
    public CutoverStepRecord Step(int shard, CutoverStep step) =>
        ShardRecords.TryGetValue(shard, out var record) && record.Steps.TryGetValue(step, out var found)
            ? found
            : new CutoverStepRecord(CutoverStepState.Pending);

    /// <summary>The run with its journal gone.</summary>
    internal CutoverRun WithoutJournal() =>
        this with
        {
            JournalPieces = 0,
            ShardRecords = ShardRecords.ToDictionary(
                shard => shard.Key,
                shard => shard.Value with { JournalPieces = 0 }
            ),
        };

    /// <summary>The run by the eyes of a shard.</summary>
    public CutoverRun ViewOf(CutoverShard shard)
    {
        var own = ShardRecords.TryGetValue(shard.Index, out var found) ? found : new CutoverShardRecord();
        return this with { Shard = shard, Steps = own.Steps, JournalPieces = own.JournalPieces };
    }

    /// <summary>The run as a whole, with what a shard says of itself.</summary>
    internal CutoverRun With(CutoverRun view)
    {
        var records = new Dictionary<int, CutoverShardRecord>(ShardRecords)
        {
            [view.Shard!.Index] = new CutoverShardRecord { Steps = view.Steps, JournalPieces = view.JournalPieces },
        };
        var steps = ShardSteps.Of(records, Shards);
        var isDone =
            steps.Count == Enum.GetValues<CutoverStep>().Length
            && steps.Values.All(step => step.State == CutoverStepState.Completed);
        return this with
        {
            ShardRecords = records,
            Steps = steps,
            Phase = isDone ? CutoverPhase.Completed : CutoverPhase.Running,
            Finished = isDone ? steps.Values.Max(step => step.Finished) : null,
        };
    }

    /// <summary>The run with a step changed.</summary>
    public CutoverRun With(CutoverStep step, CutoverStepRecord record) =>
        this with
        {
            Steps = new Dictionary<CutoverStep, CutoverStepRecord>(Steps) { [step] = record },
        };

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
