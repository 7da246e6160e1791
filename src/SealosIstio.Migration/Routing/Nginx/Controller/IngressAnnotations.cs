namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>Everything that one Ingress' annotations say, read as the controller reads it.</summary>
internal sealed record IngressAnnotations
{
    public IReadOnlyList<string> Aliases { get; init; } = [];
    public BasicAuthAnnotations? BasicAuth { get; init; }
    public CanaryAnnotations Canary { get; init; } = CanaryAnnotations.None;
    public ClientCertificateAnnotations? ClientCertificate { get; init; }
    public IReadOnlyDictionary<string, string> CustomHeaders { get; init; } = new Dictionary<string, string>();
    public string ConfigurationSnippet { get; init; } = "";
    public string ServerSnippet { get; init; } = "";
    public string ConnectionHeader { get; init; } = "";
    public CorsAnnotations Cors { get; init; } = new();
    public IReadOnlyList<int> CustomHttpErrors { get; init; } = [];
    public bool DisableProxyInterceptErrors { get; init; }
    public string? DefaultBackend { get; init; }
    public string? DeniedBecause { get; init; }
    public ExternalAuthAnnotations? ExternalAuth { get; init; }
    public bool EnableGlobalAuth { get; init; }
    public ProxyAnnotations Proxy { get; init; } = new();
    public RedirectAnnotations Redirect { get; init; } = RedirectAnnotations.None;
    public RewriteAnnotations Rewrite { get; init; } = RewriteAnnotations.None;
    public string Satisfy { get; init; } = "";
    public AffinityAnnotations Affinity { get; init; } = new();
    public bool SslPassthrough { get; init; }
    public bool UsePortInRedirects { get; init; }
    public string UpstreamVhost { get; init; } = "";
    public IReadOnlyList<string> AllowedSources { get; init; } = [];
    public IReadOnlyList<string> DeniedSources { get; init; } = [];
    public string XForwardedPrefix { get; init; } = "";
    public string BackendProtocol { get; init; } = "HTTP";
    public string MirrorTarget { get; init; } = "";
    public string MirrorHost { get; init; } = "";

    /// <summary>What a location has that no Ingress made: the controller's default server.</summary>
    public static IngressAnnotations Bare(ControllerSettings settings) =>
        new() { Proxy = ProxyAnnotations.Defaults(settings) };
}
