using SealosIstio.Migration.Cutover.State;

namespace SealosIstio.Migration.Cutover.Jobs;

/// <summary>What the Pods of a Job do, and where.</summary>
public sealed record CutoverJobSettings
{
    /// <summary>The name of the Job and of everything that it needs. Default: sealos-cutover, or sealos-rollback.</summary>
    public string? Name { get; init; }

    /// <summary>The namespace of the Job. Default: sealos-system.</summary>
    public string Namespace { get; init; } = "sealos-system";

    /// <summary>An image with <c>pwsh</c> on its path and the module SealosIstio among its modules.</summary>
    public required string Image { get; init; }

    /// <summary>How many Pods share the work, 1 to 256. Default: 4.</summary>
    public int Shards { get; init; } = 4;

    /// <summary>The run. Required for a rollback; for a cutover the id that it gets, default a new one.</summary>
    public string? RunId { get; init; }

    /// <summary>The processor that each Pod asks for. Default: 500m.</summary>
    public string Cpu { get; init; } = "500m";

    /// <summary>The memory that each Pod asks for and may use. Default: 2Gi.</summary>
    public string Memory { get; init; } = "2Gi";

    /// <summary>The parameters of the cmdlet beside those that name shard and run: text, texts, numbers, or true for a switch.</summary>
    public IReadOnlyList<KeyValuePair<string, object>> Parameters { get; init; } = [];

    /// <summary>The steps that are to be completed; none for all. No effect for a rollback.</summary>
    public IReadOnlyList<CutoverStep> Steps { get; init; } = [];

    /// <summary>Whether it takes a run back. Default false.</summary>
    public bool IsRollback { get; init; }

    /// <summary>The most Pods of a Job: as many as there can be shards.</summary>
    public const int MostShards = CutoverShard.Most;
}
