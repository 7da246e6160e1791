using System.Globalization;
using SealosIstio.Migration.Routing.Nginx.Controller;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>Hands a request to its backend, with the attempts that <c>proxy_next_upstream</c> grants.</summary>
internal static class ProxyContent
{
    private const string Balanced = "upstream_balancer";

    // proxy_next_upstream_tries 0 means no limit; a model needs one.
    private const int Unlimited = 20;

    public static Answer Run(Transaction transaction, string target)
    {
        var url = transaction.Interpolate(target);
        var isTls =
            url.StartsWith("https", StringComparison.Ordinal) || url.StartsWith("grpcs", StringComparison.Ordinal);
        var host = AuthorizationRequest.HostOf(url);
        if (host != Balanced)
            return Exchange(transaction, [new(host, 100) { Tls = isTls }], url, HasPath(url));
        if (Balancer.Find(transaction) is not { HasEndpoints: true } upstream)
            return new Answer(502) { Reason = "no upstream" };
        if (upstream.Backend is null)
            return BuiltInDefault(transaction);
        var isHttp2 = url.StartsWith("grpc", StringComparison.Ordinal);
        var shares = Balancer.Choose(transaction, upstream);
        var backends = shares
            .Select(share => new WeightedBackend(share.Upstream.Backend!, share.Weight)
            {
                Tls = isTls,
                Http2 = isHttp2,
            })
            .ToList();
        var answer = Exchange(transaction, backends, url, replacesPath: false);
        return SessionCookie.For(transaction, shares[0].Upstream) is { } cookie && answer.Reply is not null
            ? answer with
            {
                Headers = [.. answer.Headers, new(HeaderChangeKind.Add, "Set-Cookie", cookie)],
            }
            : answer;
    }

    /// <summary>
    /// The server behind the default backend: 404. It inherits error pages without having their locations, so that an
    /// intercepted 404 becomes 500 there.
    /// </summary>
    private static Answer BuiltInDefault(Transaction transaction)
    {
        var status = transaction.Configuration.Settings.CustomHttpErrors.Contains(404) ? 500 : 404;
        return Intercept(transaction, new Answer(status) { IsInterceptable = false, Reason = "default backend" });
    }

    private static Answer Exchange(
        Transaction transaction,
        IReadOnlyList<WeightedBackend> backends,
        string url,
        bool replacesPath
    )
    {
        var path = replacesPath ? AuthorizationRequest.PathOf(url) : PathFor(transaction);
        var headers = RequestHeaders.Forwarded(transaction, backends[0].Name);
        var reply = Attempt(transaction, backends[0], path, headers);
        if (reply.Failure != UpstreamFailure.None)
            return new Answer(reply.Failure == UpstreamFailure.TimedOut ? 504 : 502)
            {
                Reason = $"{backends[0].Name} fails: {reply.Failure}",
            };
        return Intercept(
            transaction,
            new Answer(reply.Status)
            {
                IsInterceptable = false,
                Backends = backends,
                UpstreamPath = path,
                UpstreamHeaders = headers,
                Reply = reply,
                Reason = "proxied",
            }
        );
    }

    private static UpstreamReply Attempt(
        Transaction transaction,
        WeightedBackend backend,
        string path,
        IReadOnlyList<KeyValuePair<string, string>> headers
    )
    {
        var retried = (transaction.Scope.One("proxy_next_upstream")?.Arguments ?? ["error", "timeout"]).ToHashSet(
            StringComparer.Ordinal
        );
        var tries = Number(transaction, "proxy_next_upstream_tries", 0);
        var isRepeatable =
            transaction.Method is not ("POST" or "LOCK" or "PATCH") || retried.Contains("non_idempotent");
        for (var attempt = 0; ; attempt++)
        {
            var reply = transaction.Peers(
                new UpstreamRequest
                {
                    Target = backend.Name,
                    Attempt = attempt,
                    Tls = backend.Tls,
                    Method = transaction.Method,
                    Path = path,
                    Headers = headers,
                    ReadTimeout = Number(transaction, "proxy_read_timeout", 60),
                }
            );
            var isLast = attempt + 1 >= (tries == 0 ? Unlimited : tries);
            // A request that never left may be repeated whatever its method.
            var mayRepeat = isRepeatable || reply.Failure == UpstreamFailure.Refused;
            if (isLast || !mayRepeat || !IsRetried(reply, retried))
                return reply;
        }
    }

    private static bool IsRetried(UpstreamReply reply, HashSet<string> retried) =>
        reply.Failure switch
        {
            UpstreamFailure.Refused or UpstreamFailure.Broken => retried.Contains("error"),
            UpstreamFailure.TimedOut => retried.Contains("timeout"),
            _ => retried.Contains(string.Create(CultureInfo.InvariantCulture, $"http_{reply.Status}")),
        };

    private static Answer Intercept(Transaction transaction, Answer answer) =>
        answer.Status >= 300 && transaction.Scope.IsOn("proxy_intercept_errors", fallback: false)
            ? answer with
            {
                IsInterceptable = true,
            }
            : answer;

    /// <summary>The target as the client sent it; once a rewrite changed the path, the normalized form encoded anew.</summary>
    private static string PathFor(Transaction transaction)
    {
        if (transaction.IsUnparsedUriValid)
            return transaction.UnparsedUri;
        var path = UriEscape.Path(transaction.Uri);
        return transaction.Arguments.Length > 0 ? $"{path}?{transaction.Arguments}" : path;
    }

    private static bool HasPath(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        return start >= 0 && url.IndexOf('/', start + 3) >= 0;
    }

    private static int Number(Transaction transaction, string directive, int fallback) =>
        transaction.Scope.One(directive) is { Arguments: [var text] }
            ? GoValues.ParseInt(text.TrimEnd('s')) ?? fallback
            : fallback;
}
