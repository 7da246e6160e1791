namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>How a connection behaves.</summary>
public sealed record ApiClusterOptions
{
    /// <summary>How long a TCP and TLS connection may take. Default 10 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long one attempt of a request may take until its whole answer has arrived; a watch only until it begins. Default 60 seconds.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a request is tried again after failures that may pass, and that it is safe to try again after: 429, 5xx, broken
    /// connections, timeouts. Counts from the first attempt. Zero: one attempt. Default 60 seconds.
    /// </summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The most requests in flight at once, watches not counted. How many really are depends on how the server answers. Default 64.
    /// </summary>
    public int MaxInFlight { get; init; } = 64;

    /// <summary>How long an exec plugin of the kubeconfig may take to give a credential. Default 60 seconds.</summary>
    public TimeSpan ExecTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The largest answer that is read, decompressed, and the largest single watch event. Default 64 MiB.</summary>
    public int MaxResponseBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Gets one line per request: method, path, status and duration, never a secret. Called from any thread.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>Where deadlines and delays come from.</summary>
    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets what the server warns of, such as a deprecated version. Called from any thread.</summary>
    public Action<string>? Warning { get; init; }
}
