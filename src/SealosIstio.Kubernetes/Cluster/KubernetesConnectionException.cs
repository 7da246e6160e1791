namespace SealosIstio.Kubernetes.Cluster;

/// <summary>Why no answer came.</summary>
public enum ConnectionFailure
{
    /// <summary>Name resolution, connection or transport failed.</summary>
    Unreachable,

    /// <summary>The server's certificate isn't trusted or doesn't carry the server's name.</summary>
    CertificateInvalid,

    /// <summary>The deadline passed.</summary>
    TimedOut,
}

/// <summary>There was no answer from the server.</summary>
/// <param name="failure">Why.</param>
/// <param name="message">What was tried, against which server, and what would be right.</param>
/// <param name="innerException">The transport's own exception.</param>
public sealed class KubernetesConnectionException(
    ConnectionFailure failure,
    string message,
    Exception? innerException = null
) : Exception(message, innerException)
{
    /// <summary>Why no answer came.</summary>
    public ConnectionFailure Failure { get; } = failure;

    /// <summary>Whether the request may have reached the server. False when no connection came about.</summary>
    internal bool WasSent { get; init; } = true;
}
