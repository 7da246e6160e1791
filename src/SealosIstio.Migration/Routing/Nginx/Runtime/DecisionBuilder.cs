namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>Says what happened in the terms that both routers share.</summary>
internal static class DecisionBuilder
{
    public static RoutingDecision Build(Transaction transaction, Answer answer)
    {
        var changes = HeaderFilter.Apply(transaction, answer);
        var isOwn = answer.Backends.Count == 0;
        var isClosed = isOwn && answer.Status == 444;
        return new RoutingDecision
        {
            Status = isOwn && !isClosed ? OwnStatus(answer.Status) : null,
            Failure = isClosed ? "the connection is closed without an answer" : null,
            Backends = answer.Backends,
            UpstreamPath = isOwn ? null : answer.UpstreamPath,
            UpstreamAuthority = isOwn ? null : Host(answer),
            Location = isOwn ? AbsoluteLocation(transaction, answer.Location) : null,
            Body = isOwn ? answer.Body : null,
            RequestHeaders = isOwn ? [] : RequestHeaders.Changes(transaction.Request.Headers, answer.UpstreamHeaders),
            ResponseHeaders = changes,
            Cors = Cors(transaction, answer, changes),
            Certificate = transaction.IsTls
                ? transaction.Configuration.Certificates.Presented(transaction.Request.ServerName)
                : null,
            ExternalAuthorization = transaction.ExternalAuthorization,
            Mirrors = transaction.Mirrors,
            Route = Route(transaction),
            Reason = answer.Reason,
        };
    }

    /// <summary>nginx' codes for TLS errors are its own affair; the client sees 400.</summary>
    private static int OwnStatus(int status) => status is >= 494 and <= 497 ? 400 : status;

    private static string? Host(Answer answer) =>
        answer
            .UpstreamHeaders.Where(header => header.Key.Equals("Host", StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value)
            .FirstOrDefault();

    private static string? AbsoluteLocation(Transaction transaction, string? location)
    {
        if (location is not { Length: > 0 } || location[0] != '/')
            return location;
        if (!transaction.Scope.IsOn("absolute_redirect", fallback: true))
            return location;
        var port = "";
        var listens = transaction.Variable("server_port");
        if (
            transaction.Scope.IsOn("port_in_redirect", fallback: false)
            && listens != (transaction.IsTls ? "443" : "80")
        )
            port = ":" + listens;
        return $"{transaction.Scheme}://{transaction.Host}{port}{location}";
    }

    private static CorsAnswer? Cors(Transaction transaction, Answer answer, IReadOnlyList<HeaderChange> changes)
    {
        var headers = changes
            .Where(change => HeaderFilter.IsCors(change) && change.Kind != HeaderChangeKind.Remove)
            .Select(change => KeyValuePair.Create(change.Name, change.Value))
            .ToList();
        if (headers.Count == 0)
            return null;
        var origin = headers
            .Where(header => header.Key.Equals("Access-Control-Allow-Origin", StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value)
            .LastOrDefault();
        return new(answer.Backends.Count == 0 && transaction.Method == "OPTIONS", origin, headers);
    }

    private static string Route(Transaction transaction)
    {
        var ingress = transaction.Variable("ingress_name") is { Length: > 0 } name
            ? $"Ingress {transaction.Variable("namespace")}/{name} "
            : "";
        return $"{ingress}server {transaction.Server.Name} location {transaction.Location?.Match}{transaction.Location?.Path}".TrimEnd();
    }
}
