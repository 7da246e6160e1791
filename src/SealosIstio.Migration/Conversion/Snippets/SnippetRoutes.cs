using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>Turns the decisions of a snippet into routes before the location's own.</summary>
internal static class SnippetRoutes
{
    // Paths of regular-expression locations that fit every request.
    private static readonly HashSet<string> EveryRequest = ["/", "/.*", "/(.*)", "/()(.*)", "/?(.*)", "/(.*)$"];

    /// <summary>
    /// Makes the routes of <paramref name="program"/>. Null when the decisions can't be put as matches of this location.
    /// </summary>
    public static List<ConditionalRoute>? Make(RouteDraft draft, SnippetProgram program, SnippetCompiler compiler)
    {
        if (program.Tests.Count > SnippetProgram.MaximumTests || program.Decide() is not { } decisions)
            return null;
        var routes = new List<ConditionalRoute>();
        foreach (var (tests, outcome) in decisions)
        {
            if (tests.Count == 0 && outcome == SnippetOutcome.Own)
                continue;
            var match = new HttpMatchRequest();
            if (tests.Any(test => !test.AddTo(match)) || tests.Any(test => !IsWithin(draft, test)))
                return null;
            outcome.Answer?.NoteIn(draft);
            routes.Add(
                new ConditionalRoute(
                    outcome.Name,
                    match,
                    route => Change(route, outcome, compiler.Headers),
                    match.Uri is not null,
                    IsOfServer: compiler.IsServer,
                    LosesCors: !compiler.IsServer && outcome.Headers is not null
                )
            );
        }
        return routes;
    }

    private static void Change(HttpRoute route, SnippetOutcome outcome, SnippetHeaders outer)
    {
        outcome.Headers?.ApplyTo(route, outer);
        if (outcome.Rewrite is { } rewrite)
            route.Rewrite = new HttpRewrite
            {
                Authority = route.Rewrite?.Authority,
                UriRegexRewrite = new RegexRewrite { Match = rewrite.Match, Rewrite = rewrite.Rewrite },
            };
        outcome.Answer?.ApplyTo(route);
    }

    // A test of the path takes the place of the location's own match, so all it fits must lie within the location.
    private static bool IsWithin(RouteDraft draft, RequestTest test)
    {
        if (test.Part != RequestPart.Path)
            return true;
        if (draft.IsRegex)
            return EveryRequest.Contains(draft.Path);
        if (!draft.UriMatches.Exists(match => match.Prefix is not null))
            return test.Exact is not null && draft.UriMatches.Exists(match => match.Exact == test.Exact);
        var prefix = draft.Path.TrimEnd('/');
        return prefix.Length == 0
            || test.Exact == prefix
            || (test.Exact ?? test.LiteralStart).StartsWith(prefix + "/", StringComparison.Ordinal);
    }
}
