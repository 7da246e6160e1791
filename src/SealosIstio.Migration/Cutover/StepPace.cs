using SealosIstio.Migration.Cutover.State;

namespace SealosIstio.Migration.Cutover;

/// <summary>
/// How far the step is that somebody carries out, and how long the rest will take: from the counts of the Ingresses, since a record has its
/// numbers only when a step is over. The pace is that of what was watched, so a step that was interrupted for a night doesn't count it.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class StepPace(TimeProvider time)
{
    private (string Run, CutoverStep Step)? watched;
    private long since;
    private int doneThen;

    /// <summary>The progress at this moment; null when no step is at work whose objects are counted.</summary>
    public CutoverProgress? Of(MigrationStatus status)
    {
        if (
            status.Runs.FirstOrDefault(run => run.Phase == CutoverPhase.Running) is not { } run
            || RunningOf(run) is not { } step
        )
            return Nothing();
        (int Done, int Left)? counts = step switch
        {
            CutoverStep.MigrateExisting => (
                status.Migrated + status.Removed,
                status.Pending + status.Changed + status.Failed
            ),
            CutoverStep.Validate => (status.Verified + status.Removed, status.Migrated - status.Verified),
            CutoverStep.Cleanup => (status.Removed, status.Verified),
            _ => null,
        };
        if (counts is not var (done, left))
            return Nothing();
        if (watched != (run.Id, step))
        {
            watched = (run.Id, step);
            since = time.GetTimestamp();
            doneThen = done;
        }
        var gained = done - doneThen;
        TimeSpan? remaining =
            left == 0 ? TimeSpan.Zero
            : gained > 0 ? time.GetElapsedTime(since) * ((double)left / gained)
            : null;
        return new CutoverProgress(step, done, done + left, $"cutover {run.Id}", remaining);
    }

    private CutoverProgress? Nothing()
    {
        watched = null;
        return null;
    }

    private static CutoverStep? RunningOf(CutoverRun run) =>
        run
            .Steps.Where(entry => entry.Value.State == CutoverStepState.Running)
            .Select(entry => (CutoverStep?)entry.Key)
            .FirstOrDefault();
}
