namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>An answer was larger than the bound.</summary>
internal sealed class ResponseTooLargeException(int bound) : Exception($"the answer is larger than {bound} bytes")
{
    public int Bound { get; } = bound;
}

/// <summary>Reads a stream to its end, but never more than a bound.</summary>
internal static class BoundedRead
{
    /// <summary>As large as most single objects are.</summary>
    private const int FirstGuess = 8 * 1024;

    /// <summary>What the other side announces is no reason to set more aside at once.</summary>
    private const int LargestGuess = 1024 * 1024;

    /// <param name="stream">The stream.</param>
    /// <param name="announced">How much the other side says there is; null when it doesn't say.</param>
    /// <param name="bound">The most that is read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResponseTooLargeException">There is more.</exception>
    public static async Task<ReadOnlyMemory<byte>> ToEndAsync(
        Stream stream,
        long? announced,
        int bound,
        CancellationToken cancellationToken
    )
    {
        if (announced > bound)
            throw new ResponseTooLargeException(bound);
        // One byte more than announced, so that the end shows without a larger buffer.
        var buffer = new byte[Math.Min(Math.Min(bound, announced + 1 ?? FirstGuess), LargestGuess)];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (length >= bound)
                {
                    // A body of exactly the bound is fine; one byte more isn't.
                    if (await stream.ReadAsync(new byte[1], cancellationToken) == 0)
                        return buffer;
                    throw new ResponseTooLargeException(bound);
                }
                Array.Resize(ref buffer, (int)Math.Min(bound, buffer.Length * 2L));
            }

            var count = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (count == 0)
                return buffer.AsMemory(0, length);
            length += count;
        }
    }

    /// <summary>Reads at most <paramref name="bound"/> bytes and leaves the rest.</summary>
    public static async Task<ReadOnlyMemory<byte>> HeadAsync(
        Stream stream,
        int bound,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[bound];
        var length = await stream.ReadAtLeastAsync(buffer, bound, throwOnEndOfStream: false, cancellationToken);
        return buffer.AsMemory(0, length);
    }
}
