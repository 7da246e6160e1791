using System.Diagnostics;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Applying;

namespace SealosIstio.Migration.Platform;

/// <summary>The program that installs.</summary>
public enum InstallMethod
{
    /// <summary>istioctl, with the IstioOperator. The default.</summary>
    Istioctl,

    /// <summary>Helm, with Istio's charts.</summary>
    Helm,
}

/// <summary>What became of an installation.</summary>
/// <param name="Method">The program.</param>
/// <param name="Version">The release of Istio.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Action">
/// Created when istiod is new, Unchanged when no workload of the namespace got another generation, otherwise Configured.
/// </param>
/// <param name="Workloads">The states of istiod, the gateways and the CNI plugin at the end.</param>
/// <param name="Duration">How long it took, waiting included.</param>
/// <param name="Output">What the program wrote.</param>
public sealed record IstioInstallResult(
    InstallMethod Method,
    string Version,
    string Namespace,
    ApplyAction Action,
    IReadOnlyList<RolloutState> Workloads,
    TimeSpan Duration,
    IReadOnlyList<ToolOutput> Output
)
{
    /// <summary><c>version action</c>.</summary>
    public override string ToString() => $"{Version} {Action}";
}

/// <summary>What became of a removal.</summary>
/// <param name="Method">The program.</param>
/// <param name="Namespace">The namespace, which stays.</param>
/// <param name="Duration">How long it took, waiting included.</param>
/// <param name="Output">What the program wrote.</param>
public sealed record IstioUninstallResult(
    InstallMethod Method,
    string Namespace,
    TimeSpan Duration,
    IReadOnlyList<ToolOutput> Output
);

