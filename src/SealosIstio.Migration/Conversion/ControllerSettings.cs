using System.Globalization;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// What the ingress-nginx controller's ConfigMap and flags say, with the controller's defaults (internal/ingress/controller/
/// config/config.go of v1.15) for what they leave out.
/// </summary>
internal sealed record ControllerSettings
{
    private const string ControllerName = "k8s.io/ingress-nginx";
    private const string ConfigMapFlag = "--configmap=";
    private const string DefaultCertificateFlag = "--default-ssl-certificate=";
    private const string DefaultBackendFlag = "--default-backend-service=";
    private const string PrefixFlag = "--annotations-prefix=";
    private const string ControllerClassFlag = "--controller-class=";
    private const string ClassFlag = "--ingress-class=";
    private static readonly (string Namespace, string Name)[] UsualConfigMaps =
    [
        ("ingress-nginx", "ingress-nginx-controller"),
        ("kube-system", "ingress-nginx-controller"),
    ];

    private static readonly Version CurrentVersion = new(1, 15);

    private IDictionary<string, string> data = new Dictionary<string, string>();
    private Version version = CurrentVersion;

    private ControllerSettings() { }

    /// <summary>Whether the controller or its ConfigMap was found; otherwise every value is the default.</summary>
    public bool IsKnown { get; private init; }

    /// <summary>The names of the classes that the controller serves.</summary>
    public required IReadOnlySet<string> Classes { get; init; }

    /// <summary>The Secret of --default-ssl-certificate; null without the flag.</summary>
    public (string Namespace, string Name)? DefaultCertificate { get; private init; }

    /// <summary>The Service of --default-backend-service; null without the flag.</summary>
    public (string Namespace, string Name)? DefaultBackend { get; private init; }

    /// <summary>The prefix of --annotations-prefix; null without the flag.</summary>
    public string? AnnotationsPrefix { get; private init; }

    /// <summary>Whether it serves Ingresses without a class.</summary>
    public bool WatchesWithoutClass { get; private init; }

    /// <summary>Whether it obeys ssl-passthrough; null when its flags are unknown.</summary>
    public bool? PassesTlsThrough { get; private init; }

    /// <summary>Whether TLS hosts redirect to HTTPS unless an annotation says otherwise. Default true.</summary>
    public bool SslRedirect => Flag("ssl-redirect", true);

    /// <summary>Whether hosts without TLS redirect as well. Default false.</summary>
    public bool ForceSslRedirect => Flag("force-ssl-redirect", false);

