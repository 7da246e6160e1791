using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Tests.Cutover;

/// <summary>A cutover or a rollback that dies after any of its writes: another machine finishes it, or takes it back.</summary>
public sealed class CutoverCrashTests
{
    // Half a minute later the lease of the dead one counts no more.
    private static readonly TimeProvider Later = new LaterTime(TimeSpan.FromMinutes(1));
    private readonly CutoverCloud cloud = new();

    [Fact]
    public async Task Resuming_after_any_write_ends_like_an_undisturbed_run()
    {
        var (states, end, _) = await CutoverAsync();
        var expected = CloudSnapshot.WithoutRun(end);
        Assert.True(states.Count >= 50, $"{states.Count} writes");

        for (var write = 0; write < states.Count; write++)
        {
            var cluster = ManifestCluster.Create(states[write]);
            CutoverFlow.AssertComplete(await FinishAsync(cluster));
            CloudSnapshot.AssertEqual(
                expected,
                CloudSnapshot.WithoutRun(await TakeAsync(cluster)),
                $"after write {write + 1}:"
            );
        }
    }

    [Fact]
    public async Task Rolling_back_after_any_write_ends_where_it_began()
    {
        var (states, _, before) = await CutoverAsync();

        for (var write = 0; write < states.Count; write++)
        {
            var cluster = ManifestCluster.Create(states[write]);
            await RollBackAsync(cluster);
            CloudSnapshot.AssertEqual(before, await TakeAsync(cluster), $"after write {write + 1}:");
        }
    }

    [Fact]
    public async Task A_rollback_that_dies_after_any_write_is_finished_by_the_next()
    {
        var (states, _, before) = await CutoverAsync();
        var dying = new RecordingCluster(ManifestCluster.Create(states[^1]));
        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(dying, cloud));
        Assert.True(dying.States.Count >= 30, $"{dying.States.Count} writes");

        for (var write = 0; write < dying.States.Count; write++)
        {
            var cluster = ManifestCluster.Create(dying.States[write]);
            await RollBackAsync(cluster);
            CloudSnapshot.AssertEqual(before, await TakeAsync(cluster), $"after write {write + 1}:");
            Assert.Empty(await JournalAsync(cluster));
        }
    }

    private async Task<(
        IReadOnlyList<IReadOnlyList<KubernetesObject>> States,
        SortedDictionary<string, string> End,
        SortedDictionary<string, string> Before
    )> CutoverAsync()
    {
        var cluster = ManifestCluster.Create();
        await cloud.CreateAsync(cluster);
        await cloud.AddControllersAsync(cluster);
        var before = await TakeAsync(cluster);
        var recording = new RecordingCluster(cluster);
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(recording, cloud.Settings));
        return (recording.States, await TakeAsync(cluster), before);
    }

    private Task<SortedDictionary<string, string>> TakeAsync(IKubernetesCluster cluster) =>
        CloudSnapshot.TakeAsync(cluster, [.. cloud.Namespaces, .. CutoverCloud.ControllerNamespaces]);

    private async Task<IReadOnlyList<CutoverStepResult>> FinishAsync(IKubernetesCluster cluster)
    {
        var settings = cloud.Settings with { TimeProvider = Later };
        var runs = await new RunStore(cluster, cloud.Gateway).ListAsync();
        // Died before there was a record: a new run. Died after the last step: there is nothing left to do.
        return runs.Count == 0 ? await CutoverFlow.RunAsync(cluster, settings)
            : runs[0].Phase == CutoverPhase.Completed ? []
            : await CutoverFlow.RunAsync(cluster, settings, CutoverOpening.Resume);
    }

    private async Task RollBackAsync(IKubernetesCluster cluster)
    {
        try
        {
            CutoverFlow.AssertComplete(
                await CutoverFlow.RollBackAsync(
                    cluster,
                    cloud,
                    adjust: settings => settings with { TimeProvider = Later }
                )
            );
        }
        catch (ResourceException exception) when (exception.Problem == ResourceProblem.RunNotFound)
        {
            // It died before its record, or after its last word: there is nothing to take back.
        }
    }

    private async Task<List<string>> JournalAsync(IKubernetesCluster cluster)
    {
        var names = new List<string>();
        var options = new ListOptions { Namespace = cloud.Gateway, LabelSelector = RunStore.RunLabel };
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1Secret>(), options))
            names.Add(item.Metadata.Name!);
        return names;
    }
}
