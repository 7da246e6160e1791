using System.Management.Automation;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Rollout;

namespace SealosIstio.Commands;

/// <summary>Makes the plan of a gradual rollout: stages, bake times and gates. Data, and changes nothing.</summary>
[Cmdlet(VerbsCommon.New, "IstioRolloutPlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(IstioRolloutPlan))]
public sealed class NewIstioRolloutPlanCommand : SealosCommand
{
    private static readonly RolloutThresholds Defaults = new();

    /// <summary>
    /// A plan of New-SealosMigrationPlan: its stages, strategy and gate are taken, as far as no other parameter says something else.
    /// Default: none.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public SealosMigrationPlan? MigrationPlan { get; set; }

    /// <summary>The shares in percent, ascending, ending with 100. Default: 5, 20, 50, 100.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public int[]? Stage { get; set; }

    /// <summary>
    /// How long each stage is watched before the next one: one for all, or one for each. Default: three days for the first of the usual
    /// stages, one day for all others.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public TimeSpan[]? BakeTime { get; set; }

    /// <summary>
    /// How a stage's share is served: Cohort moves a share of the Ingresses, NginxCanary has nginx send a share of each one's requests to
    /// the gateway. Default: Cohort, or what the migration plan says.
    /// </summary>
    [Parameter]
    public RolloutStrategy Strategy { get; set; }

    /// <summary>Requests with an answer other than 5xx, in percent, at least, before the next stage. Default: 99.9.</summary>
    [Parameter]
    public double MinimumSuccessPercent { get; set; } = Defaults.MinimumSuccessPercent;

    /// <summary>Requests answered with 5xx, in percent, at most, before the next stage. Default: 0.1.</summary>
    [Parameter]
    public double MaximumErrorPercent { get; set; } = Defaults.MaximumErrorPercent;

    /// <summary>How much slower the 95th percentile may be, in percent, before the next stage. Default: 15.</summary>
    [Parameter]
    public double MaximumLatencyIncreasePercent { get; set; } = Defaults.MaximumLatencyIncreasePercent;

    /// <summary>Errors, in percent, above which the rollout steps back one stage. Default: 0.5.</summary>
    [Parameter]
    public double StepBackErrorPercent { get; set; } = Defaults.StepBackErrorPercent;

    /// <summary>How much slower the 95th percentile may be, in percent, before the rollout steps back one stage. Default: 25.</summary>
    [Parameter]
    public double StepBackLatencyIncreasePercent { get; set; } = Defaults.StepBackLatencyIncreasePercent;

    /// <summary>Errors, in percent, that send the rollout back to the start when they last for -RollbackAfter. Default: 1.</summary>
    [Parameter]
    public double RollbackErrorPercent { get; set; } = Defaults.RollbackErrorPercent;

    /// <summary>The increase of the 95th percentile, in percent, that does so. Default: 50.</summary>
    [Parameter]
    public double RollbackLatencyIncreasePercent { get; set; } = Defaults.RollbackLatencyIncreasePercent;

    /// <summary>The success, in percent, below which it does so. Default: 99.</summary>
    [Parameter]
    public double RollbackAvailabilityPercent { get; set; } = Defaults.RollbackAvailabilityPercent;

    /// <summary>How long it has to be that bad without a break. Default: 5 minutes.</summary>
    [Parameter]
    public TimeSpan RollbackAfter { get; set; } = Defaults.RollbackAfter;

    /// <summary>Over how long shares and percentiles are taken. Default: 5 minutes.</summary>
    [Parameter]
    public TimeSpan Window { get; set; } = Defaults.Window;

    /// <summary>Requests in the window below which the gates say nothing. Default: 100.</summary>
    [Parameter]
    public int MinimumRequests { get; set; } = Defaults.MinimumRequests;

    /// <inheritdoc/>
    protected override void Process()
    {
        var known = MigrationPlan is null ? null : IstioRolloutPlan.Of(MigrationPlan);
        var thresholds = Thresholds(known?.Thresholds ?? Defaults);
        var strategy = IsBound(nameof(Strategy)) || known is null ? Strategy : known.Strategy;
        var plan =
            known is not null && Stage is null && BakeTime is null
                ? IstioRolloutPlan.Checked(known with { Strategy = strategy, Thresholds = thresholds })
                : IstioRolloutPlan.Create(Percents(known), BakeTimes(known), strategy, thresholds);
        if (ShouldProcess(plan.ToString(), "Make (in memory)"))
            WriteObject(plan);
    }

    private bool IsBound(string name) => MyInvocation.BoundParameters.ContainsKey(name);

    private IReadOnlyList<int> Percents(IstioRolloutPlan? known) =>
        Stage ?? (known is null ? IstioRolloutPlan.DefaultPercents : [.. known.Stages.Select(stage => stage.Percent)]);

    private IReadOnlyList<TimeSpan> BakeTimes(IstioRolloutPlan? known) =>
        BakeTime
        ?? (
            Stage is not null ? [TimeSpan.FromDays(1)]
            : known is null ? IstioRolloutPlan.DefaultBakeTimes
            : [.. known.Stages.Select(stage => stage.BakeTime)]
        );

    private RolloutThresholds Thresholds(RolloutThresholds known)
    {
        double Of(string name, double given, double otherwise) => IsBound(name) ? given : otherwise;
        return known with
        {
            MinimumSuccessPercent = Of(
                nameof(MinimumSuccessPercent),
                MinimumSuccessPercent,
                known.MinimumSuccessPercent
            ),
            MaximumErrorPercent = Of(nameof(MaximumErrorPercent), MaximumErrorPercent, known.MaximumErrorPercent),
            MaximumLatencyIncreasePercent = Of(
                nameof(MaximumLatencyIncreasePercent),
                MaximumLatencyIncreasePercent,
                known.MaximumLatencyIncreasePercent
            ),
            StepBackErrorPercent = Of(nameof(StepBackErrorPercent), StepBackErrorPercent, known.StepBackErrorPercent),
            StepBackLatencyIncreasePercent = Of(
                nameof(StepBackLatencyIncreasePercent),
                StepBackLatencyIncreasePercent,
                known.StepBackLatencyIncreasePercent
            ),
            RollbackErrorPercent = Of(nameof(RollbackErrorPercent), RollbackErrorPercent, known.RollbackErrorPercent),
            RollbackLatencyIncreasePercent = Of(
                nameof(RollbackLatencyIncreasePercent),
                RollbackLatencyIncreasePercent,
                known.RollbackLatencyIncreasePercent
            ),
            RollbackAvailabilityPercent = Of(
                nameof(RollbackAvailabilityPercent),
                RollbackAvailabilityPercent,
                known.RollbackAvailabilityPercent
            ),
            RollbackAfter = RollbackAfter,
            Window = Window,
            MinimumRequests = MinimumRequests,
        };
    }
}
