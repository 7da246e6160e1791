using SealosIstio.Kubernetes.Cluster.Api;

namespace SealosIstio.Tests.Api;

public sealed class RequestGateTests
{
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(5);

    private readonly ManualTime time = new();

    [Fact]
    public async Task No_more_than_the_limit_are_in_flight()
    {
        var gate = new RequestGate(2, time);
        await gate.EnterAsync(default);
        await gate.EnterAsync(default);

        var third = gate.EnterAsync(default).AsTask();
        Assert.False(third.IsCompleted);
        gate.Leave();

        await third.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Who_stops_waiting_takes_no_place()
    {
        var gate = new RequestGate(1, time);
        await gate.EnterAsync(default);
        using var cancellation = new CancellationTokenSource();
        var second = gate.EnterAsync(cancellation.Token).AsTask();
        var third = gate.EnterAsync(default).AsTask();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        gate.Leave();

        await third.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Good_answers_raise_the_limit_up_to_the_maximum()
    {
        var gate = new RequestGate(64, time);
        var before = gate.Limit;

        Answer(gate, 100, Fast);
        Assert.InRange(gate.Limit, before + 3, 63);
        Answer(gate, 10_000, Fast);

        Assert.Equal(64, gate.Limit);
    }

    [Fact]
    public void Answers_of_any_kind_raise_the_limit_again()
    {
        var gate = new RequestGate(64, time);
        for (var i = 0; i < 20; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            gate.Overloaded();
        }
        Assert.Equal(1, gate.Limit);

        for (var i = 0; i < 1000; i++)
            gate.Answered();

        Assert.InRange(gate.Limit, 32, 64);
    }

    [Fact]
    public void An_overloaded_server_gets_less_to_do_but_one_burst_counts_once()
    {
        var gate = new RequestGate(64, time);
        Answer(gate, 10_000, Fast);

        for (var i = 0; i < 20; i++)
            gate.Overloaded();
        Assert.Equal(44, gate.Limit);

        for (var i = 0; i < 40; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            gate.Overloaded();
        }
        Assert.Equal(1, gate.Limit);
    }

    [Fact]
    public void A_server_that_takes_several_times_as_long_gets_less_to_do()
    {
        var gate = new RequestGate(64, time);
        Answer(gate, 10_000, Fast);

        for (var i = 0; i < 100; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(300));
            gate.Answered(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(gate.Limit, 1, 20);
    }

    private static void Answer(RequestGate gate, int count, TimeSpan latency)
    {
        for (var i = 0; i < count; i++)
            gate.Answered(latency);
    }

    private sealed class ManualTime : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => now += time.Ticks;

        public override long GetTimestamp() => now;
    }
}
