using SealosIstio.Migration.Routing.Nginx.Runtime;

namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>Checks directives as nginx does when it loads them: known, in place, not twice, and their variables known.</summary>
internal sealed class DirectiveTest
{
    /// <summary>Directives that the model does not follow, by their origin.</summary>
    public List<(string Origin, string Name)> Unmodelled { get; } = [];

    /// <summary>Checks a level and all below it.</summary>
    /// <exception cref="SnippetSyntaxException">nginx would refuse it.</exception>
    public void Check(IReadOnlyList<Directive> directives, DirectiveContext context)
    {
        var variables = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Collect(directives, variables);
        Check(directives, context, variables);
    }

    private void Check(IReadOnlyList<Directive> directives, DirectiveContext context, HashSet<string> variables)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var directive in directives)
        {
            if (KnownDirectives.Find(directive.Name) is not { } known)
                throw new SnippetSyntaxException($"unknown directive \"{directive.Name}\"", directive.Origin);
            // The template's own directives are right by definition; only a tenant's text can be out of place.
            if (directive.Origin is not null)
            {
                if ((known.Contexts & context) == DirectiveContext.None)
                    throw new SnippetSyntaxException(
                        $"\"{directive.Name}\" directive is not allowed here",
                        directive.Origin
                    );
                if (known.IsBlock != (directive.Block is not null))
                    throw new SnippetSyntaxException(
                        known.IsBlock
                            ? $"directive \"{directive.Name}\" has no opening \"{{\""
                            : $"directive \"{directive.Name}\" is not terminated by \";\"",
                        directive.Origin
                    );
                ArgumentTest.Check(directive);
                CheckVariables(directive, variables);
                if (!known.IsModelled)
                    Unmodelled.Add((directive.Origin, directive.Name));
            }
            if (known.IsUnique && !seen.Add(directive.Name))
                throw new SnippetSyntaxException($"\"{directive.Name}\" directive is duplicate", directive.Origin);
            if (directive.Block is not { } block)
                continue;
            if (directive.Name == "if")
                IfCondition.Parse(directive.Arguments);
            Check(block, Inside(directive.Name, context), variables);
        }
    }

    private static DirectiveContext Inside(string name, DirectiveContext context) =>
        name switch
        {
            "location" => DirectiveContext.Location,
            "if" => context == DirectiveContext.Server ? DirectiveContext.ServerIf : DirectiveContext.LocationIf,
            _ => context,
        };

    private static void CheckVariables(Directive directive, HashSet<string> variables)
    {
        if (directive.Name.Contains("_by_lua", StringComparison.Ordinal))
            return;
        foreach (var argument in directive.Arguments)
        foreach (var name in Interpolation.Names(argument))
            if (!variables.Contains(name) && !BuiltInVariables.Exists(name.ToLowerInvariant()))
                throw new SnippetSyntaxException($"unknown \"{name}\" variable", directive.Origin);
    }

    private static void Collect(IReadOnlyList<Directive> directives, HashSet<string> variables)
    {
        foreach (var directive in directives)
        {
            if (directive.Name.StartsWith("set", StringComparison.Ordinal) || directive.Name == "auth_request_set")
                if (directive.Arguments.Count > 0)
                    variables.Add(directive.Arguments[0].TrimStart('$'));
            // A pattern with a named group makes a variable of that name.
            foreach (var argument in directive.Arguments)
            foreach (var name in NamedGroups(argument))
                variables.Add(name);
            if (directive.Block is { } block)
                Collect(block, variables);
        }
    }

    private static IEnumerable<string> NamedGroups(string pattern)
    {
        for (var at = pattern.IndexOf('<', StringComparison.Ordinal); at >= 0; at = pattern.IndexOf('<', at + 1))
            if (pattern.IndexOf('>', at) is > 0 and var end)
                yield return pattern[(at + 1)..end];
    }
}
