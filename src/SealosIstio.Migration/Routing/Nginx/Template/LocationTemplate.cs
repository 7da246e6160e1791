using SealosIstio.Migration.Routing.Nginx.Controller;
using static SealosIstio.Migration.Routing.Nginx.Template.Directive;

namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>A location block and what stands beside it in the server.</summary>
internal static class LocationTemplate
{
    public static string ForwardedFor(ControllerSettings settings) =>
        settings is { UseForwardedHeaders: true, ComputeFullForwardedFor: true }
            ? "$full_x_forwarded_for"
            : "$remote_addr";

    public static IEnumerable<Directive> Write(
        NginxServer server,
        NginxLocation location,
        bool isRegex,
        GeneratedConfiguration configuration
    )
    {
        var settings = configuration.Settings;
        var annotations = location.Annotations;
        if (location.Rewrite.AppRoot.Length > 0)
            yield return WithBlock(
                "if",
                ["($uri", "=", "/", ")"],
                [Of("return", "302", "$scheme://$http_host" + location.Rewrite.AppRoot)]
            );
        var auth = annotations.ExternalAuth ?? (annotations.EnableGlobalAuth ? configuration.GlobalAuth : null);
        if (auth is not null)
            yield return AuthTemplate.Subrequest(location, auth, settings);
        if (auth is { SigninUrl.Length: > 0 } && annotations.DeniedBecause is null)
            yield return AuthTemplate.Signin(location, auth);
        yield return WithBlock("location", Match(location, isRegex), Body(server, location, auth, configuration));
    }

    /// <summary>The arguments of the location directive.</summary>
    public static IReadOnlyList<string> Match(NginxLocation location, bool isRegex) =>
        isRegex ? ["~*", "^" + location.Path]
        : location.IsExact ? ["=", location.Path]
        : [location.Path];

    /// <summary>The locations that copies go to: one per Ingress.</summary>
    public static IEnumerable<Directive> WriteMirrors(NginxServer server) =>
        server
            .Locations.Where(location => MirrorSource(location) is not null)
            .DistinctBy(MirrorSource, StringComparer.Ordinal)
            .Select(location =>
                WithBlock(
                    "location",
                    ["=", MirrorSource(location)!],
                    [
                        Of("internal"),
                        Of("proxy_set_header", "Host", MirrorHost(location.Annotations)),
                        Of("proxy_pass", location.Annotations.MirrorTarget),
                    ]
                )
            );

    private static List<Directive> Body(
        NginxServer server,
        NginxLocation location,
        ExternalAuthAnnotations? auth,
        GeneratedConfiguration configuration
    )
    {
        var settings = configuration.Settings;
        var annotations = location.Annotations;
        var result = new List<Directive>(Variables(server, location, settings));
        if (annotations.DeniedBecause is not null)
        {
            result.Add(Of("return", "503"));
            return result;
        }
        foreach (var range in annotations.DeniedSources)
            result.Add(Of("deny", range));
        foreach (var range in annotations.AllowedSources)
            result.Add(Of("allow", range));
        if (annotations.AllowedSources.Count > 0)
            result.Add(Of("deny", "all"));
        if (annotations.Cors.IsEnabled)
            result.AddRange(CorsTemplate.Write(annotations.Cors));
        if (!IsListed(location, settings.NoAuthLocations))
            result.AddRange(Authentication(location, auth));
        if (annotations.Proxy.BodySize.Trim().Length > 0)
            result.Add(Of("client_max_body_size", annotations.Proxy.BodySize.Trim()));
        result.AddRange(UpstreamHeaders.Write(server, location, configuration));
        result.AddRange(ProxyTemplate.Tuning(annotations.Proxy, settings));
        if (annotations.ConfigurationSnippet.Length > 0)
            result.AddRange(
                SnippetParser.Parse(annotations.ConfigurationSnippet, ServerTemplate.SnippetOrigin(location.Ingress))
            );
        if (settings.LocationSnippet is { } snippet)
            result.AddRange(SnippetParser.Parse(snippet, "ConfigMap location-snippet"));
        foreach (var (name, value) in annotations.CustomHeaders)
            result.Add(Of("more_set_headers", Literal($"{name}: {value}")));
        if (location.Upstream.StartsWith("custom-default-backend-", StringComparison.Ordinal))
        {
            result.Add(Of("proxy_set_header", "X-Code", "503"));
            result.Add(Of("proxy_set_header", "X-Format", "$http_accept"));
            result.AddRange(ErrorTemplate.Ingress());
        }
        if (annotations.Satisfy.Length > 0)
            result.Add(Of("satisfy", annotations.Satisfy));
        if (location.Redirect.IsRelative)
            result.Add(Of("absolute_redirect", "off"));
        if (annotations.CustomHttpErrors.Count > 0 && !annotations.DisableProxyInterceptErrors)
            result.Add(Of("proxy_intercept_errors", "on"));
        foreach (var code in annotations.CustomHttpErrors)
            result.Add(Of("error_page", $"{code}", "=", ErrorTemplate.LocationName(location.ErrorUpstream, code)));
        if (location.Redirect.Url.Length > 0)
            result.Add(Of("return", $"{location.Redirect.Code}", location.Redirect.Url));
        result.AddRange(ProxyTemplate.Pass(location));
        return result;
    }

