using SealosIstio.Migration.Routing.Nginx.Controller;

namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>The headers that a location sends to its backend.</summary>
internal static class UpstreamHeaders
{
    public static IEnumerable<Directive> Write(
        NginxServer server,
        NginxLocation location,
        GeneratedConfiguration configuration
    )
    {
        var settings = configuration.Settings;
        var annotations = location.Annotations;
        yield return Set("Host", annotations.UpstreamVhost.Length > 0 ? annotations.UpstreamVhost : "$best_http_host");
        if (server.ClientCertificate is { HasAuthority: true } certificate)
        {
            if (certificate.PassesCertificate)
                yield return Set("ssl-client-cert", "$ssl_client_escaped_cert");
            yield return Set("ssl-client-verify", "$ssl_client_verify");
            yield return Set("ssl-client-subject-dn", "$ssl_client_s_dn");
            yield return Set("ssl-client-issuer-dn", "$ssl_client_i_dn");
        }
        yield return Set("Upgrade", "$http_upgrade");
        var connection = annotations.ConnectionHeader;
        yield return Set("Connection", connection.Length > 0 ? connection : "$connection_upgrade");
        yield return Set("X-Request-ID", "$req_id");
        yield return Set("X-Real-IP", "$remote_addr");
        yield return Set("X-Forwarded-For", LocationTemplate.ForwardedFor(settings));
        yield return Set("X-Forwarded-Host", "$best_http_host");
        yield return Set("X-Forwarded-Port", "$pass_port");
        yield return Set("X-Forwarded-Proto", "$pass_access_scheme");
        yield return Set("X-Forwarded-Scheme", "$pass_access_scheme");
        if (settings.AddOriginalUriHeader)
            yield return Set("X-Original-URI", "$request_uri");
        yield return Set("X-Scheme", "$pass_access_scheme");
        yield return Set("X-Original-Forwarded-For", "$http_" + VariableName(settings.ForwardedForHeader));
        yield return Set("X-Original-Forwarded-Host", "$http_" + VariableName(settings.ForwardedHostHeader));
        // HTTPoxy: a Proxy header must never reach a CGI script.
        yield return Set("Proxy", "");
        foreach (var (name, value) in HttpTemplate.Map(configuration, settings.ProxySetHeaders))
            yield return Set(name, value);
    }

    private static Directive Set(string name, string value) => Directive.Of("proxy_set_header", name, value);

    private static string VariableName(string header) => header.Replace('-', '_').ToLowerInvariant();
}
