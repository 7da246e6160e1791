using System.Globalization;

namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>The Location header of a redirect (source/common/http/utility.cc, newUri and createSslRedirectPath).</summary>
internal static class RedirectLocation
{
    public static string Of(RedirectAction redirect, HttpTransaction transaction)
    {
        var scheme = string.IsNullOrEmpty(redirect.Scheme) ? transaction.Scheme : redirect.Scheme;
        var host = string.IsNullOrEmpty(redirect.Host) ? RequestHost(redirect, transaction, scheme) : redirect.Host;
        var port = redirect.Port == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{redirect.Port}");
        return $"{scheme}://{host}{port}{Path(redirect, transaction)}";
    }

    /// <summary>An httpsRedirect keeps host and port as they were sent.</summary>
    public static string OfRequiredTls(HttpTransaction transaction) =>
        $"https://{transaction.Authority}{transaction.Path}";

    private static string RequestHost(RedirectAction redirect, HttpTransaction transaction, string scheme)
    {
        var start = Authority.PortStart(transaction.Authority);
        if (start < 0)
            return transaction.Authority;
        var port = transaction.Authority[start..];
        // The port of the request goes when a new one is set, or when it was the old scheme's default and the scheme changes.
        var isOldDefault = port == (transaction.Scheme == "https" ? ":443" : ":80");
        return redirect.Port != 0 || scheme != transaction.Scheme && isOldDefault
            ? transaction.Authority[..start]
            : transaction.Authority;
    }

    private static string Path(RedirectAction redirect, HttpTransaction transaction)
    {
        if (redirect.Pattern is { } pattern)
        {
            // rewritePathHeader comes before newUri, and leaves the query alone.
            var path = transaction.PathWithoutQuery;
            return pattern.ReplaceAll(path, redirect.Substitution) + transaction.Path[path.Length..];
        }
        if (string.IsNullOrEmpty(redirect.Path))
            return transaction.Path;
        var query = transaction.Path.IndexOf('?', StringComparison.Ordinal);
        // A query of the redirect's own replaces the request's; without one the request's is kept.
        return query < 0 || redirect.Path.Contains('?', StringComparison.Ordinal)
            ? redirect.Path
            : redirect.Path + transaction.Path[query..];
    }
}
