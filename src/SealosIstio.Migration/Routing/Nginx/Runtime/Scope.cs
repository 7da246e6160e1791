using SealosIstio.Migration.Routing.Nginx.Template;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>A level of the configuration: http, server, location, or an <c>if</c> in one of them.</summary>
internal sealed class Scope
{
    private static readonly HashSet<string> RewriteDirectives =
    [
        "set",
        "if",
        "return",
        "rewrite",
        "break",
        "set_escape_uri",
        "set_unescape_uri",
        "set_by_lua_file",
    ];

    private readonly Dictionary<string, List<Directive>> own = new(StringComparer.Ordinal);
    private readonly Scope? parent;

    public Scope(IEnumerable<Directive> directives, Scope? parent, bool isIf = false)
    {
        this.parent = parent;
        IsIf = isIf;
        foreach (var directive in directives)
        {
            if (directive.Name == "location")
                continue;
            if (RewriteDirectives.Contains(directive.Name))
                Codes.Add(RewriteCode.Compile(directive, this));
            else
                Own(GroupOf(directive.Name)).Add(directive);
        }
    }

    /// <summary>True for the block of an <c>if</c>.</summary>
    public bool IsIf { get; }

    /// <summary>What runs in the rewrite phase, in order; never inherited.</summary>
    public List<RewriteCode> Codes { get; } = [];

    /// <summary>The directives of a name here, or the nearest above that has any: most directives replace, none adds.</summary>
    public IReadOnlyList<Directive> All(string name) =>
        own.TryGetValue(name, out var here) ? here
        : parent is null ? []
        : parent.All(name);

    /// <summary>The last argument list of a directive that stands once; null when it stands nowhere.</summary>
    public Directive? One(string name) => All(name) is [.., var last] ? last : null;

    /// <summary>The directives of headers-more: those from above first, then those here.</summary>
    public IEnumerable<Directive> Merged(string name) =>
        (parent?.Merged(name) ?? []).Concat(own.GetValueOrDefault(name) ?? []);

    /// <summary>The directive that answers requests; only an <c>if</c> inherits it.</summary>
    public Directive? Handler(string name) =>
        own.TryGetValue(name, out var here) ? here[^1]
        : IsIf ? parent?.Handler(name)
        : null;

    public bool IsOn(string name, bool fallback) =>
        One(name) is { Arguments: [var value, ..] } ? value == "on" : fallback;

    /// <summary>True when this location is for internal redirects only.</summary>
    public bool IsInternal => own.ContainsKey("internal");

    private static string GroupOf(string name) =>
        name switch
        {
            "allow" or "deny" => "access",
            "more_set_headers" or "more_clear_headers" => "more_headers",
            "more_set_input_headers" or "more_clear_input_headers" => "more_input_headers",
            "grpc_pass" or "fastcgi_pass" => "proxy_pass",
            _ => name,
        };

    private List<Directive> Own(string name)
    {
        if (!own.TryGetValue(name, out var list))
            own[name] = list = [];
        return list;
    }
}
