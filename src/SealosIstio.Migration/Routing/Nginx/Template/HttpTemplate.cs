using SealosIstio.Migration.Routing.Nginx.Controller;
using static SealosIstio.Migration.Routing.Nginx.Template.Directive;

namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>The http block: what every server inherits.</summary>
internal static class HttpTemplate
{
    public static IReadOnlyList<Directive> Write(GeneratedConfiguration configuration)
    {
        var settings = configuration.Settings;
        var result = new List<Directive>();
        foreach (var (name, value) in Map(configuration, settings.AddHeaders))
            result.Add(Of("more_set_headers", $"{name}: {value}"));
        result.Add(Of("more_clear_headers", "Server"));
        if (settings.CustomHttpErrors.Count > 0 && !settings.DisableProxyInterceptErrors)
            result.Add(Of("proxy_intercept_errors", "on"));
        if (settings.RelativeRedirects)
            result.Add(Of("absolute_redirect", "off"));
        foreach (var code in settings.CustomHttpErrors)
            result.Add(Of("error_page", $"{code}", "=", ErrorTemplate.LocationName(Upstream.Default, code)));
        foreach (var header in settings.HideHeaders)
            result.Add(Of("proxy_hide_header", header));
        if (settings.HttpSnippet is { } snippet)
            result.AddRange(SnippetParser.Parse(snippet, "ConfigMap http-snippet"));
        foreach (var range in settings.BlockCidrs)
            result.Add(Of("deny", range));
        return result;
    }

    public static IReadOnlyDictionary<string, string> Map(GeneratedConfiguration configuration, string? name) =>
        (name is null ? null : configuration.Store.ConfigMap(name)) ?? new Dictionary<string, string>();
}
