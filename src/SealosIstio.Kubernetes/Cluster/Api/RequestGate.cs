namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>
/// Bounds the requests of a connection that are in flight at once, and finds the bound that suits the server: it grows by one for each
/// round of good answers, and shrinks when the server says that it is overloaded (429, 503), doesn't answer in time, or takes several
/// times as long as it did with less to do.
/// </summary>
/// <remarks>Additive increase, multiplicative decrease, as TCP does. Watches don't count: they wait, and cost the server little.</remarks>
internal sealed class RequestGate(int maximum, TimeProvider time)
{
    private const int Initial = 16;

    /// <summary>Slowness alone is a guess, and lowers the number no further than this; what the server says does.</summary>
    private const int SlowMinimum = 4;

    /// <summary>A queue of this length in time is no trouble yet, however fast the server was before.</summary>
    private static readonly TimeSpan Tolerated = TimeSpan.FromMilliseconds(150);

    /// <summary>What is answered within this time after a decrease was sent before it, and says nothing new.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    private readonly object gate = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private double limit = Math.Min(Initial, maximum);
    private double usual;
    private double current;
    private int inFlight;
    private long decreasedAt;
    private bool everDecreased;

    /// <summary>How many requests may be in flight at the moment.</summary>
    public int Limit
    {
        get
        {
            lock (gate)
                return (int)limit;
        }
    }

    /// <summary>Waits for a place.</summary>
    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource place;
        lock (gate)
        {
            if (inFlight < (int)limit)
            {
                inFlight++;
                return;
            }
            place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(place);
        }
        await using var registration = cancellationToken.Register(() => place.TrySetCanceled(cancellationToken));
        await place.Task;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave()
    {
        lock (gate)
        {
            inFlight--;
            Admit();
        }
    }

    /// <summary>The server answered as it should, in a time that says nothing: reads take as long as they are large.</summary>
    public void Answered()
    {
        lock (gate)
        {
            Increase();
            Admit();
        }
    }

    /// <summary>The server did as it should a piece of work that always is of about the same size.</summary>
    public void Answered(TimeSpan latency)
    {
        lock (gate)
        {
            current = current == 0 ? latency.TotalSeconds : current * 0.9 + latency.TotalSeconds * 0.1;
            // The usual time follows slowly, so that a server that stays slow is in the end taken for what it is.
            usual =
                usual == 0 ? current
                : current < usual ? current
                : usual * 0.998 + current * 0.002;
            if (current > 4 * usual && current > Tolerated.TotalSeconds)
                Decrease(0.85, SlowMinimum);
            else
                Increase();
            Admit();
        }
    }

    /// <summary>The server said that it has too much to do, or gave no answer.</summary>
    public void Overloaded()
    {
        lock (gate)
            Decrease(0.7, 1);
    }

    private void Increase() => limit = Math.Min(maximum, limit + 1 / limit);

    private void Decrease(double factor, int minimum)
    {
        var now = time.GetTimestamp();
        if (everDecreased && time.GetElapsedTime(decreasedAt, now) < Settling)
            return;
        everDecreased = true;
        decreasedAt = now;
        limit = Math.Max(Math.Min(minimum, limit), limit * factor);
    }

    private void Admit()
    {
        while (inFlight < (int)limit && waiting.TryDequeue(out var next))
            if (next.TrySetResult())
                inFlight++;
    }
}