    /// <summary>The status of that redirect. Default 308.</summary>
    public int HttpRedirectCode =>
        int.TryParse(
            data.GetOrNull("http-redirect-code"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var code
        ) && code is 301 or 302 or 307 or 308
            ? code
            : 308;

    /// <summary>
    /// Whether snippets are obeyed; null when the controller is unknown. Allowed by default before 1.9; since 1.12 the risk
    /// level must be Critical as well (ingress-nginx changelogs).
    /// </summary>
    public bool? AllowsSnippets =>
        IsKnown
            ? Flag("allow-snippet-annotations", version < new Version(1, 9))
                && (
                    version < new Version(1, 12)
                    || string.Equals(
                        data.GetOrNull("annotations-risk-level"),
                        "Critical",
                        StringComparison.OrdinalIgnoreCase
                    )
                )
            : null;

    /// <summary>The response headers that Ingresses may set; null when the controller is unknown.</summary>
    public IReadOnlyCollection<string>? AllowedResponseHeaders =>
        IsKnown
            ? (this["global-allowed-response-headers"] ?? "").Split(
                ',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
            : null;

    /// <summary>How findings name the ConfigMap; null when there is none.</summary>
    public string? ConfigMap { get; private init; }

    /// <summary>The keys that the ConfigMap sets, in alphabetical order.</summary>
    public IEnumerable<string> Keys => data.Keys.Order(StringComparer.Ordinal);

    /// <summary>The raw value of a ConfigMap key; null when it isn't set.</summary>
    public string? this[string key] => data.GetOrNull(key);

    /// <summary>Reads the settings from a snapshot.</summary>
    public static ControllerSettings Read(ClusterSnapshot snapshot, ConversionOptions options)
    {
        var controllers = Controllers(snapshot);
        List<string> arguments =
        [
            .. controllers.SelectMany(controller =>
                (controller.Container.Args ?? []).Select(argument =>
                    argument.Replace("$(POD_NAMESPACE)", controller.Namespace, StringComparison.Ordinal)
                )
            ),
        ];
        var controllerName = FlagValue(arguments, ControllerClassFlag) ?? ControllerName;
        var map = FindConfigMap(snapshot, arguments);
        return new ControllerSettings
        {
            data = map?.Data ?? new Dictionary<string, string>(),
            version =
                controllers
                    .Select(controller => VersionOf(controller.Container))
                    .FirstOrDefault(found => found is not null)
                ?? CurrentVersion,
            ConfigMap = map?.ToString(),
            IsKnown = map is not null || controllers.Count > 0,
            DefaultCertificate = NamespacedName(FlagValue(arguments, DefaultCertificateFlag)),
            DefaultBackend = NamespacedName(FlagValue(arguments, DefaultBackendFlag)),
            AnnotationsPrefix = FlagValue(arguments, PrefixFlag),
            Classes = snapshot
                .All<V1IngressClass>()
                .Where(item => item.Spec?.Controller == controllerName)
                .Select(item => item.Metadata.Name ?? "")
                .Concat(options.IngressClasses)
                .Concat(FlagValue(arguments, ClassFlag) is { } named ? [named] : [])
                .ToHashSet(StringComparer.Ordinal),
            PassesTlsThrough =
                controllers.Count == 0
                    ? null
                    : arguments.Exists(argument =>
                        argument is "--enable-ssl-passthrough" or "--enable-ssl-passthrough=true"
                    ),
            WatchesWithoutClass =
                options.IncludeWithoutClass
                || arguments.Exists(argument =>
                    argument is "--watch-ingress-without-class" or "--watch-ingress-without-class=true"
                ),
        };
    }

    /// <summary>A boolean ConfigMap key.</summary>
    public bool Flag(string key, bool whenUnset) =>
        data.GetOrNull(key)?.Trim().ToLowerInvariant() switch
        {
            "true" or "t" or "1" => true,
            "false" or "f" or "0" => false,
            _ => whenUnset,
        };

    private static string? FlagValue(List<string> arguments, string flag) =>
        arguments.Find(argument => argument.StartsWith(flag, StringComparison.Ordinal)) is { } found
        && found.Length > flag.Length
            ? found[flag.Length..]
            : null;

    private static (string Namespace, string Name)? NamespacedName(string? text) =>
        text?.Split('/') is [{ Length: > 0 } space, { Length: > 0 } name] ? (space, name) : null;

    private static V1ConfigMap? FindConfigMap(ClusterSnapshot snapshot, List<string> arguments)
    {
        foreach (var argument in arguments)
            if (argument.StartsWith(ConfigMapFlag, StringComparison.Ordinal))
            {
                var name = argument[(argument.IndexOf('/', StringComparison.Ordinal) + 1)..];
                var space = argument[ConfigMapFlag.Length..^(name.Length + 1)];
                // $(POD_NAMESPACE) is the usual spelling; the ConfigMap then lies beside the controller.
                return snapshot.ConfigMap(space, name)
                    ?? snapshot.All<V1ConfigMap>().FirstOrDefault(map => map.Metadata.Name == name);
            }
        return UsualConfigMaps
            .Select(usual => snapshot.ConfigMap(usual.Namespace, usual.Name))
            .FirstOrDefault(map => map is not null);
    }

    private static List<(string Namespace, V1Container Container)> Controllers(ClusterSnapshot snapshot) =>
        [
            .. snapshot
                .All<V1Deployment>()
                .Select(item => (item.Metadata, item.Spec?.Template))
                .Concat(snapshot.All<V1DaemonSet>().Select(item => (item.Metadata, item.Spec?.Template)))
                .SelectMany(item =>
                    (item.Template?.Spec?.Containers ?? []).Select(container =>
                        (item.Metadata.NamespaceProperty ?? "default", container)
                    )
                )
                .Where(item => item.container.Args?.Contains("/nginx-ingress-controller") == true),
        ];

    // registry/ingress-nginx/controller:v1.9.4@sha256:…
    private static Version? VersionOf(V1Container container)
    {
        var tag = container.Image?.Split('@')[0].Split('/')[^1].Split(':').ElementAtOrDefault(1);
        return Version.TryParse(tag?.TrimStart('v').Split('-')[0], out var found) ? found : null;
    }
}
