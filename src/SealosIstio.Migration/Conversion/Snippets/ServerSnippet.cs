namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>Converts server-snippet, which stands in the server of a host: all locations of the host feel it.</summary>
internal static class ServerSnippet
{
    internal const string Annotation = "server-snippet";

    /// <summary>
    /// Converts the snippet for one location of the host. Call it for every location, with the oldest Ingress of the host
    /// that carries the annotation; nginx ignores the others'.
    /// </summary>
    public static void Apply(RouteDraft draft, IngressSource server, ConversionOptions options)
    {
        if (server.Annotation(Annotation) is not { } text)
            return;
        var reporter = new SnippetReporter(server, Annotation, options);
        var snippet = NginxSnippetParser.Parse(text);
        if (snippet.Fault is { } fault)
        {
            reporter.ReportFault(fault);
            return;
        }
        var compiler = SnippetCompiler.Compile(snippet, reporter, isServer: true);
        LeaveToLocation(draft, compiler.Headers);
        compiler.Headers.ApplyTo(draft);
        // nginx works through the server's steps before it looks for a location.
        var hasSteps = SnippetConclusion.AddRoutes(draft, compiler, snippet, reporter, 0);
        reporter.Conclude(!compiler.Headers.IsEmpty || hasSteps);
    }

    // A location with add_header of its own inherits none, one with expires keeps its own, and what it sets or clears by
    // headers-more comes after the server's.
    private static void LeaveToLocation(RouteDraft draft, SnippetHeaders headers)
    {
        var own = new SnippetHeaders();
        if (draft.Source.Annotation(ConfigurationSnippet.Annotation) is { } text)
        {
            var silent = new SnippetReporter(
                new IngressSource(draft.Source.Sealos, new ConversionOptions()),
                "",
                new ConversionOptions()
            );
            own = SnippetCompiler.Compile(NginxSnippetParser.Parse(text), silent, isServer: false).Headers;
        }
        // External authentication writes an add_header of its own into the location.
        if (own.HasAddHeader || draft.Source.Text("auth-url") is not null)
            headers.Added.Clear();
        if (own.HasExpires && headers.HasExpires)
        {
            headers.Set.Remove("Cache-Control");
            headers.Removed.Remove("Expires");
        }
        foreach (var name in own.Set.Keys.Concat(own.Removed).ToList())
        {
            headers.Set.Remove(name);
            headers.Removed.Remove(name);
        }
    }
}
