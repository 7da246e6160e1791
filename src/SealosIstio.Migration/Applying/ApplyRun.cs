using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SealosIstio.Kubernetes.Cluster;

namespace SealosIstio.Migration.Applying;

/// <summary>Carries a plan out: wave by wave, the steps of a wave in parallel.</summary>
internal sealed class ApplyRun(IstioResourceApplier applier, ApplyPlan plan, int throttleLimit)
{
    private readonly Channel<ApplyStep> finished = Channel.CreateUnbounded<ApplyStep>(
        new UnboundedChannelOptions { SingleReader = true }
    );

    /// <summary>
    /// The steps in the order of the input, each as soon as it and all before it are done. What still ran when the run ended early is
    /// either whole or not there: an object is one request.
    /// </summary>
    public async IAsyncEnumerable<ApplyStep> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = Task.Run(() => WorkAsync(stop.Token), CancellationToken.None);
        var next = 0;
        try
        {
            await foreach (var _ in finished.Reader.ReadAllAsync(cancellationToken))
                for (; next < plan.InputOrder.Count && plan.InputOrder[next].Result is not null; next++)
                    yield return Hand(plan.InputOrder[next]);
            // When the server went away in the middle: what was done before.
            for (; next < plan.InputOrder.Count; next++)
                if (plan.InputOrder[next].Result is not null)
                    yield return Hand(plan.InputOrder[next]);
        }
        finally
        {
            await stop.CancelAsync();
            // The failure that ended the run is thrown below; nothing of it is lost when the caller left early.
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await work;
    }

    /// <summary>Once handed out, the plan itself has no more need of the object: many of them would fill the memory.</summary>
    private static ApplyStep Hand(ApplyStep step)
    {
        var copy = step.Snapshot();
        step.Release();
        return copy;
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var wave in ApplyWaves.Cut(plan.Steps))
                await Parallel.ForEachAsync(
                    wave,
                    new ParallelOptions
                    {
                        MaxDegreeOfParallelism = throttleLimit,
                        CancellationToken = cancellationToken,
                    },
                    ApplyAsync
                );
        }
        finally
        {
            finished.Writer.Complete();
        }
    }

    private async ValueTask ApplyAsync(ApplyStep step, CancellationToken cancellationToken)
    {
        if (step.Result is null)
        {
            try
            {
                await applier.ApplyAsync(plan, step, cancellationToken);
            }
            catch (Exception e) when (IsOfOneObject(e))
            {
                step.Error = e;
                applier.Fail(step, e.Message);
            }
        }
        finished.Writer.TryWrite(step);
    }

    /// <summary>Whether a failure says nothing of the other objects: only then does the run go on.</summary>
    private static bool IsOfOneObject(Exception e) =>
        e
            is KubernetesApiException { Code: not 401 }
                or IOException
                or UnauthorizedAccessException
                or ArgumentException;
}
