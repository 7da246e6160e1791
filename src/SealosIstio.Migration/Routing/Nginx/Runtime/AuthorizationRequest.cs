namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>The subrequest to an authorization service.</summary>
internal static class AuthorizationRequest
{
    public static UpstreamReply Send(Transaction transaction, string path)
    {
        var (scope, method) = (transaction.Scope, transaction.Method);
        var location = transaction.Server.Locations.Internal(path);
        if (location is null)
            return new(404, []);
        transaction.Scope = location.Scope;
        transaction.Method =
            location.Scope.One("proxy_method") is { Arguments: [var own] } ? own
            : method == "HEAD" ? "HEAD"
            : "GET";
        // A subrequest shares the variables, not the steps that follow.
        RewritePhase.Run(transaction, location.Scope);
        var url = transaction.Interpolate(
            location.Scope.Handler("proxy_pass") is { Arguments: [var target] } ? target : ""
        );
        // $request_method in its headers is that of the request itself.
        var sent = transaction.Method;
        transaction.Method = method;
        var reply = transaction.Peers(
            new UpstreamRequest
            {
                Target = url,
                Method = sent,
                Path = PathOf(url),
                Headers = RequestHeaders.Forwarded(transaction, Authority.WithoutPort(HostOf(url))),
                Tls = url.StartsWith("https:", StringComparison.OrdinalIgnoreCase),
                IsAuthorization = true,
            }
        );
        transaction.Scope = scope;
        transaction.ExternalAuthorization = url;
        transaction.AuthorizationReply = reply;
        foreach (var directive in scope.All("auth_request_set"))
            if (directive.Arguments is [var name, var value])
                transaction.Set(name, transaction.Interpolate(value));
        return reply;
    }

    public static string PathOf(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        var slash = start < 0 ? -1 : url.IndexOf('/', start + 3);
        return slash < 0 ? "/" : url[slash..];
    }

    public static string HostOf(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        var rest = start < 0 ? url : url[(start + 3)..];
        var end = rest.AsSpan().IndexOfAny('/', '?');
        return end < 0 ? rest : rest[..end];
    }
}
