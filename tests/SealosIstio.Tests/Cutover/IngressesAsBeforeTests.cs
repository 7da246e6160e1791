using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Checkpoints;
using SealosIstio.Migration.Rollback.Verification;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Tests.Cutover;

/// <summary>What a rollback's check says of more Ingresses than it names one by one.</summary>
public sealed class IngressesAsBeforeTests
{
    private const int Named = 20;

    private readonly CutoverCloud cloud = new();

    [Theory]
    [InlineData(0, 25, CheckStatus.Warn, CheckStatus.Warn)]
    [InlineData(Named, 3, CheckStatus.Warn, CheckStatus.Fail)]
    [InlineData(Named + 1, 3, CheckStatus.Fail, CheckStatus.Fail)]
    public async Task The_rest_is_as_bad_as_the_worst_that_it_stands_for(
        int missing,
        int changed,
        CheckStatus rest,
        CheckStatus verdict
    )
    {
        await using var cluster = ManifestCluster.Create();
        await cloud.CreateAsync(cluster);
        var before = await new CheckpointReader(cluster, cloud.Options).TakeAsync();
        CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(cluster, cloud.Settings));
        CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(cluster, cloud));
        foreach (var name in Names("changed", changed))
            await AddAsync(cluster, name);
        var checkpoint = before with
        {
            Ingresses =
            [
                .. before.Ingresses!,
                .. Names("missing", missing).Concat(Names("changed", changed)).Select(AsItNeverWas),
            ],
        };

        var results = new List<SealosCheckResult>();
        var check = new RollbackCheck(cluster, cloud.Options, new RollbackCheckSettings { Before = checkpoint });
        await foreach (var result in check.CheckAsync())
            results.Add(result);

        var all = results.Where(result => result.Name == "IngressesAsBefore").ToList();
        Assert.Equal([verdict, rest], all.Select(result => result.Status));
        Assert.Equal($"{missing + changed - Named} more", all[1].Actual);
        var one = results.Where(result => result.Name == "IngressAsBefore").ToList();
        Assert.Equal(Named, one.Count);
        Assert.Equal(Math.Min(missing, Named), one.Count(result => result.Status == CheckStatus.Fail));
    }

    private static IEnumerable<string> Names(string kind, int count) =>
        Enumerable.Range(1, count).Select(number => $"{kind}-{number}");

    private IngressSnapshot AsItNeverWas(string name) =>
        new($"{cloud.First}/{name}", MigrationState.Pending, "another hash");

    private Task AddAsync(ManifestCluster cluster, string name) =>
        cloud.ApplyAsync(
            cluster,
            CutoverCloud.NewApplication.Replace("late", name, StringComparison.Ordinal),
            cloud.First
        );
}
