using SealosIstio.Migration.Routing.Nginx.Controller;

namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>What <c>nginx -t</c> refuses. One bad host then keeps every change of every host from taking effect.</summary>
internal sealed class ConfigurationTest(GeneratedConfiguration configuration)
{
    private readonly DirectiveTest directives = new();
    private readonly LocationTest locations = new();

    /// <summary>Directives and patterns that the model does not follow.</summary>
    public IEnumerable<NginxIssue> Unmodelled =>
        directives
            .Unmodelled.Select(item => Issue(item.Origin, item.Name, "The model does not follow this directive."))
            .Concat(
                locations.Unmodelled.Select(item =>
                    Issue(
                        item.Origin,
                        "path",
                        $"Only PCRE reads the pattern {item.Pattern}: the model never matches it."
                    )
                )
            )
            .Distinct();

    /// <summary>Why the configuration is refused; null when it is taken.</summary>
    public NginxIssue? Run()
    {
        try
        {
            directives.Check(HttpTemplate.Write(configuration), DirectiveContext.Http);
            foreach (var redirect in configuration.WwwRedirects)
                CheckName(redirect.From, origin: null);
            foreach (var server in configuration.Servers)
                Check(server);
            return null;
        }
        catch (SnippetSyntaxException refusal)
        {
            return new(
                refusal.Origin ?? "",
                "",
                $"nginx refuses the whole generated configuration: {refusal.Message}."
            );
        }
    }

    private static NginxIssue Issue(string source, string field, string message) =>
        new(source, field, message) { IsUnmodelled = true };

    private void Check(NginxServer server)
    {
        foreach (var alias in server.Aliases)
            CheckName(alias, server.Locations[0].Ingress);
        // Writing out every host of a large cluster would be slow; without text of a tenant only paths can be wrong.
        if (HoldsText(server))
        {
            var written = ServerTemplate.Write(server, configuration);
            directives.Check(written, DirectiveContext.Server);
            locations.Check(
                written
                    .Where(item => item.Name == "location")
                    .Select(item => (item.Arguments, (string?)(item.Origin ?? OriginOf(server, item.Arguments))))
            );
        }
        else if (server.AuthTlsError is null)
        {
            var isRegex = server.IsRegex;
            locations.Check(
                server.Locations.Select(location =>
                    (LocationTemplate.Match(location, isRegex), (string?)ServerTemplate.SnippetOrigin(location.Ingress))
                )
            );
        }
    }

    private static string OriginOf(NginxServer server, IReadOnlyList<string> arguments) =>
        ServerTemplate.SnippetOrigin(
            server.Locations.Find(location => arguments[^1].TrimStart('^') == location.Path)?.Ingress
        );

    private static void CheckName(string name, SourceIngress? origin)
    {
        var star = name.LastIndexOf('*');
        var isWildcard =
            (star == 0 && name.StartsWith("*.", StringComparison.Ordinal))
            || name.EndsWith(".*", StringComparison.Ordinal);
        if (star >= 0 && !name.StartsWith('~') && (!isWildcard || name.Count(c => c == '*') > 1))
            throw new SnippetSyntaxException(
                $"invalid server name or wildcard \"{name}\"",
                origin is null ? null : ServerTemplate.SnippetOrigin(origin)
            );
    }

    private bool HoldsText(NginxServer server) =>
        server.ServerSnippet.Length > 0
        || configuration.Settings.ServerSnippet is not null
        || configuration.Settings.LocationSnippet is not null
        || server.Locations.Exists(location =>
            location.Annotations.ConfigurationSnippet.Length > 0
            || location.Annotations.CustomHttpErrors.Count > 0
            || location.Annotations.ExternalAuth is not null
        );
}