/// <summary>Installs and removes Istio: runs a program, then waits through the API until everything is ready, or gone.</summary>
/// <param name="cluster">The cluster; the program has to reach the same one.</param>
/// <param name="gatewaySelector">The labels of the gateway's Pods.</param>
public sealed class IstioInstaller(IKubernetesCluster cluster, IReadOnlyDictionary<string, string> gatewaySelector)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Runs the commands, one after the other, and waits until istiod, the gateways and the CNI plugin are ready.</summary>
    /// <param name="configuration">What is installed.</param>
    /// <param name="method">The program.</param>
    /// <param name="commands">The calls; see <see cref="InstallCommands"/>.</param>
    /// <param name="timeout">How long it may take altogether.</param>
    /// <param name="report">Told what the program writes, and how far the workloads are.</param>
    /// <param name="cancellationToken">Kills the program, or ends the wait.</param>
    /// <exception cref="ToolException">The program failed.</exception>
    /// <exception cref="TimeoutException">The program took too long and was killed, or something isn't ready; the message says what.</exception>
    public async Task<IstioInstallResult> InstallAsync(
        IstioInstallConfiguration configuration,
        InstallMethod method,
        IReadOnlyList<ToolCommand> commands,
        TimeSpan timeout,
        Action<ToolOutput>? report = null,
        CancellationToken cancellationToken = default
    )
    {
        var clock = Stopwatch.StartNew();
        var space = configuration.Namespace;
        var before = await GenerationsAsync(space, cancellationToken);
        var output = await RunAsync(commands, timeout, clock, report, cancellationToken);
        var workloads = await WaitAsync(configuration, timeout, clock, report, cancellationToken);
        var after = await GenerationsAsync(space, cancellationToken);
        var action =
            before.Count == 0 ? ApplyAction.Created
            : before.Count == after.Count && before.All(pair => after.GetValueOrDefault(pair.Key) == pair.Value)
                ? ApplyAction.Unchanged
            : ApplyAction.Configured;
        return new IstioInstallResult(method, configuration.Version, space, action, workloads, clock.Elapsed, output);
    }

    /// <summary>Runs the commands, one after the other, and waits until istiod and the gateways are gone.</summary>
    /// <param name="space">Istio's namespace.</param>
    /// <param name="method">The program.</param>
    /// <param name="commands">The calls; see <see cref="InstallCommands"/>.</param>
    /// <param name="timeout">How long it may take altogether.</param>
    /// <param name="report">Told what the program writes, and what is left.</param>
    /// <param name="cancellationToken">Kills the program, or ends the wait.</param>
    /// <exception cref="ToolException">The program failed.</exception>
    /// <exception cref="TimeoutException">The program took too long and was killed, or something is left; the message says what.</exception>
    public async Task<IstioUninstallResult> UninstallAsync(
        string space,
        InstallMethod method,
        IReadOnlyList<ToolCommand> commands,
        TimeSpan timeout,
        Action<ToolOutput>? report = null,
        CancellationToken cancellationToken = default
    )
    {
        var clock = Stopwatch.StartNew();
        var output = await RunAsync(commands, timeout, clock, report, cancellationToken);
        while (true)
        {
            var workloads = await IstioWorkloads.ReadAsync(cluster, space, gatewaySelector, cancellationToken);
            var left = string.Join(", ", workloads.States(includeCni: false).Select(state => state.Name));
            if (left.Length == 0)
                return new IstioUninstallResult(method, space, clock.Elapsed, output);
            await PauseAsync(
                $"Istio is still there after {timeout.TotalSeconds:0.#} s",
                left,
                timeout,
                clock,
                report,
                cancellationToken
            );
        }
    }

    private static async Task<List<ToolOutput>> RunAsync(
        IReadOnlyList<ToolCommand> commands,
        TimeSpan timeout,
        Stopwatch clock,
        Action<ToolOutput>? report,
        CancellationToken cancellationToken
    )
    {
        var output = new List<ToolOutput>();
        foreach (var command in commands)
            await ToolRun.RunAsync(
                command,
                Left(timeout, clock),
                line =>
                {
                    output.Add(line);
                    report?.Invoke(line);
                },
                cancellationToken
            );
        return output;
    }

    private async Task<IReadOnlyList<RolloutState>> WaitAsync(
        IstioInstallConfiguration configuration,
        TimeSpan timeout,
        Stopwatch clock,
        Action<ToolOutput>? report,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var workloads = await IstioWorkloads.ReadAsync(
                cluster,
                configuration.Namespace,
                gatewaySelector,
                cancellationToken
            );
            var states = workloads.States(configuration.Settings.EnableCni).ToList();
            var missing = Missing(workloads, configuration);
            if (missing.Count == 0 && states.All(state => state.IsDone))
                return states;
            var waitsFor = string.Join(
                ", ",
                missing.Concat(states.Where(state => !state.IsDone).Select(state => state.ToString()))
            );
            await PauseAsync(
                $"Istio {configuration.Version} isn't ready after {timeout.TotalSeconds:0.#} s",
                waitsFor,
                timeout,
                clock,
                report,
                cancellationToken
            );
        }
    }

    private async Task PauseAsync(
        string failure,
        string waitsFor,
        TimeSpan timeout,
        Stopwatch clock,
        Action<ToolOutput>? report,
        CancellationToken cancellationToken
    )
    {
        if (clock.Elapsed + Pause >= timeout)
            throw new TimeoutException($"{failure}: {waitsFor}.");
        report?.Invoke(new ToolOutput(cluster.Name, false, $"Waiting for {waitsFor}"));
        await Task.Delay(Pause, cancellationToken);
    }

    private static List<string> Missing(IstioWorkloads workloads, IstioInstallConfiguration configuration)
    {
        var missing = new List<string>();
        if (workloads.ControlPlanes.Count == 0)
            missing.Add("istiod");
        if (workloads.Gateways.Count == 0)
            missing.Add(IstioValues.GatewayName);
        if (configuration.Settings.EnableCni && workloads.CniPlugins.Count == 0)
            missing.Add("istio-cni-node");
        return missing;
    }

    private static TimeSpan Left(TimeSpan timeout, Stopwatch clock) =>
        timeout > clock.Elapsed ? timeout - clock.Elapsed : TimeSpan.Zero;

    /// <summary>The generations of Istio's workloads; empty when istiod isn't there.</summary>
    private async Task<Dictionary<string, long>> GenerationsAsync(string space, CancellationToken cancellationToken)
    {
        var workloads = await IstioWorkloads.ReadAsync(cluster, space, gatewaySelector, cancellationToken);
        return workloads.ControlPlanes.Count == 0
            ? []
            : workloads
                .ControlPlanes.Concat(workloads.Gateways)
                .Concat(workloads.CniPlugins)
                .DistinctBy(item => item.Metadata.Uid)
                .ToDictionary(item => item.Metadata.Uid ?? "", item => item.Metadata.Generation ?? 0);
    }
}
