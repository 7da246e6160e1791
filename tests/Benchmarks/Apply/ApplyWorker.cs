using System.Diagnostics;
using System.Globalization;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;

namespace SealosIstio.Benchmarks.Apply;

/// <summary>One loader in a process of its own, so that its memory can be measured.</summary>
internal static class ApplyWorker
{
    public const string Name = "apply-worker";
    public const string Engine = "engine";
    public const string Bare = "bare";

    /// <param name="arguments">The loader, the kubeconfig, the file of objects.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (loader, kubeconfig, file) = (arguments[0], arguments[1], arguments[2]);
        var elapsed =
            loader == Engine
                ? await ApplyWithEngineAsync(kubeconfig, ApplyObjects.Read(file))
                : await BareLoader.LoadAsync(kubeconfig, ApplyObjects.Read(file));
        await Console.Out.WriteLineAsync(elapsed.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>What Set-IstioResource does between its input and its output.</summary>
    private static async Task<TimeSpan> ApplyWithEngineAsync(string kubeconfig, List<KubernetesObject> objects)
    {
        var clock = Stopwatch.StartNew();
        await using var cluster = await ApiCluster.ConnectAsync(kubeconfig, contextName: null);
        var applier = new IstioResourceApplier(cluster, new ApplySettings());
        var plan = await applier.PlanAsync(objects);
        await foreach (var step in applier.RunAsync(plan))
            if (step.Result is not { Action: ApplyAction.Created })
                throw new InvalidOperationException($"{step.Result}: {step.Result?.Message}");
        return clock.Elapsed;
    }
}
