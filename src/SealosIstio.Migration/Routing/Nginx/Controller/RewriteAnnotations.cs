namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>Rewrites and the redirect to https.</summary>
internal sealed record RewriteAnnotations
{
    public static readonly RewriteAnnotations None = new();

    public string Target { get; init; } = "";
    public bool SslRedirect { get; init; }
    public bool ForceSslRedirect { get; init; }
    public bool PreserveTrailingSlash { get; init; }
    public bool UseRegex { get; init; }
    public string AppRoot { get; init; } = "";

    public static RewriteAnnotations Read(AnnotationReader reader, ControllerSettings settings) =>
        new()
        {
            Target = reader.Text("rewrite-target") ?? "",
            SslRedirect = reader.Flag("ssl-redirect") ?? settings.SslRedirect,
            ForceSslRedirect = reader.Flag("force-ssl-redirect") ?? settings.ForceSslRedirect,
            PreserveTrailingSlash = reader.Flag("preserve-trailing-slash") ?? settings.PreserveTrailingSlash,
            UseRegex = reader.Flag("use-regex") ?? false,
            AppRoot = reader.Text("app-root") is { } root && root.StartsWith('/') ? root : "",
        };

    /// <summary>True when a location at a path rewrites; a target equal to the path does nothing.</summary>
    public bool Rewrites(string path) => Target.Length > 0 && Target != path;
}
