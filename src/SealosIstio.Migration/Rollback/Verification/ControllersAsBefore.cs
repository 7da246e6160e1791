using System.Runtime.CompilerServices;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Checkpoints;
using SealosIstio.Migration.Controllers;
using static SealosIstio.Migration.Rollback.Verification.RollbackResults;

namespace SealosIstio.Migration.Rollback.Verification;

/// <summary>Whether Sealos' controllers run, and make what the rollback leaves them to make.</summary>
/// <param name="reader">Reads how they are.</param>
/// <param name="before">How they were; empty when nobody knows.</param>
/// <param name="runs">The runs that were rolled back.</param>
internal sealed class ControllersAsBefore(
    CheckpointReader reader,
    IReadOnlyList<ComponentSnapshot> before,
    IReadOnlyList<RolledBackRun> runs
)
{
    /// <summary>Checks the controllers that every cloud may have, and those that there were before.</summary>
    public async IAsyncEnumerable<SealosCheckResult> CheckAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var wanted = SealosController.All.Where(controller =>
            SealosController.Default.Contains(controller)
            || before.Any(item => item.Component == controller.Name && item.Status != ComponentStatus.Absent)
        );
        foreach (var now in await reader.ControllersAsync(wanted, cancellationToken))
        {
            var then = before.FirstOrDefault(item => item.Component == now.Component);
            if (now.Status == ComponentStatus.Absent && then is null or { Status: ComponentStatus.Absent })
                continue;
            yield return ComponentReadiness.Of("ControllerReady", now, "See the events of its Pods.", then?.Desired);
            if (Mode(now, then) is { } mode)
                yield return mode;
        }
    }

    private SealosCheckResult? Mode(ComponentSnapshot now, ComponentSnapshot? then)
    {
        // A partial rollback leaves the controllers to the tenants who stay, and a run that never came so far never changed them.
        if (now.Mode is not { } mode || runs.All(run => run.Mode == RollbackMode.Partial))
            return null;
        var isDual = runs.Any(run => run.Mode == RollbackMode.Dual && run.HasSwitched);
        var expected =
            isDual && SealosController.Default.Any(controller => controller.Name == now.Component)
                ? SealosControllerMode.Dual
            : then?.Mode is { } recorded ? recorded
            : runs.Any(run => run.HasSwitched) ? SealosControllerMode.Ingress
            : null as SealosControllerMode?;
        if (expected is null)
            return null;
        // What it was before isn't in the record; both of these make Ingresses.
        var isSame = mode == expected || (then is null && !isDual && mode == SealosControllerMode.Dual);
        return Result(
            "ControllerMode",
            now.Component,
            mode == SealosControllerMode.Unknown && !isSame ? CheckStatus.Skip
                : isSame ? CheckStatus.Pass
                : CheckStatus.Fail,
            expected.ToString()!,
            mode.ToString(),
            isSame ? null
                : then is null
                    ? "Set-SealosControllerMode sets it, unless it was so before the cutover: -Checkpoint tells."
                : "Set-SealosControllerMode sets it."
        );
    }
}
