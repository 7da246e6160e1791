using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Faults;
using Xunit.Abstractions;

namespace SealosIstio.Tests.Cutover;

/// <summary>Something happens to 30 % of a cutover's requests, and of its rollback's: both end where they would have.</summary>
public sealed class CutoverFaultTests(ITestOutputHelper output)
{
    private const double Share = 0.3;

    /// <summary>What couldn't be done because of faults is done by the next call, or by one soon after.</summary>
    private const int Calls = 10;

    private readonly CutoverCloud cloud = new();

    [OwnApiServerFact]
    public async Task Faults_cost_time_and_nothing_else()
    {
        // What a cutover makes depends on the kinds that are served: nobody else may define some in the middle.
        using var server = await OwnApiServer.StartAsync(OwnApiServerFactAttribute.DefinitionsFile);
        await using var direct = await ApiCluster.ConnectAsync(server.Kubeconfig, null);
        await cloud.CreateAsync(direct);
        var before = await TakeAsync(direct);
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(direct, cloud.Settings));
        var expected = CloudSnapshot.WithoutRun(await TakeAsync(direct));
        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(direct, cloud));

        await using var proxy = await FaultProxy.StartAsync(server.Kubeconfig, seed: 6);
        await using var cluster = await proxy.ConnectAsync(
            new ApiClusterOptions { RequestTimeout = TimeSpan.FromSeconds(5) }
        );
        proxy.Share = Share;

        await UntilCompleteAsync(() => CutOverAsync(cluster));
        CloudSnapshot.AssertEqual(expected, CloudSnapshot.WithoutRun(await TakeAsync(direct)), "there:");
        await UntilCompleteAsync(() => RollBackAsync(cluster));
        CloudSnapshot.AssertEqual(before, await TakeAsync(direct), "back:");

        output.WriteLine($"{proxy.Requests} requests: {string.Join(", ", proxy.Happened.OrderBy(pair => pair.Key))}");
        Assert.True(proxy.Happened.Values.Sum() > 50, $"{proxy.Happened.Values.Sum()} faults");
    }

    private async Task<bool> CutOverAsync(IKubernetesCluster cluster)
    {
        var runs = await new RunStore(cluster, cloud.Gateway).ListAsync();
        if (runs[0].Phase == CutoverPhase.Completed)
            return true;
        var opening = runs[0].Phase == CutoverPhase.RolledBack ? CutoverOpening.New : CutoverOpening.Resume;
        var results = await CutoverFlow.RunAsync(cluster, cloud.Settings, opening);
        foreach (var problem in results.SelectMany(result => result.Problems))
            output.WriteLine(problem.ToString());
        return results.Count > 0 && results.All(result => result.State == CutoverStepState.Completed);
    }

    private async Task<bool> RollBackAsync(IKubernetesCluster cluster)
    {
        var runs = await new RunStore(cluster, cloud.Gateway).ListAsync();
        return runs.All(run => !run.IsInForce) || (await CutoverFlow.RollBackAsync(cluster, cloud)).IsComplete;
    }

    private async Task UntilCompleteAsync(Func<Task<bool>> work)
    {
        for (var call = 1; ; call++)
            try
            {
                if (await work())
                    return;
                Assert.True(call < Calls, $"It isn't done after {call} calls.");
            }
            catch (Exception exception)
                when (call < Calls && exception is KubernetesApiException or KubernetesConnectionException)
            {
                output.WriteLine($"{exception.GetType().Name}: {exception.Message}");
            }
            // The request that gives the lease back can fail as any other; whoever comes next waits until it has run out.
            catch (ResourceException exception)
                when (call < Calls && exception.Problem == ResourceProblem.RunInProgress)
            {
                output.WriteLine(exception.Message);
                await Task.Delay(RunLease.Duration);
            }
    }

    private Task<SortedDictionary<string, string>> TakeAsync(IKubernetesCluster cluster) =>
        CloudSnapshot.TakeAsync(cluster, cloud.Namespaces);
}
