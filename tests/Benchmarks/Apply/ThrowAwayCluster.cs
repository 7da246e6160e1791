namespace SealosIstio.Benchmarks.Apply;

/// <summary>A fresh API server, started by the <c>start.sh</c> of a folder of Kubernetes' binaries, and ended by its <c>stop.sh</c>.</summary>
internal sealed class ThrowAwayCluster : IAsyncDisposable
{
    // A server that has just got definitions publishes their schemas for some seconds, with all the processor time that it finds.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    private readonly string tools;
    private readonly string folder;

    private ThrowAwayCluster(string tools, string folder, string kubeconfig)
    {
        this.tools = tools;
        this.folder = folder;
        Kubeconfig = kubeconfig;
    }

    /// <summary>The path of the kubeconfig that leads to it.</summary>
    public string Kubeconfig { get; }

    /// <param name="tools">The folder with start.sh and stop.sh.</param>
    /// <param name="definitions">A file with Istio's CustomResourceDefinitions.</param>
    public static async Task<ThrowAwayCluster> StartAsync(string tools, string definitions)
    {
        var root = Directory.CreateTempSubdirectory("sealos-istio-benchmark-").FullName;
        var started = await MeasuredProcess.RunAsync(Path.Combine(tools, "start.sh"), root);
        var cluster = new ThrowAwayCluster(tools, root, started.Output.Trim());
        try
        {
            await cluster.KubectlAsync("create", "--validate=false", "-f", definitions);
            await Task.Delay(Settling);
            await cluster.KubectlAsync(
                "wait",
                "--for=condition=Established",
                "--timeout=60s",
                "crd/virtualservices.networking.istio.io",
                "crd/gateways.networking.istio.io"
            );
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public Task<Measurement> KubectlAsync(params string[] arguments) =>
        MeasuredProcess.RunAsync("kubectl", ["--kubeconfig", Kubeconfig, .. arguments]);

    public async ValueTask DisposeAsync()
    {
        await MeasuredProcess.RunAsync(Path.Combine(tools, "stop.sh"), folder);
        Directory.Delete(folder, recursive: true);
    }
}
