using System.Globalization;
using SealosIstio.Migration.Routing.Nginx.Template;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>Leads a request through nginx' phases.</summary>
internal static class RequestProcessor
{
    private const int MaxUriChanges = 10;

    public static Answer Run(Transaction transaction)
    {
        if (RequestLine.Read(transaction) is { } bad)
            return bad;
        transaction.RemoteAddress = RealIp.Find(transaction);
        transaction.Server = transaction.Configuration.FindServer(transaction.Host);
        transaction.Scope = transaction.Server.Scope;
        if (TlsHandshake.IsMisdirected(transaction))
            return new Answer(421) { Reason = "the host is not the one of the TLS handshake", IsInterceptable = false };
        if (LacksClientCertificate(transaction))
            return Finish(
                transaction,
                new Answer(400)
                {
                    Reason = "no client certificate",
                    IsInterceptable = transaction.Scope.One("error_page") is not null,
                }
            );
        var answer = RewritePhase.Run(transaction, transaction.Scope) ?? Serve(transaction);
        return Finish(transaction, answer);
    }

    private static bool LacksClientCertificate(Transaction transaction) =>
        transaction.IsTls && transaction.Scope.One("ssl_verify_client") is { Arguments: ["on"] };

    private static Answer Serve(Transaction transaction)
    {
        transaction.IsUriChanged = false;
        for (var round = 0; round <= MaxUriChanges; round++)
        {
            var location = transaction.Server.Locations.Find(transaction, out var needsSlash);
            transaction.Location = location;
            transaction.Scope = location?.Scope ?? transaction.Server.Scope;
            if (location?.Scope.IsInternal == true && !transaction.IsInternal)
                return new Answer(404) { Reason = "internal location" };
            if (IsBodyTooLarge(transaction))
                return new Answer(413) { Reason = "the body is larger than proxy-body-size" };
            if (needsSlash)
                return SlashRedirect(transaction);
            if (RunLocation(transaction) is { } answer)
                return answer;
        }
        return new Answer(500) { Reason = "rewrites go round in a circle" };
    }

    /// <summary>The phases from a location's rewrites on; null when a rewrite leads to another location.</summary>
    private static Answer? RunLocation(Transaction transaction)
    {
        if (RewritePhase.Run(transaction, transaction.Scope) is { } rewritten)
            return rewritten;
        if (LuaRewrite.Run(transaction) is { } redirected)
            return redirected;
        if (transaction.IsUriChanged)
        {
            transaction.IsUriChanged = false;
            return null;
        }
        InputHeaders.Apply(transaction);
        if (AccessPhase.Run(transaction) is { } refused)
            return refused;
        foreach (var directive in transaction.Scope.All("mirror"))
            Mirror(transaction, directive);
        if (transaction.Scope.Handler("stub_status") is not null)
            return new Answer(200) { Reason = "status page" };
        return transaction.Scope.Handler("proxy_pass") is { Arguments: [var target, ..] }
            ? ProxyContent.Run(transaction, target)
            : new Answer(404) { Reason = "nothing answers in this location" };
    }

    /// <summary>Lets an error page take the place of an error.</summary>
    private static Answer Finish(Transaction transaction, Answer answer)
    {
        if (answer.Status < 300 || !answer.IsInterceptable || transaction.UsedErrorPage)
            return answer;
        var page = transaction
            .Scope.All("error_page")
            .FirstOrDefault(directive =>
                directive.Arguments.SkipLast(1).Contains(answer.Status.ToString(CultureInfo.InvariantCulture))
            );
        if (page is null)
            return answer;
        transaction.UsedErrorPage = true;
        var overwrite = page.Arguments.SkipLast(1).FirstOrDefault(argument => argument.StartsWith('='));
        var replaced = Page(transaction, page.Arguments[^1]) with { Headers = answer.Headers };
        return overwrite switch
        {
            null => replaced with { Status = answer.Status },
            "=" => replaced,
            _ when int.TryParse(overwrite[1..], CultureInfo.InvariantCulture, out var code) => replaced with
            {
                Status = code,
            },
            _ => replaced,
        };
    }

    private static Answer Page(Transaction transaction, string uri)
    {
        if (!uri.StartsWith('@'))
        {
            if (!uri.StartsWith('/'))
                return new Answer(302) { Location = transaction.Interpolate(uri), Reason = "error page" };
            transaction.Uri = uri;
            transaction.IsInternal = true;
            transaction.IsUnparsedUriValid = false;
            if (transaction.Method != "HEAD")
                transaction.Method = "GET";
            return Serve(transaction);
        }
        if (transaction.Server.Locations.Named(uri) is not { } location)
            return new Answer(500) { Reason = $"no location {uri}", IsInterceptable = false };
        transaction.IsInternal = true;
        transaction.Location = location;
        transaction.Scope = location.Scope;
        return RunLocation(transaction) ?? Serve(transaction);
    }

    private static Answer SlashRedirect(Transaction transaction)
    {
        var target = UriEscape.Path(transaction.Uri) + "/";
        if (transaction.Arguments.Length > 0)
            target += "?" + transaction.Arguments;
        return new Answer(301) { Location = target, Reason = "the location ends with a slash" };
    }

    private static bool IsBodyTooLarge(Transaction transaction)
    {
        var limit = transaction.Scope.One("client_max_body_size") is { Arguments: [var text] }
            ? Size(text)
            : 1024 * 1024;
        return limit > 0 && transaction.Request.BodyLength > limit;
    }

    private static long Size(string text)
    {
        var unit = char.ToLowerInvariant(text[^1]) switch
        {
            'k' => 1024L,
            'm' => 1024L * 1024,
            'g' => 1024L * 1024 * 1024,
            _ => 1L,
        };
        var digits = unit == 1 ? text : text[..^1];
        return long.TryParse(digits, CultureInfo.InvariantCulture, out var number) ? number * unit : 0;
    }

    private static void Mirror(Transaction transaction, Directive directive)
    {
        if (directive.Arguments is not [var path] || transaction.Server.Locations.Internal(path) is not { } location)
            return;
        if (location.Scope.Handler("proxy_pass") is { Arguments: [var target] })
            transaction.Mirrors.Add(transaction.Interpolate(target));
    }
}
