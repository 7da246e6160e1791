using System.Globalization;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Checkpoints;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Rollback;

namespace SealosIstio.Migration.Notifications;

/// <summary>What there is to say of an object.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Severity">How urgent it is, unless somebody says otherwise.</param>
/// <param name="Text">What is the matter.</param>
/// <param name="Facts">Names and values.</param>
public sealed record NotificationContent(
    string Subject,
    NotificationSeverity Severity,
    string Text,
    IReadOnlyList<KeyValuePair<string, string>> Facts
)
{
    /// <summary>So many problems are named one by one.</summary>
    private const int ShownProblems = 5;

    /// <summary>
    /// Reads it off a report of a cutover or a rollback, a migration's status, a checkpoint or a check; of anything else it is its text.
    /// </summary>
    public static NotificationContent Of(object message) =>
        message switch
        {
            RollbackReport report => Of(report),
            CutoverReport report => Of(report),
            MigrationStatus status => Of(status),
            SealosCheckpoint checkpoint => Of(checkpoint),
            SealosCheckResult check => Of(check),
            _ => OfText(message.ToString() ?? ""),
        };

    private static NotificationContent Of(RollbackReport report) =>
        new(
            $"Rollback {report.Mode} of {string.Join(", ", report.Runs)} {(report.IsComplete ? "is complete" : "is not complete")}",
            report.IsComplete ? NotificationSeverity.Warning : NotificationSeverity.Critical,
            Lines(
                $"Reason: {report.Reason}",
                report
                    .Problems.Select(problem => $"{problem}: {problem.Message}")
                    .Concat(report.Remaining.Select(step => $"left to do: {step}"))
            ),
            [
                Fact("Restored", report.Restored),
                Fact("Removed", report.Removed),
                Fact("Problems", report.Problems.Count),
                Fact("Remaining", report.Remaining.Count),
                Fact("Gone", report.Gone.Count),
                new("Elapsed", Seconds(report.Elapsed)),
            ]
        );

    private static NotificationContent Of(CutoverReport report) =>
        new(
            $"Cutover {report.RunId} is {report.Phase}"
                + (report.Problems.Count == 0 ? "" : $" with {report.Problems.Count} problems"),
            report.Problems.Count == 0 ? NotificationSeverity.Info : NotificationSeverity.Warning,
            Lines(
                report.Steps.Count == 0 ? "No step was carried out." : string.Join(", ", report.Steps),
                report.Problems.Select(problem => problem.ToString())
            ),
            [
                new("Phase", report.Phase.ToString()),
                Fact("Done", report.Steps.Sum(step => step.Done)),
                Fact("Problems", report.Problems.Count),
                Fact("SystemIngresses", report.SystemIngresses.Count),
            ]
        );

    private static NotificationContent Of(MigrationStatus status) =>
        new(
            $"The migration is at {status.Percent}%",
            status.Failed > 0 ? NotificationSeverity.Warning : NotificationSeverity.Info,
            status.Runs.Count == 0
                ? "No cutover was begun."
                : $"The newest cutover {status.Runs[0].Id} is {status.Runs[0].Phase}.",
            [
                Fact("Ingresses", status.Ingresses),
                Fact("Migrated", status.Migrated),
                Fact("Verified", status.Verified),
                Fact("Changed", status.Changed),
                Fact("Pending", status.Pending),
                Fact("Failed", status.Failed),
                Fact("Removed", status.Removed),
                Fact("Orphans", status.Orphans.Count),
            ]
        );

    private static NotificationContent Of(SealosCheckpoint checkpoint)
    {
        var down = checkpoint
            .Controllers.Concat(checkpoint.Components)
            .Where(component => component.Status == ComponentStatus.NotReady)
            .Select(component => component.ToString())
            .Concat(checkpoint.Unknown)
            .ToList();
        return new NotificationContent(
            $"Checkpoint of {checkpoint.Cluster}: {(down.Count == 0 ? "nothing is down" : $"{down.Count} parts are down or unknown")}",
            down.Count == 0 ? NotificationSeverity.Info : NotificationSeverity.Warning,
            Lines($"Taken {checkpoint.Taken:u}", down),
            [
                .. (checkpoint.IngressCounts ?? new Dictionary<Sealos.MigrationState, int>()).Select(count =>
                    Fact(count.Key.ToString(), count.Value)
                ),
            ]
        );
    }

    private static NotificationContent Of(SealosCheckResult check) =>
        new(
            check.ToString(),
            check.Status switch
            {
                CheckStatus.Fail => NotificationSeverity.Critical,
                CheckStatus.Warn => NotificationSeverity.Warning,
                _ => NotificationSeverity.Info,
            },
            check.Detail ?? $"{check.Suite}/{check.Name} of {check.Target}.",
            [new("Expected", check.Expected), new("Actual", check.Actual)]
        );

    // The first line is what a message that has no other subject is about.
    private static NotificationContent OfText(string text)
    {
        var first = text.Trim().Split('\n')[0].Trim();
        return new NotificationContent(
            first.Length > 100 ? $"{first[..100]}…" : first,
            NotificationSeverity.Info,
            text.Trim(),
            []
        );
    }

    private static string Lines(string first, IEnumerable<string> problems)
    {
        var all = problems.ToList();
        return string.Join(
            '\n',
            [
                first,
                .. all.Take(ShownProblems).Select(problem => $"- {problem}"),
                .. all.Count > ShownProblems ? [$"- {all.Count - ShownProblems} more"] : Array.Empty<string>(),
            ]
        );
    }

    private static KeyValuePair<string, string> Fact(string name, int value) =>
        new(name, value.ToString(CultureInfo.InvariantCulture));

    private static string Seconds(TimeSpan elapsed) =>
        $"{elapsed.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s";
}
