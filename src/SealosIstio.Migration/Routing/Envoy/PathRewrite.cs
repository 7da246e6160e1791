namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>The path that a route's backend sees (source/common/router/config_impl.cc, currentUrlPathAfterRewriteWithMatchedPath).</summary>
internal static class PathRewrite
{
    public static string Apply(EnvoyRoute route, string target)
    {
        var path = PathNormalizer.WithoutQuery(target);
        var query = target[path.Length..];
        if (route.RegexRewrite is { } regex)
            return regex.ReplaceAll(path, route.RegexSubstitution) + query;
        if (string.IsNullOrEmpty(route.PrefixRewrite))
            return target;
        // What the path matcher matched is replaced: the configured prefix, or the whole path for exact and regex.
        var matched = route.PathKind == PathMatchKind.Prefix ? route.PathValue.Length : path.Length;
        return route.PrefixRewrite + path[matched..] + query;
    }
}
