using System.Management.Automation;
using SealosIstio.Migration.Assessment;

namespace SealosIstio.Commands;

/// <summary>Makes the stages of a migration from a readiness report, as data, and changes nothing.</summary>
[Cmdlet(VerbsCommon.New, "SealosMigrationPlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SealosMigrationPlan))]
public sealed class NewSealosMigrationPlanCommand : SealosCommand
{
    private static readonly RolloutGate Defaults = new();

    /// <summary>The report of Measure-SealosReadiness. Default: none, a plan of the approach alone.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public SealosReadinessReport? Report { get; set; }

    /// <summary>How careful: Quick, Standard, Gradual, Conservative. Default: what the report recommends; Gradual without one.</summary>
    [Parameter]
    public MigrationApproach Approach { get; set; }

    /// <summary>
    /// How a stage's share is served: Cohort switches a share of the Ingresses, NginxCanary a share of each one's requests. Default: Cohort.
    /// </summary>
    [Parameter]
    public RolloutStrategy Strategy { get; set; } = RolloutStrategy.Cohort;

    /// <summary>Requests with errors, in percent, at most, before the next stage. Default: 0.1.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double MaximumErrorPercent { get; set; } = Defaults.MaximumErrorPercent;

    /// <summary>How much slower the 95th percentile may be, in percent, before the next stage. Default: 15.</summary>
    [Parameter]
    [ValidateRange(0.0, 1000.0)]
    public double MaximumLatencyIncreasePercent { get; set; } = Defaults.MaximumLatencyIncreasePercent;

    /// <inheritdoc/>
    protected override void Process()
    {
        var gate = Defaults with
        {
            MaximumErrorPercent = MaximumErrorPercent,
            MinimumSuccessPercent = 100 - MaximumErrorPercent,
            MaximumLatencyIncreasePercent = MaximumLatencyIncreasePercent,
            // A stage is never taken back for what would have let it go on.
            RollbackErrorPercent = Math.Max(Defaults.RollbackErrorPercent, MaximumErrorPercent),
            RollbackLatencyIncreasePercent = Math.Max(
                Defaults.RollbackLatencyIncreasePercent,
                MaximumLatencyIncreasePercent
            ),
        };
        MigrationApproach? approach = MyInvocation.BoundParameters.ContainsKey(nameof(Approach)) ? Approach : null;
        var plan = MigrationPlanner.Plan(Report, approach, Strategy, gate);
        if (ShouldProcess(plan.ToString(), "Make (in memory)"))
            WriteObject(plan);
    }
}
