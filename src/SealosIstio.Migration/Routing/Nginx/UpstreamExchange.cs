namespace SealosIstio.Migration.Routing.Nginx;

/// <summary>How an exchange with a backend fails.</summary>
public enum UpstreamFailure
{
    /// <summary>It does not: there is an answer.</summary>
    None,

    /// <summary>The connection is refused: nothing was sent.</summary>
    Refused,

    /// <summary>The connection breaks, or the peer speaks another protocol, after the request was sent.</summary>
    Broken,

    /// <summary>No answer within <c>proxy-read-timeout</c>.</summary>
    TimedOut,
}

/// <summary>One attempt to reach a backend or an authorization service.</summary>
public sealed record UpstreamRequest
{
    /// <summary>The backend as <c>namespace/service:port</c>, or the URL of an authorization service.</summary>
    public required string Target { get; init; }

    /// <summary>0 for the first attempt of a request, then counted up.</summary>
    public int Attempt { get; init; }

    /// <summary>True when nginx speaks TLS to it.</summary>
    public bool Tls { get; init; }

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query as sent.</summary>
    public required string Path { get; init; }

    /// <summary>The headers as sent, Host included.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>Seconds of <c>proxy_read_timeout</c>.</summary>
    public int ReadTimeout { get; init; } = 60;

    /// <summary>True for the subrequest of <c>auth-url</c>.</summary>
    public bool IsAuthorization { get; init; }
}

/// <summary>What comes back.</summary>
/// <param name="Status">The status; without meaning when <paramref name="Failure"/> is set.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Failure">How the exchange fails; none by default.</param>
public sealed record UpstreamReply(
    int Status,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    UpstreamFailure Failure = UpstreamFailure.None
)
{
    /// <summary>200 without headers of note.</summary>
    public static UpstreamReply Ok { get; } = new(200, []);
}
