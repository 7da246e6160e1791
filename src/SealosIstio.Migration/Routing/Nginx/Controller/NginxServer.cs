namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>A server block: one host.</summary>
internal sealed class NginxServer(string hostname)
{
    public string Hostname { get; } = hostname;
    public IReadOnlyList<string> Aliases { get; set; } = [];
    public List<NginxLocation> Locations { get; set; } = [];
    public string ServerSnippet { get; set; } = "";

    /// <summary>The Ingress whose snippet is in force.</summary>
    public SourceIngress? SnippetSource { get; set; }

    /// <summary>True once an Ingress with a TLS section was seen: the host then redirects to https.</summary>
    public bool HasCertificate { get; set; }

    /// <summary>The certificate; null for the controller's own.</summary>
    public ServerCertificate? Certificate { get; set; }
    public string? AuthTlsError { get; set; }
    public ClientCertificateAnnotations? ClientCertificate { get; set; }
    public bool RedirectsFromWww { get; set; }
    public bool SslPassthrough { get; set; }

    /// <summary>True when one location's regex or rewrite turns every location of the host into a regex.</summary>
    public bool IsRegex =>
        Locations.Any(location => location.Rewrite.Rewrites(location.Path) || location.Rewrite.UseRegex);
}

/// <summary>A location block: one path.</summary>
internal sealed class NginxLocation
{
    public required string Path { get; set; }
    public required bool IsExact { get; set; }

    /// <summary>The path as the Ingress has it; empty for a location that the controller made up.</summary>
    public string IngressPath { get; set; } = "";
    public bool IsDefaultBackend { get; set; }
    public required string Upstream { get; set; }
    public SourceIngress? Ingress { get; set; }
    public required IngressAnnotations Annotations { get; set; }
    public RewriteAnnotations Rewrite { get; set; } = RewriteAnnotations.None;
    public RedirectAnnotations Redirect { get; set; } = RedirectAnnotations.None;

    /// <summary>The upstream of custom error pages.</summary>
    public string ErrorUpstream { get; set; } = Controller.Upstream.Default;

    public void Apply(IngressAnnotations annotations)
    {
        Annotations = annotations;
        Rewrite = annotations.Rewrite;
        Redirect = annotations.Redirect;
        ErrorUpstream = Controller.Upstream.Default;
    }

    public NginxLocation Copy() => (NginxLocation)MemberwiseClone();
}

/// <summary>A server that only redirects between a name with and one without <c>www.</c></summary>
internal sealed record WwwRedirect(string From, string To, ServerCertificate? Certificate);
