using SealosIstio.Migration.Routing.Nginx.Controller;
using static SealosIstio.Migration.Routing.Nginx.Template.Directive;

namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>A server block.</summary>
internal static class ServerTemplate
{
    /// <summary>The directives of a server.</summary>
    /// <exception cref="SnippetSyntaxException">A snippet cannot be read.</exception>
    public static IReadOnlyList<Directive> Write(NginxServer server, GeneratedConfiguration configuration)
    {
        var settings = configuration.Settings;
        var result = new List<Directive>(Blocks(settings)) { Of("set", "$proxy_upstream_name", "-") };
        var certificate = server.ClientCertificate;
        if (certificate is { MatchCommonName.Length: > 0 })
            result.Add(
                WithBlock(
                    "if",
                    ["($ssl_client_s_dn", "!~", certificate.MatchCommonName, ")"],
                    [Of("return", "403", "client certificate unauthorized")]
                )
            );
        if (server.AuthTlsError is not null)
            result.Add(Of("return", "403"));
        else
        {
            if (certificate?.HasAuthority == true)
            {
                result.Add(Of("ssl_verify_client", certificate.VerifyClient));
                if (certificate.ErrorPage.Length > 0)
                    result.Add(Of("error_page", "495", "496", "=", certificate.ErrorPage));
            }
            if (server.ServerSnippet.Length > 0)
                result.AddRange(SnippetParser.Parse(server.ServerSnippet, SnippetOrigin(server.SnippetSource)));
            result.AddRange(ErrorTemplate.WriteFor(server));
            result.AddRange(LocationTemplate.WriteMirrors(server));
            var isRegex = server.IsRegex;
            foreach (var location in server.Locations)
                result.AddRange(LocationTemplate.Write(server, location, isRegex, configuration));
            if (server.Hostname == ServerTable.CatchAll)
                result.AddRange(Status(configuration.Flags));
        }
        if (settings.ServerSnippet is { } snippet)
            result.AddRange(SnippetParser.Parse(snippet, "ConfigMap server-snippet"));
        // A server may hold the same pages already, from an annotation; nginx then refuses the duplicate.
        result.AddRange(ErrorTemplate.Write(Upstream.Default, settings.CustomHttpErrors));
        return result;
    }

    public static IReadOnlyList<Directive> Write(WwwRedirect redirect, ControllerSettings settings) =>
        [
            .. Blocks(settings),
            Of("set_by_lua_file", "$redirect_to", "/etc/nginx/lua/nginx/ngx_srv_redirect.lua", redirect.To),
            Of("return", $"{settings.RedirectCode}", "$redirect_to"),
        ];

    public static string SnippetOrigin(SourceIngress? ingress) => $"Ingress {ingress?.Namespace}/{ingress?.Name}";

    /// <summary>The paths that the catch-all keeps for probes and monitors, whatever an Ingress says.</summary>
    private static IEnumerable<Directive> Status(ControllerFlags flags) =>
        [
            WithBlock("location", [flags.HealthCheckPath], [Of("return", "200")]),
            WithBlock(
                "location",
                ["/nginx_status"],
                [Of("allow", "127.0.0.1"), Of("deny", "all"), Of("stub_status", "on")]
            ),
        ];

    private static IEnumerable<Directive> Blocks(ControllerSettings settings)
    {
        if (settings.BlockUserAgents.Count > 0)
            yield return WithBlock("if", ["($block_ua)"], [Of("return", "403")]);
        if (settings.BlockReferers.Count > 0)
            yield return WithBlock("if", ["($block_ref)"], [Of("return", "403")]);
    }
}
