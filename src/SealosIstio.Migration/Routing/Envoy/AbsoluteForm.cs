namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>A request line with a whole URL (<c>GET http://host/path</c>): its host replaces the Host header.</summary>
internal static class AbsoluteForm
{
    public static (string? Host, string Target) Split(RoutingRequest request)
    {
        var target = request.Target;
        foreach (var scheme in new[] { "http://", "https://" })
        {
            if (!target.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                continue;
            var rest = target[scheme.Length..];
            var end = rest.AsSpan().IndexOfAny('/', '?');
            if (end < 0)
                return (rest, "/");
            return (rest[..end], rest[end] == '?' ? "/" + rest[end..] : rest[end..]);
        }
        return (request.Host, target);
    }
}
