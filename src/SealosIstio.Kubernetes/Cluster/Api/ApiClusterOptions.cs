namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>How a connection behaves.</summary>
public sealed record ApiClusterOptions
{
    /// <summary>How long a TCP and TLS connection may take. Default 10 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request may take until its whole answer has arrived; a watch only until it begins. Default 60 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The largest answer that is read, decompressed, and the largest single watch event. Default 64 MiB.</summary>
    public int MaxResponseBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Gets one line per request: method, path, status and duration, never a secret. Called from any thread.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>Gets what the server warns of, such as a deprecated version. Called from any thread.</summary>
    public Action<string>? Warning { get; init; }
}
