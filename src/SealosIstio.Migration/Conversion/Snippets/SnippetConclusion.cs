using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>Puts what a snippet decides into a location, or reports each of its decisions.</summary>
internal static class SnippetConclusion
{
    /// <summary>Adds the snippet's routes to the location, the first of them at <paramref name="position"/>.</summary>
    /// <returns>Whether the location has changed.</returns>
    public static bool AddRoutes(
        RouteDraft draft,
        SnippetCompiler compiler,
        NginxSnippet snippet,
        SnippetReporter reporter,
        int position
    )
    {
        // A return for everyone needs no route before the location's own.
        if (compiler.Steps is [AnswerStep { Answer: var answer }, ..])
        {
            answer.ApplyTo(draft);
            return true;
        }
        // An if of a location replaces what CORS had to say there; a server's doesn't.
        var tellsIfs = !compiler.IsServer && draft.Source.Boolean(Cors.EnableAnnotation) == true;
        var program = new SnippetProgram(compiler.Steps, tellsIfs);
        if (SnippetRoutes.Make(draft, program, compiler) is { } routes)
        {
            draft.Before.InsertRange(position, routes);
            return routes.Count > 0;
        }
        foreach (var directive in snippet.Directives)
            if (directive.Name is "if" or "return" or "rewrite")
                reporter.ReportLost(
                    FindingCatalog.SnippetCondition,
                    directive,
                    "its decisions can't be put as matches of this path"
                );
        return false;
    }
}
