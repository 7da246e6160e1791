using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollout;
using SealosIstio.Tests.Cutover;

namespace SealosIstio.Tests.Rollout;

/// <summary>Carries rollouts out as the cmdlets do, on the cloud of the cutover's tests.</summary>
internal static class RolloutFlow
{
    /// <summary>nginx hands on whose address and scheme the gateway believes.</summary>
    private const string Mesh = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: SPACE}
        data:
          mesh: |
            defaultConfig: {gatewayTopology: {numTrustedProxies: 1}}
        """;

    private const string Application = """
        apiVersion: v1
        kind: Service
        metadata: {name: app-N, namespace: SPACE}
        spec: {ports: [{name: http, port: 80}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: app-N, namespace: SPACE}
        spec:
          ingressClassName: nginx
          rules:
          - host: app-N-SPACE.DOMAIN
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: app-N, port: {number: 80}}}}]}
        """;

    public static IstioRolloutPlan Plan(RolloutStrategy strategy, params int[] percents) =>
        IstioRolloutPlan.Create(percents, [TimeSpan.Zero], strategy, new RolloutThresholds());

    public static RolloutSettings SettingsOf(CutoverCloud cloud, TimeProvider? time = null) =>
        new()
        {
            Options = cloud.Options,
            Settle = TimeSpan.Zero,
            TimeProvider = time ?? TimeProvider.System,
        };

    public static async Task CreateAsync(CutoverCloud cloud, IKubernetesCluster cluster, int applications = 0)
    {
        await cloud.CreateAsync(cluster);
        await cloud.ApplyAsync(cluster, Mesh, cloud.Gateway);
        for (var i = 0; i < applications; i++)
            await cloud.ApplyAsync(
                cluster,
                Application.Replace("app-N", $"app-{i}", StringComparison.Ordinal),
                cloud.First
            );
    }

    public static async Task<IstioRolloutState> StartAsync(
        IKubernetesCluster cluster,
        IstioRolloutPlan plan,
        RolloutSettings settings
    )
    {
        await using var session = await RolloutSession.StartAsync(cluster, plan, settings);
        return await MoveAsync(session, 1, isBack: false);
    }

    /// <summary>One call of Step-IstioRollout.</summary>
    public static async Task<(RolloutDecision Decision, IstioRolloutState State)> StepAsync(
        IKubernetesCluster cluster,
        RolloutSettings settings,
        params RolloutGateResult[] gates
    )
    {
        await using var session = await RolloutSession.OpenAsync(cluster, settings);
        gates = gates.Length > 0 ? gates : [Gate(RolloutGateStatus.Pass)];
        var decision = RolloutDecision.Of(session.State, gates, settings.TimeProvider.GetUtcNow());
        await session.RecordGatesAsync(gates);
        switch (decision.Action)
        {
            case RolloutAction.Resume:
                await MoveAsync(session, decision.Stage, session.State.Transition!.IsBack);
                break;
            case RolloutAction.Advance:
                await MoveAsync(session, decision.Stage, isBack: false);
                break;
            case RolloutAction.StepBack or RolloutAction.Rollback:
                await MoveAsync(session, decision.Stage, isBack: true);
                break;
            case RolloutAction.Complete:
                await session.CompleteAsync(decision.Reason);
                break;
        }
        return (decision, await session.ReadAsync());
    }

    public static async Task<IstioRolloutState> RevertAsync(IKubernetesCluster cluster, RolloutSettings settings)
    {
        var (state, report) = await RolloutReversal.RunAsync(cluster, settings, "test", _ => { });
        if (report is not null)
            CutoverFlow.AssertComplete(report);
        return state;
    }

    public static async Task<IstioRolloutState?> ReadAsync(IKubernetesCluster cluster, RolloutSettings settings)
    {
        try
        {
            await using var session = await RolloutSession.OpenAsync(cluster, settings, preview: true);
            return await session.ReadAsync();
        }
        catch (ResourceException exception) when (exception.Problem == ResourceProblem.RolloutNotFound)
        {
            return null;
        }
    }

    public static RolloutGateResult Gate(RolloutGateStatus status) =>
        new("Test", status, null, null, "", "said so", DateTimeOffset.UnixEpoch);

    /// <summary>The objects that a rollout put beside the Ingresses of some namespaces.</summary>
    public static async Task<List<KubernetesObject>> CanariesAsync(IKubernetesCluster cluster, CutoverCloud cloud)
    {
        var found = new List<KubernetesObject>();
        foreach (var type in new[] { KnownTypes.Of<V1Ingress>(), KnownTypes.Of<V1Service>() })
        foreach (var space in cloud.Namespaces)
        await foreach (
            var item in cluster.ListAsync(
                type,
                new ListOptions { Namespace = space, LabelSelector = "sealos.io/rollout-canary=true" }
            )
        )
            found.Add(item);
        return found;
    }

    /// <summary>The Ingresses that carry a run's mark, as <c>namespace/name</c>.</summary>
    public static async Task<HashSet<string>> MarkedAsync(IKubernetesCluster cluster, CutoverCloud cloud)
    {
        var marked = new HashSet<string>();
        foreach (var space in cloud.Namespaces)
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1Ingress>(), new ListOptions { Namespace = space }))
            if (item.Metadata.Annotations?.ContainsKey(RunStore.RunLabel) == true)
                marked.Add($"{space}/{item.Metadata.Name}");
        return marked;
    }

    private static async Task<IstioRolloutState> MoveAsync(RolloutSession session, int stage, bool isBack)
    {
        var move = await session.PlanAsync(stage, "test", isBack);
        Assert.True(session.MayRun(move), string.Join("; ", move.Problems));
        RolloutMoveResult? result = null;
        await foreach (var _ in session.RunAsync(move, done => result = done)) { }
        Assert.True(result!.Problems.Count == 0, string.Join("; ", result.Problems));
        return result.State;
    }
}
