namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>A directive of nginx.conf: its name, its arguments unquoted, and its block if it has one.</summary>
internal sealed record Directive(string Name, IReadOnlyList<string> Arguments)
{
    /// <summary>The directives between the braces; null when it ends with a semicolon.</summary>
    public IReadOnlyList<Directive>? Block { get; init; }

    /// <summary>Where it comes from: an Ingress' snippet, or null for the controller's template.</summary>
    public string? Origin { get; init; }

    public static Directive Of(string name, params string[] arguments) => new(name, arguments);

    public static Directive WithBlock(string name, IReadOnlyList<string> arguments, IReadOnlyList<Directive> block) =>
        new(name, arguments) { Block = block };

    /// <summary>A text that nginx takes as it is: a dollar sign in it begins no variable.</summary>
    public static string Literal(string text) => text.Replace("$", "${literal_dollar}", StringComparison.Ordinal);

    public override string ToString() => $"{Name} {string.Join(' ', Arguments)}";
}
