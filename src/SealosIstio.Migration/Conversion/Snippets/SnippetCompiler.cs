using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>
/// Sorts the directives of a snippet into headers and steps of the rewrite module. What fits neither is reported, and so is
/// every step that depends on something unknown.
/// </summary>
internal sealed class SnippetCompiler
{
    private static readonly HashSet<string> Buffers =
    [
        "client_header_buffer_size",
        "large_client_header_buffers",
        "client_body_buffer_size",
        "proxy_buffer_size",
        "proxy_buffers",
        "proxy_busy_buffers_size",
    ];

    private static readonly HashSet<string> Unneeded =
    [
        "tcp_nodelay",
        "tcp_nopush",
        "sendfile",
        "server_tokens",
        "proxy_http_version",
        "chunked_transfer_encoding",
        "log_not_found",
        "rewrite_log",
    ];

    private readonly SnippetReporter reporter;
    private readonly HashSet<string> ownVariables;
    private readonly HashSet<string> unknownVariables = new(StringComparer.Ordinal);
    private readonly bool isServer;
    private bool isFinal;

    private SnippetCompiler(IReadOnlyList<NginxDirective> directives, SnippetReporter reporter, bool isServer)
    {
        this.reporter = reporter;
        this.isServer = isServer;
        ownVariables = directives
            .SelectMany(directive => directive.WithDescendants())
            .Select(Assigned)
            .OfType<string>()
            .ToHashSet();
    }

    /// <summary>Whether the snippet stands in the server and not in a location.</summary>
    public bool IsServer => isServer;

    /// <summary>The headers of the snippet's top level.</summary>
    public SnippetHeaders Headers { get; } = new();

    /// <summary>The steps that can be followed.</summary>
    public IReadOnlyList<SnippetStep> Steps { get; private set; } = [];

    /// <summary>Compiles a snippet.</summary>
    public static SnippetCompiler Compile(NginxSnippet snippet, SnippetReporter reporter, bool isServer)
    {
        var compiler = new SnippetCompiler(snippet.Directives, reporter, isServer);
        // A variable set under an unknown condition is unknown itself, and makes others unknown: until nothing changes.
        int known;
        do
        {
            known = compiler.unknownVariables.Count;
            compiler.ReadSteps(snippet.Directives, null);
        } while (compiler.unknownVariables.Count != known);
        compiler.isFinal = true;
        compiler.Steps = compiler.ReadSteps(snippet.Directives, compiler.Headers);
        return compiler;
    }

    private List<SnippetStep> ReadSteps(IReadOnlyList<NginxDirective> directives, SnippetHeaders? headers)
    {
        var steps = new List<SnippetStep>();
        foreach (var directive in directives)
            if (directive.Name is "set" or "if" or "return" or "rewrite" or "break")
            {
                if (Step(directive) is { } step)
                    steps.Add(step);
            }
            else if (isFinal)
                ReadOther(directive, headers!);
        return steps;
    }

    private SnippetStep? Step(NginxDirective directive) =>
        directive.Name switch
        {
            "set" => Set(directive),
            "if" => If(directive),
            "break" => new BreakStep(),
            _ when !isFinal => null,
            "return" => SnippetAnswer.ReadReturn(directive, reporter) is { } answer ? new AnswerStep(answer) : null,
            _ => SnippetRewrite.Read(directive, isServer, reporter),
        };

    private SetStep? Set(NginxDirective directive)
    {
        if (Assigned(directive) is not { } variable || directive.Count != 2)
            return Lost<SetStep>(FindingCatalog.SnippetDirective, directive);
        var value = NginxText.Parse(directive[1]);
        if (value.Parts.All(part => !part.IsVariable || IsKnown(part.Text)))
            return new SetStep(variable, value);
        unknownVariables.Add(variable);
        return Lost<SetStep>(FindingCatalog.SnippetVariable, directive);
    }

    private IfStep? If(NginxDirective directive)
    {
        if (directive.Block is not { } block)
            return Lost<IfStep>(FindingCatalog.SnippetDirective, directive);
        var condition = SnippetCondition.Read(directive.Arguments);
        var isOwn = condition is not null && ownVariables.Contains(condition.Variable);
        var asked =
            condition is null || isOwn
                ? null
                : RequestTest.Of(condition.Variable, condition.Comparison, condition.Operand);
        if (condition is null || (isOwn ? !IsKnown(condition.Variable) : asked is null))
        {
            unknownVariables.UnionWith(
                block.SelectMany(inner => inner.WithDescendants()).Select(Assigned).OfType<string>()
            );
            return Lost<IfStep>(FindingCatalog.SnippetCondition, directive);
        }
        if (isFinal && asked is { Test: { Part: RequestPart.Header, Name: ":path" } })
            reporter.Report(FindingCatalog.SnippetRequestUri, directive);
        var headers = new SnippetHeaders();
        return new IfStep(condition, asked?.Test, asked?.IsNegated ?? false, ReadSteps(block, headers), headers);
    }

    private void ReadOther(NginxDirective directive, SnippetHeaders headers)
    {
        var isInIf = headers != Headers;
        if (Buffers.Contains(directive.Name))
            reporter.Report(FindingCatalog.SnippetBuffers, directive);
        else if (Unneeded.Contains(directive.Name))
            reporter.Report(FindingCatalog.SnippetUnneeded, directive);
        else if (!HeaderDirectives.Knows(directive.Name))
            reporter.ReportLost(FindingCatalog.SnippetDirective, directive);
        else if (directive.Name is "proxy_set_header" or "grpc_set_header" && isServer)
            // The template's own proxy_set_header in every location replaces all of the server's.
            reporter.Report(FindingCatalog.SnippetUnneeded, directive, "nginx ignores it outside a location");
        else if (directive.Name is "proxy_set_header" or "grpc_set_header" && isInIf)
            // In an if it replaces the template's, Host included.
            reporter.ReportLost(
                FindingCatalog.SnippetDirective,
                directive,
                "it replaces all request headers inside an if"
            );
        else
            HeaderDirectives.Read(directive, headers, reporter);
    }

    private bool IsKnown(string variable) => ownVariables.Contains(variable) && !unknownVariables.Contains(variable);

    private T? Lost<T>(FindingDefinition definition, NginxDirective directive)
        where T : SnippetStep
    {
        if (isFinal)
            reporter.ReportLost(definition, directive);
        return null;
    }

    private static string? Assigned(NginxDirective directive) =>
        directive is { Name: "set", Count: > 0 } && directive[0] is ['$', .. { Length: > 0 } name] ? name : null;
}
