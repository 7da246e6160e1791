using System.Text.RegularExpressions;
using SealosIstio.Migration.Routing.Nginx.Template;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>A location of a server.</summary>
internal sealed record LocationBlock(string Match, string Path, Scope Scope)
{
    /// <summary>True when a request for the path without its last slash is sent to the path with it.</summary>
    public bool RedirectsToSlash => Path.EndsWith('/') && Scope.Handler("proxy_pass") is not null;
}

/// <summary>The locations of a server, and the rules by which nginx picks one.</summary>
internal sealed class LocationTree
{
    private readonly Dictionary<string, LocationBlock> exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LocationBlock> prefixes = new(StringComparer.Ordinal);
    private readonly List<(Regex Regex, LocationBlock Block)> patterns = [];
    private readonly Dictionary<string, LocationBlock> named = new(StringComparer.Ordinal);
    private readonly int[] lengths;

    public LocationTree(IEnumerable<Directive> directives, Scope server)
    {
        foreach (var directive in directives)
            if (directive is { Name: "location", Block: { } block })
                Add(directive.Arguments, new Scope(block, server));
        lengths = [.. prefixes.Keys.Select(path => path.Length).Distinct().OrderDescending()];
    }

    public LocationBlock? Named(string name) => named.GetValueOrDefault(name);

    /// <summary>The location of exactly a path, internal ones included.</summary>
    public LocationBlock? Internal(string path) => exact.GetValueOrDefault(ByteText.From(path));

    /// <summary>The location for a path; null when there is none.</summary>
    /// <param name="transaction">The request; receives the captures of a pattern.</param>
    /// <param name="needsSlash">True when the answer is a redirect to the path with a slash.</param>
    public LocationBlock? Find(Transaction transaction, out bool needsSlash)
    {
        var path = transaction.Uri;
        needsSlash = false;
        if (exact.TryGetValue(path, out var found))
            return found;
        var longest = Longest(path);
        if (longest?.Path.Length != path.Length)
        {
            var withSlash = path + "/";
            if (exact.TryGetValue(withSlash, out var target) || prefixes.TryGetValue(withSlash, out target))
                if (needsSlash = RedirectsToSlash(withSlash))
                    return target;
        }
        if (longest?.Match == "^~")
            return longest;
        foreach (var (regex, block) in patterns)
            if (PcrePattern.Match(regex, path) is { } match)
            {
                transaction.Capture(match);
                return block;
            }
        return longest;
    }

    private bool RedirectsToSlash(string path) =>
        (exact.TryGetValue(path, out var one) && one.RedirectsToSlash)
        || (prefixes.TryGetValue(path, out var other) && other.RedirectsToSlash);

    private LocationBlock? Longest(string path)
    {
        foreach (var length in lengths)
            if (length <= path.Length && prefixes.TryGetValue(path[..length], out var block))
                return block;
        return null;
    }

    private void Add(IReadOnlyList<string> arguments, Scope scope)
    {
        var (match, path) = SplitMatch(arguments);
        var block = new LocationBlock(match, ByteText.From(path), scope);
        switch (match)
        {
            case "=":
                exact.TryAdd(block.Path, block);
                break;
            case "~" or "~*":
                if (PcrePattern.Compile(path, match == "~*") is { } regex)
                    patterns.Add((regex, block));
                break;
            case "@":
                named.TryAdd(path, block);
                break;
            default:
                prefixes.TryAdd(block.Path, block);
                break;
        }
    }

    /// <summary>The modifier and the path; <c>@</c> for a named location.</summary>
    public static (string Match, string Path) SplitMatch(IReadOnlyList<string> arguments)
    {
        if (arguments is ["=" or "~" or "~*" or "^~", var path, ..])
            return (arguments[0], path);
        var only = arguments.Count > 0 ? arguments[0] : "";
        if (only.StartsWith('@'))
            return ("@", only);
        foreach (var modifier in (string[])["~*", "^~", "=", "~"])
            if (only.StartsWith(modifier, StringComparison.Ordinal))
                return (modifier, only[modifier.Length..]);
        return ("", only);
    }
}
