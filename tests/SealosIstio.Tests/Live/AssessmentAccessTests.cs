using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Migration.Assessment;

namespace SealosIstio.Tests.Live;

/// <summary>An assessment by somebody who may see nothing.</summary>
public sealed class AssessmentAccessTests
{
    private const string Variable = "SEALOSISTIO_TEST_KUBECONFIG";

    // A user without any right in the disposable cluster.
    private const string Nobody = "alice";

    [KubeconfigFact(Variable)]
    public async Task What_may_not_be_read_is_named_and_does_not_count()
    {
        await using var cluster = await ApiCluster.ConnectAsync(Environment.GetEnvironmentVariable(Variable), Nobody);

        var info = await SealosClusterInfo.ReadAsync(cluster, new());
        var report = await new ReadinessMeasure(cluster, new ReadinessSettings()).MeasureAsync();

        Assert.Contains("ingresses", info.Unknown);
        Assert.Null(info.IngressCount);
        Assert.NotNull(info.ServerVersion);
        Assert.Equal(CheckStatus.Skip, Assert.Single(report.Criteria, criterion => criterion.Name == "Scale").Status);
        Assert.Contains(report.Risks, risk => risk.Name == "Unknown");
        // Who knows nothing of the size takes the cluster for a large one.
        Assert.Equal(MigrationScale.Large, report.Scale);
    }

    [KubeconfigFact(Variable)]
    public async Task A_user_without_rights_is_no_administrator()
    {
        await using var cluster = await ApiCluster.ConnectAsync(Environment.GetEnvironmentVariable(Variable), Nobody);
        var check = new PrerequisiteCheck(cluster, new PrerequisiteSettings { RequireClusterAdmin = true });

        var statuses = new Dictionary<string, CheckStatus>();
        await foreach (var result in check.CheckAsync())
            statuses[result.Name] = result.Status;

        Assert.Equal(CheckStatus.Fail, statuses["ClusterAdmin"]);
        Assert.Equal(CheckStatus.Skip, statuses["TenantLoadBalancers"]);
        Assert.Equal(CheckStatus.Skip, statuses["NetworkPolicy"]);
    }
}
