using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>What nginx does unasked and the gateway doesn't: said once per run.</summary>
internal static class ImplicitBehaviour
{
    private const string Source = "Mesh";
    private const string ForwardedHeaders = "use-forwarded-headers";

    // What the conversion reads, and what only tells the controller how to run nginx.
    private static readonly HashSet<string> HandledSettings =
    [
        "add-headers",
        "allow-snippet-annotations",
        "annotations-risk-level",
        "block-cidrs",
        "brotli-level",
        "brotli-min-length",
        "brotli-types",
        "enable-brotli",
        "gzip-level",
        "gzip-min-length",
        "gzip-types",
        "use-gzip",
        "block-referers",
        "block-user-agents",
        "denylist-source-range",
        "enable-modsecurity",
        "force-ssl-redirect",
        "global-allowed-response-headers",
        "global-auth-url",
        "hide-headers",
        "hsts",
        "hsts-include-subdomains",
        "hsts-max-age",
        "hsts-preload",
        "http-redirect-code",
        "limit-req-status-code",
        "proxy-body-size",
        "no-auth-locations",
        "proxy-set-headers",
        "ssl-redirect",
        "strict-validate-path-type",
        "whitelist-source-range",
        "worker-processes",
        "worker-shutdown-timeout",
        "max-worker-connections",
        "max-worker-open-files",
    ];

    /// <param name="controller">The settings: what they say beyond what the conversion reads is said, too.</param>
    /// <param name="mesh">The mesh's settings.</param>
    /// <param name="mode">Whether what nginx does unasked is said.</param>
    /// <param name="anyConverted">Whether there is anything that the differences could concern.</param>
    public static IEnumerable<Finding> Report(
        ControllerSettings controller,
        MeshSettings mesh,
        ImplicitMode mode,
        bool anyConverted
    ) =>
        anyConverted
            ?
            [
                FindingCatalog.PathNormalization.On(Source, "meshConfig.pathNormalization", mesh.PathNormalization),
                .. mode == ImplicitMode.Ignore ? [] : Unasked(),
                .. Compression.Report(controller),
                .. Settings(controller, mesh),
            ]
            : [];

    /// <summary>What nginx does unasked, whatever its settings say, as far as the gateway differs.</summary>
    public static IReadOnlyList<Finding> Unasked() =>
        [
            FindingCatalog.ImplicitHsts.On(Source, "hsts"),
            FindingCatalog.ImplicitBodySize.On(Source, "proxy-body-size"),
            FindingCatalog.ImplicitTimeouts.On(Source, "proxy-read-timeout"),
            FindingCatalog.ImplicitForwardedHeaders.On(Source, "use-forwarded-headers"),
            FindingCatalog.ImplicitErrors.On(Source, "status"),
            FindingCatalog.ImplicitServerName.On(Source, "serverName"),
            FindingCatalog.ImplicitRequestForm.On(Source, "requestTarget"),
        ];

    private static IEnumerable<Finding> Settings(ControllerSettings controller, MeshSettings mesh) =>
        controller
            .Keys.Where(key => !HandledSettings.Contains(key) && !(key == ForwardedHeaders && mesh.TrustedProxies > 0))
            .Select(key =>
                FindingCatalog.ControllerSetting.On(
                    controller.ConfigMap!,
                    "data." + key,
                    message: $"The controller's setting {key} isn't carried over"
                )
            );
}
