namespace SealosIstio.Migration.Assessment;

/// <summary>How a stage's share of the Ingresses is served by the gateway.</summary>
public enum RolloutStrategy
{
    /// <summary>A share of the Ingresses is converted and switched, all their requests with them.</summary>
    Cohort,

    /// <summary>Of every Ingress a share of the requests goes to the gateway, by canaries at nginx.</summary>
    NginxCanary,
}

/// <summary>What must hold before the next stage, and what sends a stage back.</summary>
public sealed record RolloutGate
{
    /// <summary>Requests without error, in percent, at least. Default 99.9.</summary>
    public double MinimumSuccessPercent { get; init; } = 99.9;

    /// <summary>Requests with errors, in percent, at most. Default 0.1.</summary>
    public double MaximumErrorPercent { get; init; } = 0.1;

    /// <summary>How much slower the 95th percentile may be than before the migration, in percent. Default 15.</summary>
    public double MaximumLatencyIncreasePercent { get; init; } = 15;

    /// <summary>Errors, in percent, above which the stage is taken back. Default 0.5.</summary>
    public double RollbackErrorPercent { get; init; } = 0.5;

    /// <summary>How much slower the 95th percentile may be before the stage is taken back, in percent. Default 25.</summary>
    public double RollbackLatencyIncreasePercent { get; init; } = 25;
}

/// <summary>One stage of a migration.</summary>
/// <param name="Order">Its place, from 1.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Percent">The share that the gateway serves in it.</param>
/// <param name="StartsAfter">When it starts, counted from the beginning.</param>
/// <param name="Bake">How long it is watched before the next one.</param>
/// <param name="IsDecision">Whether somebody decides before it goes on; otherwise the gate does.</param>
public sealed record MigrationStage(
    int Order,
    string Name,
    int Percent,
    TimeSpan StartsAfter,
    TimeSpan Bake,
    bool IsDecision
)
{
    /// <summary><c>name percent %</c>.</summary>
    public override string ToString() => $"{Name} {Percent} %";
}

/// <summary>The stages of a migration, as the rollout takes them.</summary>
/// <param name="Cluster">The cluster that was measured; null when no report was given.</param>
/// <param name="Approach">How careful it is.</param>
/// <param name="Strategy">How a share is served.</param>
/// <param name="Stages">The stages; their shares only grow, and the last is everything.</param>
/// <param name="Gate">What must hold between them.</param>
/// <param name="Preparation">What to do before the first.</param>
public sealed record SealosMigrationPlan(
    string? Cluster,
    MigrationApproach Approach,
    RolloutStrategy Strategy,
    IReadOnlyList<MigrationStage> Stages,
    RolloutGate Gate,
    IReadOnlyList<string> Preparation
)
{
    /// <summary>From the beginning until the last stage has been watched.</summary>
    public TimeSpan Duration => Stages[^1].StartsAfter + Stages[^1].Bake;

    /// <summary><c>approach: 5 %, 25 %, …</c>.</summary>
    public override string ToString() =>
        $"{Approach}: {string.Join(", ", Stages.Select(stage => $"{stage.Percent} %"))}";
}
