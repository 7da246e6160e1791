namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>How a backend is spoken to.</summary>
internal sealed record ProxyAnnotations
{
    public string BodySize { get; init; } = "1m";
    public int ReadTimeout { get; init; } = 60;
    public string CookieDomain { get; init; } = "off";
    public string CookiePath { get; init; } = "off";
    public string NextUpstream { get; init; } = "error timeout";
    public int NextUpstreamTries { get; init; } = 3;
    public string RedirectFrom { get; init; } = "off";
    public string RedirectTo { get; init; } = "off";

    public static ProxyAnnotations Read(AnnotationReader reader, ControllerSettings settings)
    {
        var defaults = Defaults(settings);
        return new()
        {
            BodySize = reader.Text("proxy-body-size") ?? defaults.BodySize,
            ReadTimeout = reader.Number("proxy-read-timeout") ?? defaults.ReadTimeout,
            CookieDomain = reader.Text("proxy-cookie-domain") ?? defaults.CookieDomain,
            CookiePath = reader.Text("proxy-cookie-path") ?? defaults.CookiePath,
            NextUpstream = reader.Text("proxy-next-upstream") ?? defaults.NextUpstream,
            NextUpstreamTries = reader.Number("proxy-next-upstream-tries") ?? defaults.NextUpstreamTries,
            RedirectFrom = reader.Text("proxy-redirect-from") ?? defaults.RedirectFrom,
            RedirectTo = reader.Text("proxy-redirect-to") ?? defaults.RedirectTo,
        };
    }

    public static ProxyAnnotations Defaults(ControllerSettings settings) =>
        new()
        {
            BodySize = settings.Text("proxy-body-size", "1m"),
            ReadTimeout = settings.Number("proxy-read-timeout", 60),
            CookieDomain = settings.Text("proxy-cookie-domain", "off"),
            CookiePath = settings.Text("proxy-cookie-path", "off"),
            NextUpstream = settings.Text("proxy-next-upstream", "error timeout"),
            NextUpstreamTries = settings.Number("proxy-next-upstream-tries", 3),
            RedirectFrom = settings.Text("proxy-redirect-from", "off"),
            RedirectTo = settings.Text("proxy-redirect-to", "off"),
        };
}
