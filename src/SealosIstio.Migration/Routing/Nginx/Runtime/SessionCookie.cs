using SealosIstio.Migration.Routing.Nginx.Controller;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>The cookie that keeps a client at its endpoint.</summary>
internal static class SessionCookie
{
    /// <summary>The cookie that the answer sets, its value a star; null when it sets none.</summary>
    public static string? For(Transaction transaction, Upstream upstream)
    {
        var affinity = upstream.Affinity;
        if (!affinity.IsCookie || !HandsOut(transaction, affinity))
            return null;
        var cookie = affinity.Cookie;
        // In balanced mode any value leads to an endpoint; in persistent mode only one that was handed out does, which a
        // request that is thought up cannot carry.
        if (affinity.Mode != "persistent" && BuiltInVariables.Cookie(transaction, cookie.Name) is { Length: > 0 })
            return null;
        var parts = new List<string> { $"{cookie.Name}=*" };
        if (cookie.Expires.Length > 0)
            parts.Add("Expires=*");
        if (cookie.MaxAge.Length > 0)
            parts.Add("Max-Age=" + cookie.MaxAge);
        if (cookie.Domain.Length > 0)
            parts.Add("Domain=" + cookie.Domain);
        parts.Add("Path=" + (cookie.Path.Length > 0 ? cookie.Path : transaction.Variable("location_path")));
        if (cookie.IsSecure == true || transaction.IsTls)
            parts.Add("Secure");
        parts.Add("HttpOnly");
        if (cookie.SameSite.Length > 0)
            parts.Add("SameSite=" + cookie.SameSite);
        return string.Join("; ", parts);
    }

    private static bool HandsOut(Transaction transaction, SessionAffinity affinity)
    {
        var host = transaction.Server.Name == ServerTable.CatchAll ? ServerTable.CatchAll : transaction.Host;
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        if (!affinity.Locations.TryGetValue(host, out var paths))
            if (dot < 0 || !affinity.Locations.TryGetValue("*" + host[dot..], out paths))
                return false;
        return paths.Contains(transaction.Variable("location_path") ?? "");
    }
}
