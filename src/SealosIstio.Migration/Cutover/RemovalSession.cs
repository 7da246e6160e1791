using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Cutover.Steps;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Cutover;

/// <summary>
/// Removes single Ingresses of cutovers: only those that are migrated and verified as they are now, and only into the journal of their run,
/// so that a rollback brings them back.
/// </summary>
public sealed class RemovalSession : IAsyncDisposable
{
    private readonly RunLease? lease;
    private readonly Dictionary<ResourceIdentity, (CutoverContext Context, IngressOutcome Outcome)> ready = [];
    private readonly Dictionary<ResourceIdentity, string> refused = [];

    private RemovalSession(RunLease? lease) => this.lease = lease;

    /// <summary>Reads the cutovers in force, and judges every Ingress of theirs.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="settings">How to work; namespaces and conversion are those of the runs.</param>
    /// <param name="preview">Nothing is to be written, not even the lease. Default false.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">A cutover or rollback is at work.</exception>
    public static async Task<RemovalSession> OpenAsync(
        IKubernetesCluster cluster,
        CutoverSettings settings,
        bool preview = false,
        CancellationToken cancellationToken = default
    )
    {
        var store = new RunStore(cluster, settings.Options.GatewayNamespace);
        var held = preview
            ? null
            : await RunLease.AcquireAsync(
                cluster,
                await store.HomeAsync(cancellationToken),
                "removal",
                time: settings.TimeProvider,
                cancellationToken: cancellationToken
            );
        try
        {
            var session = new RemovalSession(held);
            foreach (var run in await store.ListAsync(cancellationToken))
                if (run.Phase is CutoverPhase.Running or CutoverPhase.Completed)
                {
                    var journal = await Journal.ReadAsync(cluster, store, run, cancellationToken);
                    var context = new CutoverContext(cluster, store, settings, run, journal);
                    await session.JudgeAsync(context, cancellationToken);
                }
            return session;
        }
        catch
        {
            if (held is not null)
                await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>Checks that an Ingress may go.</summary>
    /// <exception cref="ResourceException">It isn't migrated, verified and recorded.</exception>
    public void Check(V1Ingress ingress)
    {
        var identity = ResourceIdentity.Of(ingress);
        if (
            ready.TryGetValue(identity, out var entry)
            && entry.Outcome.Ingress.Ingress.Metadata.Uid == ingress.Metadata.Uid
        )
            return;
        throw new ResourceException(
            ResourceProblem.NotMigrated,
            identity,
            $"{ingress}: "
                + (
                    refused.GetValueOrDefault(identity)
                    ?? "no cutover in force has migrated it, so nothing would bring it back."
                ),
            "Migrate and verify it first: Invoke-SealosCutover -Step MigrateExisting,Validate."
        );
    }

    /// <summary>Removes an Ingress that <see cref="Check"/> found nothing against.</summary>
    /// <exception cref="ResourceException">It changed since.</exception>
    public async Task RemoveAsync(V1Ingress ingress, CancellationToken cancellationToken = default)
    {
        if (lease is null)
            throw new InvalidOperationException("The session was opened for a preview.");
        var (context, outcome) = ready[ResourceIdentity.Of(ingress)];
        // The record says that there are removals before there are any.
        if (context.Run.Step(CutoverStep.Cleanup).State == CutoverStepState.Pending)
        {
            var now = context.Settings.TimeProvider.GetUtcNow();
            var run = context.Run.With(CutoverStep.Cleanup, new CutoverStepRecord(CutoverStepState.Incomplete, now));
            await context.Store.WriteAsync(run, cancellationToken);
            context.Run = run;
        }
        var removal = new IngressRemoval(context);
        await removal.RecordAsync([outcome.Ingress.Ingress], cancellationToken);
        await removal.RemoveAsync(outcome.Ingress.Ingress, cancellationToken);
    }

    /// <summary>Gives the lease back.</summary>
    public ValueTask DisposeAsync() => lease?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task JudgeAsync(CutoverContext context, CancellationToken cancellationToken)
    {
        var scope = await ScopeConversion.ReadAsync(context, cancellationToken);
        var mine = scope
            .Outcomes.Where(outcome => IngressMarks.Of(outcome.Ingress.Ingress, IngressMarks.Run) == context.Run.Id)
            .ToList();
        var removable = RemovableIngresses.Of(scope.Outcomes);
        foreach (var outcome in mine.Intersect(removable))
            if (context.Journal.First(JournalAction.Mark, outcome.Identity) is not null)
                ready[outcome.Identity] = (context, outcome);
        foreach (var problem in RemovableIngresses.Problems(mine, removable))
            refused[problem.Resource] = problem.Message;
    }
}
