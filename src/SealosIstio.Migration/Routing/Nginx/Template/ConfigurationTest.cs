using SealosIstio.Migration.Routing.Nginx.Controller;
using SealosIstio.Migration.Routing.Nginx.Runtime;

namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>What <c>nginx -t</c> refuses. One bad host then keeps every change of every host from taking effect.</summary>
internal static class ConfigurationTest
{
    /// <summary>Why the configuration is refused; null when it is taken.</summary>
    /// <param name="configuration">The configuration to load.</param>
    /// <param name="issues">Receives the directives that the model does not follow.</param>
    public static NginxIssue? Run(GeneratedConfiguration configuration, List<NginxIssue> issues)
    {
        var test = new DirectiveTest();
        try
        {
            var http = HttpTemplate.Write(configuration);
            test.Check(http, DirectiveContext.Http);
            foreach (var redirect in configuration.WwwRedirects)
                if (redirect.From.Contains('*', StringComparison.Ordinal))
                    return Refused("", $"invalid server name or wildcard \"{redirect.From}\"");
            foreach (var server in configuration.Servers)
                Check(server, configuration, test);
            return null;
        }
        catch (SnippetSyntaxException refusal)
        {
            return Refused("", refusal.Message);
        }
        finally
        {
            issues.AddRange(
                test.Unmodelled.Distinct()
                    .Select(item => new NginxIssue(item.Origin, item.Name, "The model does not follow this directive.")
                    {
                        IsUnmodelled = true,
                    })
            );
        }
    }

    private static void Check(NginxServer server, GeneratedConfiguration configuration, DirectiveTest test)
    {
        foreach (var alias in server.Aliases)
            if (alias.AsSpan(1).IndexOf('*') is >= 0 and var star && !alias.StartsWith('~') && star != alias.Length - 2)
                throw new SnippetSyntaxException($"invalid server name or wildcard \"{alias}\"");
        // Writing out every host of a large cluster would be slow; without text of a tenant only paths can clash.
        if (HasSnippet(server, configuration.Settings))
        {
            var directives = ServerTemplate.Write(server, configuration);
            test.Check(directives, DirectiveContext.Server);
            CheckLocations(directives.Where(item => item.Name == "location").Select(item => item.Arguments));
        }
        else if (!server.IsRegex)
            CheckLocations(
                server.Locations.Select(location =>
                    (IReadOnlyList<string>)(location.IsExact ? ["=", location.Path] : [location.Path])
                )
            );
    }

    private static bool HasSnippet(NginxServer server, ControllerSettings settings) =>
        server.ServerSnippet.Length > 0
        || settings.ServerSnippet is not null
        || settings.LocationSnippet is not null
        || server.Locations.Exists(location =>
            location.Annotations.ConfigurationSnippet.Length > 0
            || location.Annotations.ExternalAuth?.Snippet.Length > 0
        );

    private static void CheckLocations(IEnumerable<IReadOnlyList<string>> locations)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var arguments in locations)
        {
            var (match, path) = LocationTree.SplitMatch(arguments);
            if (match is "~" or "~*")
            {
                if (PcrePattern.Compile(path, match == "~*") is null)
                    throw new SnippetSyntaxException($"pcre2_compile() failed in \"{path}\"");
                continue;
            }
            if (!seen.Add((match == "^~" ? "" : match, path)))
                throw new SnippetSyntaxException($"duplicate location \"{path}\"");
        }
    }

    private static NginxIssue Refused(string source, string reason) =>
        new(source, "", $"nginx refuses the whole generated configuration: {reason}.");
}
