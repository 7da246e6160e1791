namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>Counts what a step has done, and says so.</summary>
internal sealed class StepProgress(CutoverStep step, TimeProvider time, Action<CutoverProgress> report)
{
    private const int FirstGuess = 20;
    private readonly long started = time.GetTimestamp();
    private int done;
    private int total;

    /// <summary>How many objects were dealt with.</summary>
    public int Done => Volatile.Read(ref done);

    /// <summary>So many more are to come.</summary>
    public void Expect(int count) => Interlocked.Add(ref total, count);

    /// <summary>What the step waits for, with nothing done by it.</summary>
    public void Wait(string what) =>
        report(new CutoverProgress(step, Done, Math.Max(Done, Volatile.Read(ref total)), what, null));

    /// <summary>One more is done.</summary>
    public void Report(string current)
    {
        var count = Interlocked.Increment(ref done);
        var all = Math.Max(count, Volatile.Read(ref total));
        TimeSpan? remaining =
            count < Math.Min(FirstGuess, all) ? null : time.GetElapsedTime(started) / count * (all - count);
        report(new CutoverProgress(step, count, all, current, remaining));
    }
}
