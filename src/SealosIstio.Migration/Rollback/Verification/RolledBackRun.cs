using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Rollback.Verification;

/// <summary>A cutover that was rolled back, how far, and what it still knows of the objects that it touched.</summary>
/// <param name="Run">The run as its record is.</param>
/// <param name="Mode">How far back it went.</param>
/// <param name="Journal">What the objects were; null when it is gone, as after a complete rollback.</param>
internal sealed record RolledBackRun(CutoverRun Run, RollbackMode Mode, Journal? Journal)
{
    /// <summary>The namespaces that were taken back.</summary>
    public NamePatterns Namespaces { get; } =
        new(Mode == RollbackMode.Partial ? Run.RolledBackNamespaces : Run.Namespaces);

    /// <summary>The Ingresses that the run marked or removed; null when nobody knows any more.</summary>
    public IReadOnlyList<ResourceIdentity>? Touched =>
        Journal is null
            ? null
            :
            [
                .. Journal
                    .Entries.Where(entry => entry.Action is JournalAction.Mark or JournalAction.Remove)
                    .Select(entry => entry.Identity.WithoutVersion)
                    .Distinct()
                    .Where(identity => Namespaces.Matches(identity.Namespace)),
            ];

    /// <summary>Whether the run had begun to switch controllers.</summary>
    public bool HasSwitched => Run.Step(CutoverStep.SwitchControllers).State != CutoverStepState.Pending;

    /// <summary>The runs that a check is about, the newest first.</summary>
    /// <exception cref="ResourceException">There is no such run, or it wasn't rolled back; or its journal is damaged.</exception>
    public static async Task<IReadOnlyList<RolledBackRun>> FindAsync(
        IKubernetesCluster cluster,
        string gatewayNamespace,
        RollbackCheckSettings settings,
        CancellationToken cancellationToken
    )
    {
        var store = new RunStore(cluster, gatewayNamespace);
        var all = await store.ListAsync(cancellationToken);
        IReadOnlyList<string> wanted =
            settings.RunId is { } id ? [id]
            : settings.Report is { } report ? report.Runs
            : all.FirstOrDefault(IsRolledBack) is { } newest ? [newest.Id]
            : throw NotRolledBack($"No cutover in the cluster '{cluster.Name}' was rolled back.");
        var found = new List<RolledBackRun>();
        foreach (var name in wanted)
        {
            var run = await store.RequireAsync(name, cancellationToken);
            if (!IsRolledBack(run))
                throw NotRolledBack($"The cutover '{name}' wasn't rolled back: it is {run.Phase}.");
            var journal =
                run.HasJournal && run.Phase != CutoverPhase.RolledBack
                    ? await Journal.ReadAsync(cluster, store, run, cancellationToken)
                    : null;
            var mode = settings.Report is { } told && told.Runs.Contains(name) ? told.Mode : null as RollbackMode?;
            found.Add(new RolledBackRun(run, mode ?? await ModeOfAsync(cluster, run, cancellationToken), journal));
        }
        return found;
    }

    private static bool IsRolledBack(CutoverRun run) =>
        run.Phase is CutoverPhase.RollingBack or CutoverPhase.Restored or CutoverPhase.RolledBack
        || run.RolledBackNamespaces.Count > 0;

    // The record doesn't say which of the two; the controllers do.
    private static async Task<RollbackMode> ModeOfAsync(
        IKubernetesCluster cluster,
        CutoverRun run,
        CancellationToken cancellationToken
    )
    {
        switch (run.Phase)
        {
            case CutoverPhase.RolledBack or CutoverPhase.RollingBack:
                return RollbackMode.Full;
            case CutoverPhase.Restored:
                await foreach (
                    var state in new ControllerModes(cluster).FindAllAsync(SealosController.Default, cancellationToken)
                )
                    if (state.Mode == SealosControllerMode.Dual)
                        return RollbackMode.Dual;
                return RollbackMode.Ingress;
            default:
                return RollbackMode.Partial;
        }
    }

    private static ResourceException NotRolledBack(string message) =>
        new(
            ResourceProblem.RunNotFound,
            null,
            message,
            "Get-SealosMigrationStatus lists the runs; Invoke-IstioRollback takes one back."
        );
}
