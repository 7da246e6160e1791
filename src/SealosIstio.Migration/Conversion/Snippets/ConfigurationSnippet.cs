namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>Converts configuration-snippet, which stands in every location of its Ingress.</summary>
internal static class ConfigurationSnippet
{
    internal const string Annotation = "configuration-snippet";

    /// <summary>Converts the snippet for one location. Whether snippets are allowed at all is for the caller to know.</summary>
    public static void Apply(RouteDraft draft, ConversionOptions options)
    {
        if (draft.Source.Annotation(Annotation) is not { } text)
            return;
        var reporter = new SnippetReporter(draft.Source, Annotation, options);
        var snippet = NginxSnippetParser.Parse(text);
        if (snippet.Fault is { } fault)
        {
            reporter.ReportFault(fault);
            return;
        }
        var compiler = SnippetCompiler.Compile(snippet, reporter, isServer: false);
        compiler.Headers.ApplyTo(draft);
        var hasSteps = SnippetConclusion.AddRoutes(draft, compiler, snippet, reporter, draft.Before.Count);
        reporter.Conclude(!compiler.Headers.IsEmpty || hasSteps);
    }
}
