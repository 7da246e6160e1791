using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Cluster;

/// <summary>The server answered with a failure.</summary>
/// <param name="status">What the server said; its Code is the HTTP status.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class KubernetesApiException(V1Status status, Exception? innerException = null)
    : Exception(status.Message ?? status.Reason ?? $"HTTP {status.Code}", innerException)
{
    /// <summary>What the server said: reason, code, message, details with the causes.</summary>
    public V1Status Status { get; } = status;

    /// <summary>The HTTP status code.</summary>
    public int Code => Status.Code ?? 0;

    /// <summary>The machine-readable reason, such as <c>NotFound</c>, <c>Conflict</c>, <c>Forbidden</c>, <c>Invalid</c>.</summary>
    public string Reason => Status.Reason ?? "";

    /// <summary>
    /// Whether an earlier attempt of the same request got no clear answer: the server may have acted on that one, and this is what it
    /// says to the repetition.
    /// </summary>
    internal bool FollowsUnclearAttempt { get; init; }
}
