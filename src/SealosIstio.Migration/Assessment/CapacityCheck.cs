using System.Globalization;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Assessment;

/// <summary>Whether nodes have room for the gateway, the control plane and, if there are to be any, sidecars.</summary>
internal sealed class CapacityCheck
{
    // What a sidecar asks for unless told otherwise.
    private const decimal SidecarCpu = 0.1m;
    private const decimal SidecarMemory = 100m * 1024 * 1024;

    private readonly string suite;
    private readonly string target;
    private readonly bool withSidecars;
    private readonly decimal nodeMemory;
    private readonly decimal clusterCpu;
    private readonly decimal clusterMemory;

    /// <exception cref="ResourceException">A minimum isn't a quantity.</exception>
    public CapacityCheck(string suite, string target, PrerequisiteSettings settings)
    {
        (this.suite, this.target, withSidecars) = (suite, target, settings.EnableSidecarInjection);
        nodeMemory = Read(settings.MinimumNodeMemory, nameof(settings.MinimumNodeMemory));
        clusterCpu = Read(settings.MinimumClusterCpu, nameof(settings.MinimumClusterCpu));
        clusterMemory = Read(settings.MinimumClusterMemory, nameof(settings.MinimumClusterMemory));
    }

    public IEnumerable<SealosCheckResult> Check(ClusterFacts facts)
    {
        var nodes = facts.Nodes?.Where(node => node.IsReady).ToList();
        var isKnown = nodes is { Count: > 0 } && nodes[0].FreeMemory is not null;
        if (!isKnown)
        {
            var reason = nodes is null || facts.Pods is null ? "Nodes or Pods may not be listed." : "No node is ready.";
            foreach (var (name, wanted) in Expectations())
                yield return Result(name, CheckStatus.Skip, wanted, "unknown", reason);
            yield break;
        }
        var tightest = nodes!.MinBy(node => node.FreeMemory)!;
        var tooFull = nodes!.Count(node => node.FreeMemory < nodeMemory);
        yield return Result(
            "NodeMemory",
            tooFull == 0 ? CheckStatus.Pass : CheckStatus.Fail,
            $"{Gibibytes(nodeMemory)} free on every node",
            tooFull == 0
                ? $"at least {Gibibytes(tightest.FreeMemory!.Value)}"
                : $"{tooFull} of {nodes!.Count} nodes have less; {tightest.Name} has {Gibibytes(tightest.FreeMemory!.Value)}",
            tooFull == 0 ? null : "Free means: not requested by Pods. Add nodes, or move Pods elsewhere."
        );
        var (cpu, memory) = (nodes!.Sum(node => node.FreeCpu!.Value), nodes!.Sum(node => node.FreeMemory!.Value));
        yield return Result("ClusterCpu", Of(cpu >= clusterCpu), $"{Cores(clusterCpu)} free", Cores(cpu));
        yield return Result(
            "ClusterMemory",
            Of(memory >= clusterMemory),
            $"{Gibibytes(clusterMemory)} free",
            Gibibytes(memory)
        );
        if (withSidecars)
            yield return Sidecars(facts, cpu, memory);
    }

    private SealosCheckResult Sidecars(ClusterFacts facts, decimal cpu, decimal memory)
    {
        var pods = facts.Pods!.Count(pod => facts.IsTenant(pod.Owner.Split('/')[0]) && pod.Node.Length > 0);
        var (moreCpu, moreMemory) = (pods * SidecarCpu, pods * SidecarMemory);
        var fits = cpu >= moreCpu && memory >= moreMemory;
        return Result(
            "SidecarCapacity",
            Of(fits),
            $"{Cores(moreCpu)} and {Gibibytes(moreMemory)} free, for {pods} Pods of tenants",
            $"{Cores(cpu)} and {Gibibytes(memory)}",
            fits ? null : "The gateway alone needs no sidecars: leave tenants without."
        );
    }

    private IEnumerable<(string Name, string Wanted)> Expectations()
    {
        yield return ("NodeMemory", $"{Gibibytes(nodeMemory)} free on every node");
        yield return ("ClusterCpu", $"{Cores(clusterCpu)} free");
        yield return ("ClusterMemory", $"{Gibibytes(clusterMemory)} free");
        if (withSidecars)
            yield return ("SidecarCapacity", "room for a sidecar per Pod of a tenant");
    }

    private SealosCheckResult Result(
        string name,
        CheckStatus status,
        string expected,
        string actual,
        string? detail = null
    ) => new(suite, name, target, status, expected, actual, detail);

    private static CheckStatus Of(bool isEnough) => isEnough ? CheckStatus.Pass : CheckStatus.Fail;

    private static decimal Read(ResourceQuantity quantity, string name) =>
        quantity.TryGetValue(out var value) && value >= 0
            ? value
            : throw new ResourceException(
                ResourceProblem.Invalid,
                null,
                $"{name}: '{quantity.Text}' is no quantity.",
                "Write it as Kubernetes does, such as 8, 500m, 16Gi."
            );

    private static string Cores(decimal value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.##} cores");

    private static string Gibibytes(decimal value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value / (1024 * 1024 * 1024):0.##} GiB");
}
