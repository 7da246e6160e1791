namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>What nginx makes of method, target and Host before it knows the server.</summary>
internal static class RequestLine
{
    /// <summary>Fills in the transaction's URI and host; an answer when nginx refuses the request.</summary>
    public static Answer? Read(Transaction transaction)
    {
        var request = transaction.Request;
        var target = request.Target;
        var hostText = request.Host;
        transaction.HttpHost = hostText;
        if (request.Method == "CONNECT")
            return Refused(405, "CONNECT");
        if (SchemeEnd(target) is { } start)
        {
            // A full URL in the request line names the host; the Host header still has to be there.
            var slash = target.AsSpan(start).IndexOfAny('/', '?');
            var authority = slash < 0 ? target[start..] : target[start..(start + slash)];
            target = slash < 0 ? "/" : target[(start + slash)..];
            if (target[0] == '?')
                target = "/" + target;
            if (hostText is null)
                return Refused(400, "no Host header");
            hostText = authority;
        }
        if (RequestUri.Parse(target) is not { } uri)
            return Refused(400, "the target is malformed");
        if (hostText is null)
            return Refused(400, "no Host header");
        if (HostHeader.Normalize(hostText) is not { } host)
            return Refused(400, "the Host header is malformed");
        if (request.Method == "TRACE")
            return Refused(405, "TRACE");
        transaction.Host = host;
        transaction.UnparsedUri = ByteText.From(target);
        transaction.Uri = uri.Path;
        transaction.Arguments = uri.Arguments;
        transaction.HasEscapes = uri.HasEscapes;
        transaction.HasPlus = uri.HasPlus;
        return null;
    }

    private static int? SchemeEnd(string target)
    {
        if (target.StartsWith('/'))
            return null;
        var colon = target.IndexOf("://", StringComparison.Ordinal);
        return
            colon > 0
            && target[..colon]
                .All(character =>
                    char.IsAsciiLetterOrDigit(character) || "+-.".Contains(character, StringComparison.Ordinal)
                )
            ? colon + 3
            : null;
    }

    private static Answer Refused(int status, string reason) =>
        new(status) { IsInterceptable = false, Reason = reason };
}
