namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>One directive of a snippet. Arguments are unescaped; their text may carry secrets and reaches no finding.</summary>
internal sealed record NginxDirective(string Name, IReadOnlyList<NginxToken> Arguments, int Line, int Column)
{
    /// <summary>The directives between its braces; null when it has none.</summary>
    public IReadOnlyList<NginxDirective>? Block { get; init; }

    public int Count => Arguments.Count;

    public string this[int index] => Arguments[index].Text;

    /// <summary>The directive and all that its block holds.</summary>
    public IEnumerable<NginxDirective> WithDescendants() =>
        (Block ?? []).SelectMany(inner => inner.WithDescendants()).Prepend(this);
}

/// <summary>Where a snippet stops being nginx configuration.</summary>
internal sealed record NginxFault(string Message, int Line, int Column);

/// <summary>A snippet, parsed. With a fault, the directives are those before it.</summary>
internal sealed record NginxSnippet(IReadOnlyList<NginxDirective> Directives, NginxFault? Fault);