    private static IEnumerable<Directive> Variables(
        NginxServer server,
        NginxLocation location,
        ControllerSettings settings
    )
    {
        var backend = location.Ingress is null ? null : BackendOf(location, server.Hostname);
        yield return Of("set", "$namespace", location.Ingress?.Namespace ?? "");
        yield return Of("set", "$ingress_name", location.Ingress?.Name ?? "");
        yield return Of("set", "$service_name", backend?.Service ?? "");
        yield return Of("set", "$service_port", backend?.Port ?? "");
        var path = location.IngressPath.Length > 0 ? location.IngressPath : "/";
        yield return Of("set", "$location_path", location.Ingress is null ? "" : Literal(path));
        if (MirrorSource(location) is { } mirror)
            yield return Of("mirror", mirror);
        yield return Of("set", "$force_ssl_redirect", Text(location.Rewrite.ForceSslRedirect));
        yield return Of("set", "$ssl_redirect", Text(location.Rewrite.SslRedirect));
        yield return Of("set", "$force_no_ssl_redirect", Text(IsListed(location, settings.NoTlsRedirectLocations)));
        yield return Of("set", "$preserve_trailing_slash", Text(location.Rewrite.PreserveTrailingSlash));
        yield return Of("set", "$use_port_in_redirects", Text(location.Annotations.UsePortInRedirects));
        yield return Of("rewrite_by_lua_file", "/etc/nginx/lua/nginx/ngx_rewrite.lua");
        yield return Of("header_filter_by_lua_file", "/etc/nginx/lua/nginx/ngx_conf_srv_hdr_filter.lua");
        yield return Of("port_in_redirect", location.Annotations.UsePortInRedirects ? "on" : "off");
        yield return Of("set", "$proxy_upstream_name", location.Upstream);
        yield return Of("set", "$proxy_host", "$proxy_upstream_name");
        yield return Of("set", "$pass_access_scheme", "$scheme");
        yield return Of("set", "$pass_server_port", "$server_port");
        yield return Of("set", "$best_http_host", "$http_host");
        yield return Of("set", "$pass_port", "$pass_server_port");
    }

    private static IEnumerable<Directive> Authentication(NginxLocation location, ExternalAuthAnnotations? auth)
    {
        if (auth is not null)
        {
            yield return Of("auth_request", AuthTemplate.SubrequestPath(location));
            yield return Of("auth_request_set", "$auth_cookie", "$upstream_http_set_cookie");
            yield return auth.AlwaysSetCookie
                ? Of("add_header", "Set-Cookie", "$auth_cookie", "always")
                : Of("add_header", "Set-Cookie", "$auth_cookie");
            for (var i = 0; i < auth.ResponseHeaders.Count; i++)
            {
                var variable = auth.ResponseHeaders[i].ToLowerInvariant().Replace('-', '_');
                yield return Of("auth_request_set", $"$authHeader{i}", $"$upstream_http_{variable}");
                yield return Of("proxy_set_header", auth.ResponseHeaders[i], $"$authHeader{i}");
            }
            if (auth.SigninUrl.Length > 0)
            {
                yield return Of("set_escape_uri", "$escaped_request_uri", "$request_uri");
                yield return Of("error_page", "401", "=", AuthTemplate.SigninName(location, auth));
            }
        }
        if (location.Annotations.BasicAuth is not { } basic)
            yield break;
        yield return Of(basic.IsDigest ? "auth_digest" : "auth_basic", Literal(basic.Realm));
        yield return Of(basic.IsDigest ? "auth_digest_user_file" : "auth_basic_user_file", basic.Passwords);
        yield return Of("proxy_set_header", "Authorization", "");
    }

    /// <summary>The backend that the Ingress names for the location; its default backend for a made-up one.</summary>
    private static SourceBackend? BackendOf(NginxLocation location, string host)
    {
        var path = location.IngressPath.Length > 0 ? location.IngressPath : "/";
        var paths = location.Ingress!.Rules.Where(rule => rule.Host == host).SelectMany(rule => rule.Paths ?? []);
        return paths.FirstOrDefault(item => item.Path == path && item.Backend is not null)?.Backend
            ?? location.Ingress.DefaultBackend;
    }

    private static string? MirrorSource(NginxLocation location) =>
        location.Annotations.MirrorTarget.Length > 0 && MirrorHost(location.Annotations).Length > 0
            ? "/_mirror-"
                + (location.Ingress?.Object.Metadata.Uid ?? $"{location.Ingress?.Namespace}-{location.Ingress?.Name}")
            : null;

    private static string MirrorHost(IngressAnnotations annotations) =>
        annotations.MirrorHost.Length > 0
            ? annotations.MirrorHost
            : ExternalAuthAnnotations.HostOf(annotations.MirrorTarget.Split('$')[0]) ?? "";

    private static bool IsListed(NginxLocation location, string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Any(item =>
                item.Trim(' ').Length > 0 && location.Path.StartsWith(item.Trim(' '), StringComparison.Ordinal)
            );

    private static string Text(bool value) => value ? "true" : "false";
}
