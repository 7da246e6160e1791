namespace SealosIstio.Tests.Faults;

/// <summary>What a network, a proxy or a busy API server does to a request.</summary>
internal enum Fault
{
    None,

    /// <summary>429 without a word on when to come back.</summary>
    TooManyRequests,

    /// <summary>429 with Retry-After.</summary>
    TooManyRequestsWithRetryAfter,

    /// <summary>500, before the server has seen the request.</summary>
    InternalError,

    /// <summary>500, though the server did what it was asked to.</summary>
    InternalErrorAfterwards,

    /// <summary>503, before the server has seen the request.</summary>
    Unavailable,

    /// <summary>The stream is reset before the server has seen the request.</summary>
    ResetBefore,

    /// <summary>The stream is reset after the server did what it was asked to.</summary>
    ResetAfter,

    /// <summary>The whole connection breaks, with everything else that is on it.</summary>
    ConnectionLost,

    /// <summary>The answer ends in the middle.</summary>
    Truncated,

    /// <summary>No answer ever comes.</summary>
    Hang,

    /// <summary>The answer comes in drops.</summary>
    SlowBytes,
}
