using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>What an nginx location matches, said in VirtualService matches.</summary>
internal static class PathMatches
{
    private static readonly HashSet<string> PatternsForEverything = ["/", "/()(.*)", "/(.*)", "/.*", "/?(.*)"];

    /// <summary>Whether a location of a host with regular expressions matches every path.</summary>
    public static bool TakesEverything(NginxLocation location, NginxHost host) =>
        host.IsRegex && PatternsForEverything.Contains(location.MatchedText);

    /// <summary>
    /// Prefix /foo takes /foo and what lies below /foo/, never /foobar; an Exact path of the same text takes /foo away from it.
    /// Nothing is returned when the regular expression can't be said; that is reported, and the Ingress is refused.
    /// </summary>
    public static IReadOnlyList<StringMatch> Of(NginxLocation location, NginxHost host)
    {
        if (TakesEverything(location, host))
            return [new StringMatch { Prefix = "/" }];
        if (host.IsRegex)
            return Regex(location) is { } pattern ? [new StringMatch { Regex = pattern }] : [];
        var hasExact = host.Locations.Exists(other => other.IsExact && other.Path == location.Path);
        IEnumerable<StringMatch> matches = PathSpellings
            .Of(location.Path)
            .SelectMany(path => Plain(location, path, hasExact));
        return [.. TakesEscapedSlash(location, host) ? matches.Append(EscapedSlash(location)) : matches];
    }

    // nginx reads /foo%2Fbar as /foo/bar (recorded: oracle case 016). Where another location lies below this one, the escape may
    // stand for a slash within that one's path, and no location is better than the wrong one.
    private static bool TakesEscapedSlash(NginxLocation location, NginxHost host)
    {
        if (location.IsExact || location.Path == "/")
            return false;
        var directory = location.Path.TrimEnd('/') + "/";
        return !host.Locations.Exists(other =>
            other != location
            && other.Path.Length > directory.Length
            && other.Path.StartsWith(directory, StringComparison.Ordinal)
        );
    }

    private static StringMatch EscapedSlash(NginxLocation location) =>
        new() { Regex = Re2Pattern.Quote(PathSpellings.Of(location.Path.TrimEnd('/')).First()) + "%2[fF].*" };

    private static IEnumerable<StringMatch> Plain(NginxLocation location, string path, bool hasExact)
    {
        if (location.IsExact)
            return [new StringMatch { Exact = path }];
        if (path.EndsWith('/'))
            return [new StringMatch { Prefix = path }];
        var below = new StringMatch { Prefix = path + "/" };
        return hasExact ? [below] : [new StringMatch { Exact = path }, below];
    }

    /// <summary>
    /// Whether nginx redirects the bare path to the directory: a location that ends with a slash answers 301 for the same path
    /// without it, unless another location is just that path (recorded). Exact locations do so, too (nginx 1.27,
    /// ngx_http_init_static_location_trees and ngx_http_core_find_static_location). It takes a proxy_pass, which the controller's
    /// template leaves out where it closes the location.
    /// </summary>
    public static bool RedirectsBarePath(NginxLocation location, NginxHost host)
    {
        if (location.Source.IsClosed || host.IsRegex || location.Path.Length < 2 || !location.Path.EndsWith('/'))
            return false;
        var bare = location.Path[..^1];
        return !host.Locations.Exists(other =>
            other.Path == bare || (location.IsExact && !other.IsExact && other.Path == location.Path)
        );
    }

    // nginx: location ~* "^<path>", found anywhere behind the anchor. Envoy matches the whole path.
    private static string? Regex(NginxLocation location)
    {
        if (!Re2Pattern.TryTranslate(location.MatchedText, out var pattern, out var problem))
        {
            location.Source.Report(
                FindingCatalog.UnsupportedRegex,
                location.Field + ".path",
                location.Path,
                $"The regular expression cannot be said in RE2: {problem}"
            );
            location.Source.Refuse();
            return null;
        }
        return Re2Pattern.HasTopLevelAlternation(pattern) ? $"(?i).*(?:^{pattern}).*" : $"(?i){pattern}.*";
    }
}
