using System.Text.Json;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Platform;

/// <summary>A release of the proxy, and how many Pods run it.</summary>
/// <param name="Version">The image's tag.</param>
/// <param name="Pods">How many Pods.</param>
public sealed record IstioProxyVersion(string Version, int Pods)
{
    /// <summary><c>version (pods)</c>.</summary>
    public override string ToString() => $"{Version} ({Pods})";
}

/// <summary>The releases of Istio in a cluster.</summary>
/// <param name="Client">That of istioctl; null when there is none in PATH.</param>
/// <param name="ControlPlane">Those of istiod, one for each Deployment of it; empty when Istio isn't installed.</param>
/// <param name="DataPlane">Those of gateways and sidecars.</param>
public sealed record IstioVersionInfo(
    string? Client,
    IReadOnlyList<string> ControlPlane,
    IReadOnlyList<IstioProxyVersion> DataPlane
);

/// <summary>Tells which releases of Istio there are.</summary>
public static class IstioVersion
{
    private const string ProxyContainer = "istio-proxy";
    private const string ControlPlaneContainer = "discovery";

    /// <summary>Reads the releases from the cluster, and that of istioctl from the program.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="space">Istio's namespace.</param>
    /// <param name="istioctl">The path of istioctl; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ToolException">istioctl doesn't say its release.</exception>
    public static async Task<IstioVersionInfo> ReadAsync(
        IKubernetesCluster cluster,
        string space,
        string? istioctl,
        CancellationToken cancellationToken = default
    )
    {
        var controlPlanes = new SortedSet<string>(StringComparer.Ordinal);
        var workloads = await IstioWorkloads.ReadAsync(
            cluster,
            space,
            new Dictionary<string, string>(),
            cancellationToken
        );
        foreach (
            var container in workloads.ControlPlanes.SelectMany(item => item.Spec?.Template?.Spec?.Containers ?? [])
        )
            if (container.Name == ControlPlaneContainer && TagOf(container.Image) is { } tag)
                controlPlanes.Add(tag);
        var proxies = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1Pod>(), new ListOptions(), cancellationToken))
        foreach (var container in ((V1Pod)item).Spec?.Containers ?? [])
            if (container.Name == ProxyContainer && TagOf(container.Image) is { } tag)
                proxies[tag] = proxies.GetValueOrDefault(tag) + 1;
        return new IstioVersionInfo(
            istioctl is null ? null : await OfClientAsync(istioctl, cancellationToken),
            [.. controlPlanes],
            [.. proxies.Select(proxy => new IstioProxyVersion(proxy.Key, proxy.Value))]
        );
    }

    /// <summary>The release of an istioctl.</summary>
    /// <exception cref="ToolException">It failed, or says something else.</exception>
    public static async Task<string> OfClientAsync(string istioctl, CancellationToken cancellationToken = default)
    {
        var command = new ToolCommand(istioctl, ["version", "--remote=false", "-o", "json"]);
        var text = new System.Text.StringBuilder();
        await ToolRun.RunAsync(
            command,
            TimeSpan.FromSeconds(30),
            line =>
            {
                if (!line.IsError)
                    text.AppendLine(line.Text);
            },
            cancellationToken
        );
        try
        {
            using var json = JsonDocument.Parse(text.ToString());
            return json.RootElement.GetProperty("clientVersion").GetProperty("version").GetString()!;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ToolException(
                ToolFailure.Failed,
                command.Tool,
                $"'{command}' didn't say clientVersion.version.",
                "Check that the program is Istio's istioctl.",
                e
            );
        }
    }

    /// <summary>Refuses an istioctl of another release than the one to install: it installs its own.</summary>
    /// <exception cref="ToolException">It is of another release.</exception>
    public static async Task RequireClientAsync(
        string istioctl,
        string version,
        CancellationToken cancellationToken = default
    )
    {
        var client = await OfClientAsync(istioctl, cancellationToken);
        if (client != version)
            throw new ToolException(
                ToolFailure.WrongVersion,
                istioctl,
                $"'{istioctl}' is of release {client} and would install that one, not {version}.",
                $"Name the istioctl of {version} with -ToolPath, or make the configuration with -Version {client}."
            );
    }

    // docker.io/istio/proxyv2:1.20.2-distroless@sha256:...
    private static string? TagOf(string? image) =>
        image?.Split('@')[0].Split('/')[^1].Split(':') is [_, var tag] ? tag : null;
}
