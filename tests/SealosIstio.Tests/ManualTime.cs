using System.Threading.Channels;

namespace SealosIstio.Tests;

/// <summary>A clock that stands still until it is told to go on, and timers that fire when the test says so.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Channel<ManualTimer> timers = Channel.CreateUnbounded<ManualTimer>();
    private DateTimeOffset now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now.Ticks;

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan time) => now += time;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state), dueTime);
        timers.Writer.TryWrite(timer);
        return timer;
    }

    /// <summary>Waits until somebody waits.</summary>
    /// <returns>The wait: how long it is to be, and the means to end it.</returns>
    public ValueTask<ManualTimer> NextAsync() => timers.Reader.ReadAsync();
}

/// <summary>A wait that the test ends.</summary>
internal sealed class ManualTimer(Action fire, TimeSpan dueTime) : ITimer
{
    private int isOver;

    public TimeSpan DueTime { get; } = dueTime;

    public void Fire()
    {
        if (Interlocked.Exchange(ref isOver, 1) == 0)
            fire();
    }

    public bool Change(TimeSpan dueTime, TimeSpan period) => true;

    public void Dispose() => Interlocked.Exchange(ref isOver, 1);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
