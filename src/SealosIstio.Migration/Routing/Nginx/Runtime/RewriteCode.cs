using SealosIstio.Migration.Routing.Nginx.Template;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>A step of the rewrite phase.</summary>
internal sealed record RewriteCode(string Name, IReadOnlyList<string> Arguments)
{
    /// <summary>The condition of an <c>if</c>.</summary>
    public IfCondition? Condition { get; private init; }

    /// <summary>The block of an <c>if</c>.</summary>
    public Scope? Block { get; private init; }

    public static RewriteCode Compile(Directive directive, Scope scope) =>
        new(directive.Name, directive.Arguments)
        {
            Condition = directive.Name == "if" ? IfCondition.Parse(directive.Arguments) : null,
            Block = directive.Block is { } block ? new Scope(block, scope, isIf: true) : null,
        };
}
