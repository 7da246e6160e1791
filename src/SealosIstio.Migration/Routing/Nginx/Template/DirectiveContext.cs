namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>Where a directive may stand.</summary>
[Flags]
internal enum DirectiveContext
{
    None = 0,
    Http = 1,
    Server = 2,
    Location = 4,
    ServerIf = 8,
    LocationIf = 16,
}

/// <summary>What nginx knows of a directive.</summary>
/// <param name="Contexts">Where it may stand.</param>
/// <param name="IsBlock">True when it opens a block.</param>
/// <param name="IsUnique">True when it may stand only once at its level.</param>
/// <param name="IsModelled">True when the model follows it, or when it has no bearing on a decision.</param>
internal sealed record KnownDirective(DirectiveContext Contexts, bool IsBlock, bool IsUnique, bool IsModelled);
