using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollout;
using SealosIstio.Tests.Cutover;

namespace SealosIstio.Tests.Rollout;

/// <summary>A rollout that dies after any of its writes: another machine goes on with it, or takes it back.</summary>
public sealed class RolloutCrashTests
{
    // Half a minute later the lease of the dead one counts no more.
    private static readonly TimeProvider Later = new LaterTime(TimeSpan.FromMinutes(1));
    private static readonly TimeProvider EvenLater = new LaterTime(TimeSpan.FromMinutes(2));
    private readonly CutoverCloud cloud = new();

    [Theory]
    [InlineData(RolloutStrategy.Cohort)]
    [InlineData(RolloutStrategy.NginxCanary)]
    public async Task Going_on_after_any_write_ends_like_an_undisturbed_rollout(RolloutStrategy strategy)
    {
        var plan = RolloutFlow.Plan(strategy, 40, 100);
        var (states, _, end) = await RolloutAsync(plan);
        var expected = CloudSnapshot.WithoutRun(end);
        Assert.True(states.Count >= 40, $"{states.Count} writes");

        for (var write = 0; write < states.Count; write += TestScale.Of(usual: 3, full: 1))
        {
            var cluster = ManifestCluster.Create(states[write]);
            await FinishAsync(cluster, plan);
            CloudSnapshot.AssertEqual(
                expected,
                CloudSnapshot.WithoutRun(await TakeAsync(cluster)),
                $"after write {write + 1}:"
            );
        }
    }

    [Theory]
    [InlineData(RolloutStrategy.Cohort)]
    [InlineData(RolloutStrategy.NginxCanary)]
    public async Task Taking_back_after_any_write_ends_where_it_began(RolloutStrategy strategy)
    {
        var (states, before, _) = await RolloutAsync(RolloutFlow.Plan(strategy, 40, 100));

        for (var write = 0; write < states.Count; write++)
        {
            var cluster = ManifestCluster.Create(states[write]);
            try
            {
                await RolloutFlow.RevertAsync(cluster, Settings);
            }
            catch (ResourceException exception) when (exception.Problem == ResourceProblem.RolloutNotFound)
            {
                // It died before there was anything of it, its record apart.
            }
            CloudSnapshot.AssertEqual(before, await TakeAsync(cluster), $"after write {write + 1}:");
        }
    }

    [Theory]
    [InlineData(RolloutStrategy.Cohort)]
    [InlineData(RolloutStrategy.NginxCanary)]
    public async Task A_way_back_that_dies_after_any_write_is_finished_by_the_next_call(RolloutStrategy strategy)
    {
        var (states, before, _) = await RolloutAsync(RolloutFlow.Plan(strategy, 40, 100), isCompleted: false);
        var dying = new RecordingCluster(ManifestCluster.Create(states[^1]));
        await RolloutFlow.StepAsync(dying, Settings, RolloutFlow.Gate(RolloutGateStatus.Rollback));
        var stepped = await TakeAsync(dying);
        await RolloutFlow.RevertAsync(dying, Settings);
        Assert.True(dying.States.Count >= 20, $"{dying.States.Count} writes");

        var last = RolloutFlow.SettingsOf(cloud, EvenLater);
        for (var write = 0; write < dying.States.Count; write++)
        {
            var cluster = ManifestCluster.Create(dying.States[write]);
            var state = (await RolloutFlow.ReadAsync(cluster, last))!;
            if (state.Transition is { IsBack: true } && state.Phase == RolloutPhase.Running)
            {
                var (decision, after) = await RolloutFlow.StepAsync(cluster, last);
                Assert.Equal((RolloutAction.Resume, 0), (decision.Action, after.Stage));
                CloudSnapshot.AssertEqual(stepped, await TakeAsync(cluster), $"after write {write + 1}:");
            }
            await RolloutFlow.RevertAsync(cluster, last);
            CloudSnapshot.AssertEqual(before, await TakeAsync(cluster), $"after write {write + 1}:");
        }
    }

    private RolloutSettings Settings => RolloutFlow.SettingsOf(cloud, Later);

    private async Task<(
        IReadOnlyList<IReadOnlyList<KubernetesObject>> States,
        SortedDictionary<string, string> Before,
        SortedDictionary<string, string> End
    )> RolloutAsync(IstioRolloutPlan plan, bool isCompleted = true)
    {
        var cluster = ManifestCluster.Create();
        await RolloutFlow.CreateAsync(cloud, cluster, applications: 2);
        var before = await TakeAsync(cluster);
        var recording = new RecordingCluster(cluster);
        var settings = RolloutFlow.SettingsOf(cloud);
        await RolloutFlow.StartAsync(recording, plan, settings);
        await RolloutFlow.StepAsync(recording, settings);
        if (isCompleted)
            await RolloutFlow.StepAsync(recording, settings);
        return (recording.States, before, await TakeAsync(cluster));
    }

    private async Task FinishAsync(IKubernetesCluster cluster, IstioRolloutPlan plan)
    {
        var state = await RolloutFlow.ReadAsync(cluster, Settings);
        // Died before its state: whoever begins anew isn't held up by what is left.
        state ??= await RolloutFlow.StartAsync(cluster, plan, Settings);
        for (var call = 0; state.Phase != RolloutPhase.Completed; call++)
        {
            Assert.True(call < 6, $"{state} after {call} calls");
            (_, state) = await RolloutFlow.StepAsync(cluster, Settings);
        }
    }

    private Task<SortedDictionary<string, string>> TakeAsync(IKubernetesCluster cluster) =>
        CloudSnapshot.TakeAsync(cluster, cloud.Namespaces);
}
