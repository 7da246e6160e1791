using SealosIstio.Migration.Routing.Nginx.Template;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>What the proxy module does to a backend's headers: some hidden, redirects and cookies rewritten.</summary>
internal static class UpstreamHeaderEdits
{
    public static IEnumerable<HeaderChange> For(Transaction transaction, UpstreamReply reply)
    {
        foreach (var directive in transaction.Scope.All("proxy_hide_header"))
            yield return new(HeaderChangeKind.Remove, directive.Arguments[0], "");
        foreach (var (name, value) in reply.Headers)
            if (name.Equals("Location", StringComparison.OrdinalIgnoreCase))
                if (RewriteLocation(transaction, value) is { } location)
                    yield return new(HeaderChangeKind.Set, "Location", location);
        var cookies = reply
            .Headers.Where(header => header.Key.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value)
            .ToList();
        var edited = cookies.Select(cookie => RewriteCookie(transaction, cookie)).ToList();
        if (cookies.SequenceEqual(edited, StringComparer.Ordinal))
            yield break;
        yield return new(HeaderChangeKind.Remove, "Set-Cookie", "");
        foreach (var cookie in edited)
            yield return new(HeaderChangeKind.Add, "Set-Cookie", cookie);
    }

    private static string? RewriteLocation(Transaction transaction, string location)
    {
        foreach (var directive in transaction.Scope.All("proxy_redirect"))
        {
            if (directive.Arguments is not [var from, var to])
                continue;
            var prefix = transaction.Interpolate(from);
            if (location.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return transaction.Interpolate(to) + location[prefix.Length..];
        }
        return null;
    }

    private static string RewriteCookie(Transaction transaction, string cookie)
    {
        var parts = cookie.Split(';');
        for (var i = 1; i < parts.Length; i++)
        {
            var equals = parts[i].IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                continue;
            var value = parts[i][(equals + 1)..];
            var changed = parts[i][..equals].Trim().ToLowerInvariant() switch
            {
                "domain" => Domain(transaction, value),
                "path" => Path(transaction, value),
                _ => value,
            };
            parts[i] = parts[i][..(equals + 1)] + changed;
        }
        return string.Join(';', parts);
    }

    private static string Domain(Transaction transaction, string domain)
    {
        foreach (var (from, to) in Pairs(transaction, "proxy_cookie_domain"))
            if (domain.TrimStart('.').Equals(from.TrimStart('.'), StringComparison.OrdinalIgnoreCase))
                return to;
        return domain;
    }

    private static string Path(Transaction transaction, string path)
    {
        foreach (var (from, to) in Pairs(transaction, "proxy_cookie_path"))
            if (path.StartsWith(from, StringComparison.Ordinal))
                return to + path[from.Length..];
        return path;
    }

    private static IEnumerable<(string From, string To)> Pairs(Transaction transaction, string name)
    {
        foreach (Directive directive in transaction.Scope.All(name))
            if (directive.Arguments is [var from, var to])
                yield return (transaction.Interpolate(from), transaction.Interpolate(to));
    }
}
