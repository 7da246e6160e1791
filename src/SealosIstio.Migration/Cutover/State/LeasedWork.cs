using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover.State;

/// <summary>Work that reports as it goes, and stops when its lease is lost.</summary>
internal static class LeasedWork
{
    /// <summary>Runs work on the thread pool and yields what it reports. Returns only when the work has ended, however it ends.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="work">The work: gets what to report with, and a token for the caller's wish and for the loss of the lease.</param>
    /// <param name="finish">Gets the result, after the last report.</param>
    /// <param name="whenLost">The error when the work stopped because the lease was lost.</param>
    /// <param name="cancellationToken">The caller's wish to end.</param>
    public static async IAsyncEnumerable<TReport> RunAsync<TReport, TResult>(
        RunLease lease,
        Func<Action<TReport>, CancellationToken, Task<TResult>> work,
        Action<TResult> finish,
        Func<ResourceException> whenLost,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        var channel = Channel.CreateUnbounded<TReport>();
        var running = Task.Run(
            async () =>
            {
                try
                {
                    return await work(item => channel.Writer.TryWrite(item), stop.Token);
                }
                finally
                {
                    channel.Writer.Complete();
                }
            },
            CancellationToken.None
        );
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(cancellationToken))
                yield return item;
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested)
                await stop.CancelAsync();
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (running.IsCanceled && lease.Lost.IsCancellationRequested)
            throw whenLost();
        finish(await running);
    }
}
