using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Checkpoints;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollback.Verification;

/// <summary>
/// Whether a rollback has left everything as it was: told from the run's record and journal where there is one, from the marks that nothing
/// may carry any more, and from a checkpoint of before. Reads, and writes nothing.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="options">The platform's settings.</param>
/// <param name="settings">Which rollback, and against what.</param>
public sealed class RollbackCheck(IKubernetesCluster cluster, ConversionOptions options, RollbackCheckSettings settings)
{
    private IReadOnlyList<RolledBackRun>? found;

    /// <summary>Checks the cluster's objects.</summary>
    /// <exception cref="ResourceException">There is no such run, or it wasn't rolled back; or its journal is damaged.</exception>
    public async IAsyncEnumerable<SealosCheckResult> CheckAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var runs = await RunsAsync(cancellationToken);
        var ingresses = await IngressesAsync(cancellationToken);
        var before = settings.Before is { } checkpoint && checkpoint.Cluster == cluster.Name ? checkpoint : null;
        var reader = new CheckpointReader(cluster, options);
        if (settings.Report is { } report)
            yield return RollbackResults.Result(
                "Report",
                string.Join(", ", report.Runs),
                report.IsComplete ? CheckStatus.Pass : CheckStatus.Fail,
                "nothing failed, nothing left",
                $"{report.Problems.Count} failed, {report.Remaining.Count} left",
                report.IsComplete ? null : "Run Invoke-IstioRollback again: it does what is left."
            );
        var record = new RunRecordCheck(cluster, options.GatewayNamespace);
        var remains = new RunRemainsCheck(cluster);
        foreach (var run in runs)
        {
            yield return RunRecordCheck.Phase(run);
            foreach (var result in await record.RecordedAsync(run, cancellationToken))
                yield return result;
            yield return RunRemainsCheck.Marks(run, ingresses);
            foreach (var result in await remains.ConvertedAsync(run, cancellationToken))
                yield return result;
        }
        if (settings.Before is not null)
            foreach (var result in new IngressesAsBefore(cluster.Name, runs).Check(settings.Before, ingresses))
                yield return result;
        var controllers = new ControllersAsBefore(reader, before?.Controllers ?? [], runs);
        await foreach (var result in controllers.CheckAsync(cancellationToken))
            yield return result;
        yield return await new AdmissionCheck(cluster, options, before).CheckAsync(runs, cancellationToken);
        foreach (var nginx in await reader.NginxAsync(cancellationToken))
            yield return ComponentReadiness.Of("NginxReady", nginx, "Nobody serves the Ingresses without it.");
    }

    /// <summary>
    /// The Ingresses that nginx serves again: those that the run touched, as far as anybody still knows, else those of its namespaces.
    /// </summary>
    /// <exception cref="ResourceException">There is no such run, or it wasn't rolled back.</exception>
    public async Task<IReadOnlyList<V1Ingress>> RestoredAsync(CancellationToken cancellationToken = default)
    {
        var runs = await RunsAsync(cancellationToken);
        var touched = runs.Select(run => run.Touched).ToList();
        var known = touched.Contains(null) ? null : touched.SelectMany(identities => identities!).ToHashSet();
        return
        [
            .. (await IngressesAsync(cancellationToken))
                .Where(item => item.MigrationState is MigrationState.Pending or MigrationState.Failed)
                .Where(item =>
                    known is null
                        ? runs.Any(run => run.Namespaces.Matches(item.Namespace))
                        : known.Contains(ResourceIdentity.Of(item.Ingress).WithoutVersion)
                )
                .Select(item => item.Ingress),
        ];
    }

    private async Task<IReadOnlyList<RolledBackRun>> RunsAsync(CancellationToken cancellationToken) =>
        found ??= await RolledBackRun.FindAsync(cluster, options.GatewayNamespace, settings, cancellationToken);

    private async Task<List<SealosIngress>> IngressesAsync(CancellationToken cancellationToken)
    {
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains), options.TenantNamespacePrefix);
        var all = new List<SealosIngress>();
        await foreach (var item in new IngressQuery(cluster, classifier, new()).ReadAsync(cancellationToken))
            all.Add(item);
        return all;
    }
}
