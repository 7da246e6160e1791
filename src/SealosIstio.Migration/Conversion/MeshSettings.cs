using System.Globalization;
using System.Text.Json;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// What the mesh that the gateway belongs to is set to, as far as the cluster shows it: istiod's ConfigMap (<c>istio</c>, or
/// <c>istio-</c> and a revision) and the annotation <c>proxy.istio.io/config</c> of the gateway's pods.
/// </summary>
internal sealed record MeshSettings
{
    private const string ConfigMapName = "istio";
    private const string Key = "mesh";
    private const string ProxyAnnotation = "proxy.istio.io/config";

    private MeshConfig? config;
    private GatewayTopology? topology;

    private MeshSettings() { }

    /// <summary>How findings name the ConfigMap: the one that was read, else the one that istiod would read.</summary>
    public required string ConfigMap { get; init; }

    /// <summary>Why a text of the cluster couldn't be read; null when there is nothing wrong.</summary>
    public string? Problem { get; private init; }

    /// <summary>The proxies in front of the gateway whose X-Forwarded-For is believed.</summary>
    public int TrustedProxies =>
        int.TryParse(
            topology?.NumTrustedProxies?.ToString(),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var count
        )
            ? count
            : 0;

    /// <summary>Whether connections to the gateway begin with the PROXY protocol.</summary>
    public bool ReadsProxyProtocol => topology?.ProxyProtocol is not null;

    /// <summary><c>NONE</c>, <c>BASE</c>, <c>MERGE_SLASHES</c> or <c>DECODE_AND_MERGE_SLASHES</c>.</summary>
    public string PathNormalization =>
        config?.PathNormalization?.Normalization is null or "DEFAULT" or ""
            ? "BASE"
            : config.PathNormalization.Normalization;

    /// <summary>The services that decide on requests over HTTP.</summary>
    public IEnumerable<ExtensionProvider> AuthorizationProviders =>
        (config?.ExtensionProviders ?? []).Where(provider =>
            provider is { Name.Length: > 0, EnvoyExtAuthzHttp.Service.Length: > 0 }
        );

    /// <summary>Reads the settings; what the cluster doesn't show has Istio's defaults.</summary>
    public static MeshSettings Read(ClusterSnapshot snapshot, ConversionOptions options)
    {
        var map = FindConfigMap(snapshot, options.GatewayNamespace);
        var (config, problem) = Load<MeshConfig>(map?.Data?.GetOrNull(Key), $"{map} data.{Key}");
        var (proxy, ownProblem) = Load<ProxyConfig>(
            ProxyAnnotationOf(snapshot, options),
            $"annotation {ProxyAnnotation} of the gateway's pods"
        );
        return new MeshSettings
        {
            config = config,
            // A pod's own annotation replaces what it says of the mesh's.
            topology = proxy?.GatewayTopology ?? config?.DefaultConfig?.GatewayTopology,
            ConfigMap = map?.ToString() ?? $"ConfigMap {options.GatewayNamespace}/{ConfigMapName}",
            Problem = problem ?? ownProblem,
        };
    }

    private static V1ConfigMap? FindConfigMap(ClusterSnapshot snapshot, string space) =>
        snapshot.ConfigMap(space, ConfigMapName)
        ?? snapshot
            .All<V1ConfigMap>()
            .Where(map =>
                map.Metadata.NamespaceProperty == space
                && map.Metadata.Name?.StartsWith(ConfigMapName + "-", StringComparison.Ordinal) == true
                && map.Data?.ContainsKey(Key) == true
            )
            .MinBy(map => map.Metadata.Name, StringComparer.Ordinal);

    private static string? ProxyAnnotationOf(ClusterSnapshot snapshot, ConversionOptions options) =>
        snapshot
            .All<V1Deployment>()
            .Select(item => (item.Metadata, item.Spec?.Template))
            .Concat(snapshot.All<V1DaemonSet>().Select(item => (item.Metadata, item.Spec?.Template)))
            .Where(item => item.Metadata.NamespaceProperty == options.GatewayNamespace)
            .Select(item => item.Template?.Metadata)
            .FirstOrDefault(pod => pod?.Labels is { } labels && options.GatewaySelector.All(labels.Contains))
            ?.Annotations?.GetOrNull(ProxyAnnotation);

    private static (T? Value, string? Problem) Load<T>(string? text, string name)
        where T : ModelPart
    {
        if (string.IsNullOrWhiteSpace(text))
            return (null, null);
        try
        {
            return (KubernetesYaml.LoadPart<T>(text, name), null);
        }
        catch (Exception exception) when (exception is ManifestException or JsonException)
        {
            return (null, $"{name} can't be read: {exception.Message}");
        }
    }
}
