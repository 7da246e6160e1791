namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>
/// How often a connection may try again, over all its requests: a server that fails isn't hit by a multiple of the load that it failed
/// under. A spent budget delays a retry and never refuses it; whether it still makes sense is the deadline's to say.
/// </summary>
/// <remarks>A token bucket: every retry takes a token, every answer brings one, and time brings some while no answers come.</remarks>
internal sealed class RetryBudget(TimeProvider time)
{
    private const double Capacity = 100;
    private const double PerSecond = 20;

    private readonly object gate = new();
    private double tokens = Capacity;
    private long refilledAt = time.GetTimestamp();

    /// <summary>The server answered as it should.</summary>
    public void Succeeded()
    {
        lock (gate)
            tokens = Math.Min(Capacity, tokens + 1);
    }

    /// <summary>Takes a token, if need be one that is still to come; returns how long until it's there.</summary>
    public TimeSpan Take()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            tokens = Math.Min(Capacity, tokens + PerSecond * time.GetElapsedTime(refilledAt, now).TotalSeconds);
            refilledAt = now;
            tokens--;
            return tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-tokens / PerSecond);
        }
    }
}
