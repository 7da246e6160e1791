using System.Collections.Concurrent;
using System.Management.Automation;
using SealosIstio.Input;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Connections;
using SealosIstio.Migration.Findings;

namespace SealosIstio;

/// <summary>
/// The base of every cmdlet: runs asynchronous work while the pipeline thread waits, writes what the work reports, and turns
/// exceptions into error records. Nothing but the pipeline thread ever calls PowerShell.
/// </summary>
public abstract class SealosCommand : PSCmdlet, IDisposable
{
    private const int InboxBound = 256;

    private readonly CancellationTokenSource stop = new();

    /// <summary>What to do before the first input.</summary>
    protected virtual void Begin() { }

    /// <summary>What to do with one input.</summary>
    protected virtual void Process() { }

    /// <summary>What to do after the last input.</summary>
    protected virtual void End() { }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(End);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => stop.Cancel();

    /// <summary>Runs work on the thread pool and waits for it; Ctrl+C ends the wait at once.</summary>
    /// <param name="work">The work; it gets a token that Ctrl+C cancels.</param>
    protected T Await<T>(Func<CancellationToken, Task<T>> work) => AwaitWithInbox((_, token) => work(token));

    /// <summary>Runs work on the thread pool and waits for it; Ctrl+C ends the wait at once.</summary>
    protected void Await(Func<CancellationToken, Task> work) =>
        AwaitWithInbox(
            async (_, token) =>
            {
                await work(token);
                return true;
            }
        );

    /// <summary>Runs work on the thread pool and waits for it; what it reports is handed to the pipeline thread as it comes.</summary>
    /// <param name="work">The work; it gets a function to report by, and a token that Ctrl+C cancels.</param>
    /// <param name="report">Takes what is reported; runs on the pipeline thread.</param>
    protected T Await<T, TReport>(Func<Action<TReport>, CancellationToken, Task<T>> work, Action<TReport> report) =>
        AwaitWithInbox((inbox, token) => work(item => Post(inbox, () => report(item), token), token));

    /// <summary>Hands each item to the pipeline thread as soon as it arrives.</summary>
    /// <param name="source">Starts the stream.</param>
    /// <param name="write">Writes one item; runs on the pipeline thread.</param>
    protected void Stream<T>(Func<CancellationToken, IAsyncEnumerable<T>> source, Action<T> write) =>
        AwaitWithInbox(
            async (inbox, token) =>
            {
                await foreach (var item in source(token))
                    inbox.Add(() => write(item), token);
                return true;
            }
        );

    /// <summary>Does something with one object; what goes wrong is that object's error, and the pipeline goes on.</summary>
    /// <param name="target">The object that an error is about.</param>
    /// <param name="action">What to do.</param>
    protected void TryEach(object? target, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
            when (!ErrorRecords.IsFatal(exception) && ErrorRecords.TryCreate(exception, target) is { } error)
        {
            WriteError(error);
        }
    }

    /// <summary>Reads Kubernetes objects out of pipeline input; one error for each that is none.</summary>
    /// <param name="inputs">The input as it was bound.</param>
    protected IReadOnlyList<KubernetesObject> ReadResources(IEnumerable<PSObject?>? inputs)
    {
        var objects = new List<KubernetesObject>();
        // A lone $null binds as no array at all.
        foreach (var input in inputs ?? [null])
            TryEach(input, () => objects.AddRange(ResourceInput.Read(input)));
        return objects;
    }

    /// <summary>Writes a finding onto the stream of its severity.</summary>
    protected void WriteFinding(Finding finding)
    {
        switch (finding.Severity)
        {
            case FindingSeverity.Error:
                WriteError(ErrorRecords.FromFinding(finding));
                break;
            case FindingSeverity.Warning:
                WriteWarning(finding.ToString());
                break;
            default:
                WriteVerbose(finding.ToString());
                break;
        }
    }

    private T AwaitWithInbox<T>(Func<BlockingCollection<Action>, CancellationToken, Task<T>> work)
    {
        // The inbox is not disposed: work that outlives a stop may still look at it.
        var inbox = new BlockingCollection<Action>(InboxBound);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var token = cancellation.Token;
        var task = Task.Run(
            async () =>
            {
                try
                {
                    RequestLog.Capture(
                        line => Post(inbox, () => WriteVerbose(line), token),
                        line => Post(inbox, () => WriteWarning(line), token)
                    );
                    return await work(inbox, token);
                }
                finally
                {
                    inbox.CompleteAdding();
                }
            },
            CancellationToken.None
        );
        try
        {
            foreach (var action in inbox.GetConsumingEnumerable(token))
                action();
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            // Ends the work when this thread leaves early: Select-Object -First, or a preference that says Stop.
            cancellation.Cancel();
        }
    }

    private static void Post(BlockingCollection<Action> inbox, Action action, CancellationToken token)
    {
        try
        {
            inbox.Add(action, token);
        }
        // A request that outlives its operation, such as one more page that nobody waits for: its report has no reader.
        catch (InvalidOperationException) when (inbox.IsAddingCompleted) { }
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception exception) when (ErrorRecords.TryCreate(exception, null) is { } error)
        {
            if (ErrorRecords.IsFatal(exception))
                ThrowTerminatingError(error);
            WriteError(error);
        }
    }

    /// <summary>Releases what the cmdlet holds.</summary>
    public void Dispose()
    {
        // Not disposed but cancelled: work that outlives a stop still holds its token.
        stop.Cancel();
        GC.SuppressFinalize(this);
    }
}
