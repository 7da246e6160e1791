using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Benchmarks.Convert;

/// <summary>One conversion in a process of its own, on one core: what a fresh PowerShell would see, compiling included.</summary>
internal static class ConvertWorker
{
    public const string Name = "convert-worker";
    public const string Convert = "convert";
    public const string RoundTrip = "json";

    private const string PublicDomain = "cloud.sealos.io";

    /// <param name="arguments">What to measure, the folder of the sample cloud, the number of Ingresses.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
            UseOneCore();
        var objects = new CloudCopies(arguments[1]).Take(int.Parse(arguments[2], CultureInfo.InvariantCulture));
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var (ingresses, results) =
            arguments[0] == Convert ? ConvertAll(objects) : RoundTripAll(objects.OfType<V1Ingress>());
        var elapsed = clock.Elapsed.TotalSeconds;
        process.Refresh();
        var busy = (process.TotalProcessorTime - before).TotalSeconds;
        await Console.Out.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{ingresses} {results} {elapsed:R} {busy:R}")
        );
        return 0;
    }

    [SupportedOSPlatform("linux")]
    [SupportedOSPlatform("windows")]
    private static void UseOneCore()
    {
        using var process = Process.GetCurrentProcess();
        process.ProcessorAffinity = 1;
    }

    private static (int Ingresses, int Results) ConvertAll(List<KubernetesObject> objects)
    {
        var options = new ConversionOptions { PublicDomains = [PublicDomain] };
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains), options.TenantNamespacePrefix);
        var ingresses = objects.OfType<V1Ingress>().Select(classifier.Classify).ToList();
        var result = IngressConverter.Convert(ingresses, ClusterSnapshot.Create(objects), options);
        return (ingresses.Count, result.Objects.Count);
    }

    /// <summary>The peer: no program that handles these objects can do with less than writing and reading each once.</summary>
    private static (int Ingresses, int Results) RoundTripAll(IEnumerable<V1Ingress> ingresses)
    {
        var copies = ingresses
            .Select(ingress => KubernetesJson.Deserialize(KubernetesJson.SerializeToUtf8Bytes(ingress)))
            .ToList();
        return (copies.Count, copies.Count);
    }
}
