namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>Parses a snippet into directives. Never throws: what isn't nginx configuration ends up as a fault.</summary>
internal sealed class NginxSnippetParser
{
    // nginx has no limit; ours keeps a hostile annotation from exhausting the stack.
    private const int MaximumDepth = 16;

    private readonly NginxTokenizer tokenizer;
    private NginxFault? fault;

    private NginxSnippetParser(string text) => tokenizer = new NginxTokenizer(text);

    /// <summary>Parses the value of a snippet annotation.</summary>
    public static NginxSnippet Parse(string text)
    {
        var parser = new NginxSnippetParser(text);
        var directives = parser.Block(0);
        return new NginxSnippet(directives, parser.fault);
    }

    private List<NginxDirective> Block(int depth)
    {
        var directives = new List<NginxDirective>();
        while (fault is null && tokenizer.Next() is { } token)
            switch (token.Kind)
            {
                case NginxTokenKind.Word when depth > MaximumDepth:
                    Fail("blocks are nested too deeply", token);
                    break;
                case NginxTokenKind.Word:
                    if (Directive(token, depth) is { } directive)
                        directives.Add(directive);
                    break;
                case NginxTokenKind.BlockEnd when depth > 0:
                    return directives;
                case NginxTokenKind.Fault:
                    Fail(token.Text, token);
                    break;
                case NginxTokenKind.Semicolon or NginxTokenKind.BlockStart or NginxTokenKind.BlockEnd:
                    Fail($"\"{token.Text}\" stands where a directive should", token);
                    break;
            }
        if (fault is null && depth > 0)
            fault = new NginxFault("a block is never closed", 0, 0);
        return directives;
    }

    private NginxDirective? Directive(NginxToken name, int depth)
    {
        var arguments = new List<NginxToken>();
        while (tokenizer.Next() is { } token)
            switch (token.Kind)
            {
                case NginxTokenKind.Word:
                    arguments.Add(token);
                    break;
                case NginxTokenKind.Semicolon:
                    return new NginxDirective(name.Text, arguments, name.Line, name.Column);
                case NginxTokenKind.BlockStart when name.Text.EndsWith("_by_lua_block", StringComparison.Ordinal):
                    if (!tokenizer.SkipRawBlock())
                        Fail("a Lua block is never closed", name);
                    return new NginxDirective(name.Text, arguments, name.Line, name.Column) { Block = [] };
                case NginxTokenKind.BlockStart:
                    var inner = Block(depth + 1);
                    return new NginxDirective(name.Text, arguments, name.Line, name.Column) { Block = inner };
                case NginxTokenKind.BlockEnd:
                    Fail("\"}\" stands before the \";\" of a directive", token);
                    return null;
                case NginxTokenKind.Fault:
                    Fail(token.Text, token);
                    return null;
            }
        Fail("a directive doesn't end with \";\"", name);
        return null;
    }

    private void Fail(string message, NginxToken at) => fault ??= new NginxFault(message, at.Line, at.Column);
}
