using System.Globalization;

namespace SealosIstio.Benchmarks.Apply;

/// <summary>
/// VirtualServices applied to a fresh API server by kubectl, by the engine of Set-IstioResource and by a bare HTTP loader, in turn, each in
/// a process of its own.
/// </summary>
internal static class ApplyBenchmark
{
    public const string Usage =
        "--kube FOLDER --crd FILE [--count N,N] [--loader kubectl,engine,bare]: applies N VirtualServices "
        + "(default 1000,10000) to fresh API servers that start.sh and stop.sh of FOLDER start and end, with the "
        + "CustomResourceDefinitions of FILE";

    private static readonly string[] Loaders = ["kubectl", ApplyWorker.Engine, ApplyWorker.Bare];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = new BenchmarkOptions(arguments);
        if (options.Find("--kube") is not { } tools || options.Find("--crd") is not { } definitions)
        {
            await Console.Error.WriteLineAsync($"apply {Usage}");
            return 1;
        }
        var counts = options
            .List("--count", "1000,10000")
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture));
        var loaders = options.List("--loader", string.Join(',', Loaders));

        await Console.Out.WriteLineAsync("loader    objects  process s  applying s  objects/s  peak MB");
        foreach (var count in counts)
        foreach (var loader in loaders)
            await Console.Out.WriteLineAsync(await MeasureAsync(loader, count, tools, definitions));
        return 0;
    }

    private static async Task<string> MeasureAsync(string loader, int count, string tools, string definitions)
    {
        await using var cluster = await ThrowAwayCluster.StartAsync(tools, definitions);
        var folder = Directory.CreateTempSubdirectory("sealos-istio-benchmark-").FullName;
        try
        {
            var namespaces = Path.Combine(folder, "namespaces.yaml");
            var routes = Path.Combine(folder, "routes.yaml");
            ApplyObjects.Write(namespaces, ApplyObjects.Namespaces(count));
            ApplyObjects.Write(routes, ApplyObjects.Routes(count));
            await cluster.KubectlAsync("apply", "--server-side", "-f", namespaces);

            var measured =
                loader == "kubectl"
                    ? await cluster.KubectlAsync("apply", "--server-side", "--field-manager=sealos-istio", "-f", routes)
                    : await MeasuredProcess.RunAsync(
                        Path.Combine(AppContext.BaseDirectory, "Benchmarks"),
                        ApplyWorker.Name,
                        loader,
                        cluster.Kubeconfig,
                        routes
                    );
            await CheckAsync(cluster, count);
            var applying =
                loader == "kubectl"
                    ? measured.Elapsed.TotalSeconds
                    : double.Parse(measured.Output, CultureInfo.InvariantCulture);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{loader, -8} {count, 8} {measured.Elapsed.TotalSeconds, 10:0.00} {applying, 11:0.00} {count / applying, 10:0} {measured.PeakBytes / 1e6, 8:0}"
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CheckAsync(ThrowAwayCluster cluster, int count)
    {
        var listed = await cluster.KubectlAsync("get", "virtualservices", "-A", "-o", "name", "--chunk-size=500");
        var found = listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        if (found != count)
            throw new InvalidOperationException($"The server has {found} VirtualServices instead of {count}.");
    }
}
