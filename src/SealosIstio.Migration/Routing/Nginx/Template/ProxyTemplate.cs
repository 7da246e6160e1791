using System.Globalization;
using SealosIstio.Migration.Routing.Nginx.Controller;
using static SealosIstio.Migration.Routing.Nginx.Template.Directive;

namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>How a location hands a request on.</summary>
internal static class ProxyTemplate
{
    /// <summary>
    /// Everything that a snippet could say a second time is listed, the settings without a bearing on answers too: nginx refuses
    /// a configuration with duplicates.
    /// </summary>
    public static IEnumerable<Directive> Tuning(ProxyAnnotations proxy, ControllerSettings settings)
    {
        yield return Of("proxy_connect_timeout", "5s");
        yield return Of("proxy_send_timeout", "60s");
        yield return Of("proxy_read_timeout", proxy.ReadTimeout.ToString(CultureInfo.InvariantCulture) + "s");
        yield return Of("proxy_buffering", "off");
        yield return Of("proxy_buffer_size", "4k");
        yield return Of("proxy_buffers", "4", "4k");
        yield return Of("proxy_max_temp_file_size", "1024m");
        yield return Of("proxy_request_buffering", "on");
        yield return Of("proxy_http_version", "1.1");
        yield return Of("proxy_cookie_domain", Words(proxy.CookieDomain));
        yield return Of("proxy_cookie_path", Words(proxy.CookiePath));
        var retries = Words(proxy.NextUpstream);
        if (settings.RetryNonIdempotent && !retries.Contains("non_idempotent", StringComparer.Ordinal))
            retries = [.. retries, "non_idempotent"];
        yield return Of("proxy_next_upstream", retries);
        yield return Of("proxy_next_upstream_timeout", "0");
        yield return Of("proxy_next_upstream_tries", proxy.NextUpstreamTries.ToString(CultureInfo.InvariantCulture));
    }

    public static IEnumerable<Directive> Pass(NginxLocation location)
    {
        var target = location.Rewrite.Target;
        if (target.Length > 0 && target != location.Path)
        {
            yield return Of("rewrite", "(?i)" + location.Path, target, "break");
            if (location.Annotations.XForwardedPrefix.Length > 0)
                yield return Of("proxy_set_header", "X-Forwarded-Prefix", location.Annotations.XForwardedPrefix);
        }
        var protocol = location.Annotations.BackendProtocol.ToUpperInvariant();
        if (location.Upstream == Upstream.Default)
            protocol = "HTTP";
        yield return protocol switch
        {
            "HTTPS" => Of("proxy_pass", "https://upstream_balancer"),
            "AUTO_HTTP" => Of("proxy_pass", "$scheme://upstream_balancer"),
            "GRPC" => Of("grpc_pass", "grpc://upstream_balancer"),
            "GRPCS" => Of("grpc_pass", "grpcs://upstream_balancer"),
            "FCGI" => Of("fastcgi_pass", "upstream_balancer"),
            _ => Of("proxy_pass", "http://upstream_balancer"),
        };
        var proxy = location.Annotations.Proxy;
        if (proxy.RedirectFrom is "default" or "off")
            yield return Of("proxy_redirect", proxy.RedirectFrom);
        else if (proxy.RedirectTo != "off")
            yield return Of("proxy_redirect", proxy.RedirectFrom, proxy.RedirectTo);
    }

    private static string[] Words(string text) => text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
}
