using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Rollback;

namespace SealosIstio.Tests.Cutover;

/// <summary>Carries cutovers and rollbacks out as the cmdlets do.</summary>
internal static class CutoverFlow
{
    public static async Task<IReadOnlyList<CutoverStepResult>> RunAsync(
        IKubernetesCluster cluster,
        CutoverSettings settings,
        CutoverOpening opening = CutoverOpening.New,
        params CutoverStep[] steps
    )
    {
        var results = new List<CutoverStepResult>();
        var session = await CutoverSession.OpenAsync(cluster, settings, opening);
        await using (session)
            foreach (var step in steps.Length > 0 ? steps : session.OpenSteps)
            {
                var plan = await session.PlanAsync(step);
                if (!session.MayRun(plan))
                    break;
                await foreach (var _ in session.RunAsync(plan, results.Add)) { }
            }
        return results;
    }

    public static async Task<RollbackReport> RollBackAsync(
        IKubernetesCluster cluster,
        CutoverCloud cloud,
        RollbackMode mode = RollbackMode.Full,
        Func<RollbackSettings, RollbackSettings>? adjust = null
    )
    {
        var settings = new RollbackSettings
        {
            Mode = mode,
            Reason = "test",
            GatewayNamespace = cloud.Gateway,
        };
        RollbackReport? report = null;
        await using var session = await RollbackSession.OpenAsync(cluster, adjust?.Invoke(settings) ?? settings);
        await foreach (var _ in session.RunAsync(result => report = result)) { }
        return report!;
    }

    public static void AssertComplete(IReadOnlyList<CutoverStepResult> results) =>
        Assert.All(
            results,
            result =>
                Assert.True(
                    result.State == CutoverStepState.Completed,
                    $"{result.Step}: {string.Join("; ", result.Problems)}"
                )
        );

    public static void AssertComplete(RollbackReport report) =>
        Assert.True(
            report.IsComplete,
            string.Join(
                "; ",
                report
                    .Problems.Select(problem => $"{problem} {problem.Message}")
                    .Concat(report.Remaining.Select(step => $"remaining {step}"))
            )
        );
}

/// <summary>The system's time, later.</summary>
internal sealed class LaterTime(TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
}
