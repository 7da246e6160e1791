using System.Diagnostics;
using System.Globalization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Comparing;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Rollback;
using SealosIstio.Migration.Routing.Comparison;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Rehearsal;

/// <summary>Says step by step what happens, and at the end what became of what. Plain text, so that it pipes well.</summary>
internal sealed class Summary(TextWriter output)
{
    private const int StepCount = 8;
    private readonly Stopwatch clock = new();
    private int step;

    /// <summary>Starts the clock of a step.</summary>
    public void Begin() => clock.Restart();

    /// <summary>The input was read.</summary>
    public void Loaded(Input input, int ingressCount, IReadOnlyList<string> publicDomains, bool isFromCommandLine)
    {
        Say(
            "Load",
            $"{input.Path}: a cluster of {input.ObjectCount} objects, {ingressCount} of them Ingresses",
            input.Elapsed
        );
        var origin =
            publicDomains.Count == 0 ? "(none: neither --public-domain nor a Sealos configuration in the input)"
            : isFromCommandLine ? "(--public-domain)"
            : $"(ConfigMap {SealosConfiguration.ConfigMap})";
        Detail(
            $"public domains: {string.Join(", ", publicDomains)} {origin}".Replace("  ", " ", StringComparison.Ordinal)
        );
        if (!input.HasServices)
            Detail("no Service in the input: every backend counts as missing, and ports can't be looked up by name");
    }

    /// <summary>The conversion is done.</summary>
    public void Converted(int ingressCount, ConversionResult result) =>
        Say(
            "Convert",
            $"{ingressCount} Ingresses in {result.Groups.Count} host groups: {result.Objects.Count} objects, "
                + $"{result.Findings.Count} findings"
        );

    /// <summary>Namespaces were missing for what is to be applied.</summary>
    public void AddedNamespaces(IReadOnlyList<string> names)
    {
        if (names.Count > 0)
            Detail($"not in the input, added for the rehearsal: namespace {string.Join(", ", names)}");
    }

    /// <summary>The objects were applied.</summary>
    public void Applied(string name, IReadOnlyList<ApplyResult> results)
    {
        Say(name, Counts(results.Select(result => result.Action)));
        foreach (var result in results.Where(result => result.Message is not null))
            Detail($"{result.Identity} {result.Action}: {result.Message}");
    }

    /// <summary>The objects were compared with the cluster's.</summary>
    public void Compared(IReadOnlyList<ResourceComparison> comparisons)
    {
        Say("Compare", $"desired with live: {Counts(comparisons.Select(comparison => comparison.Status))}");
        foreach (var comparison in comparisons.Where(comparison => comparison.Status != ComparisonStatus.Equal))
            Detail($"{comparison.Identity} {comparison.Status} {string.Join("; ", comparison.Differences)}");
    }

    /// <summary>The models of nginx and of the gateway were asked the same requests.</summary>
    public void Routed(IReadOnlyList<HostComparison> hosts)
    {
        var compared = hosts.Where(host => host.Requests > 0).ToList();
        Say(
            "Routes",
            $"nginx with gateway: {compared.Sum(host => host.Requests)} requests to {compared.Count} hosts: "
                + $"{compared.Sum(host => host.Equal)} Equal, {compared.Sum(host => host.Declared)} Declared, "
                + $"{compared.Sum(host => host.Undeclared)} Undeclared"
        );
        var refused = hosts.Count(host => host.IsRefused);
        if (refused > 0)
            Detail($"{refused} hosts are refused and not compared");
        foreach (var host in compared.Where(host => host.Undeclared > 0))
            Detail($"{host.Host}: {host.Undeclared} of {host.Requests} requests differ and no finding says so");
    }

    /// <summary>The copy was cut over.</summary>
    public void CutOver(IReadOnlyList<CutoverStepResult> steps, int movedIngresses)
    {
        Say("Cutover", $"in a copy, what can be: {movedIngresses} Ingresses moved and removed");
        foreach (var result in steps)
            Detail($"{result.Step} {result.State}: {result.Done} done, {result.Problems.Count} problems");
    }

    /// <summary>The cutover was taken back.</summary>
    public void RolledBack(RollbackReport report, IReadOnlyList<string> differences)
    {
        Say(
            "Rollback",
            $"{report.Restored} Restored, {report.Removed} Removed: "
                + (
                    differences.Count == 0
                        ? "the end equals the start"
                        : $"{differences.Count} objects differ from the start"
                )
        );
        foreach (var problem in report.Problems)
            Detail($"{problem}: {problem.Message}");
        foreach (var identity in differences)
            Detail($"{identity} isn't what it was before the cutover");
    }

    /// <summary>A file was written.</summary>
    public void Wrote(string path, string content) => output.WriteLine($"Wrote {path}: {content}");

    /// <summary>The tables, the verdict and, on <paramref name="errors"/>, what must never happen.</summary>
    public ExitCode Conclude(RehearsalRun run, TextWriter errors)
    {
        output.WriteLine();
        Tables.WriteOutcomes(output, run.Ingresses, run.Result);
        Tables.WriteKinds(output, run.Desired);
        Tables.WriteFindings(output, run.Result.Findings);
        Tables.WriteRefused(output, run.Result);
        foreach (var lost in run.Lost)
            errors.WriteLine($"LOST: {lost} is in no host group. This is a bug of the conversion; please report it.");
        var errorCount = run.Result.Findings.Count(finding => finding.Severity == FindingSeverity.Error);
        var unsettledCount =
            run.First.Count(result => result.Action is ApplyAction.Failed or ApplyAction.Skipped)
            + run.Second.Count(result => result.Action == ApplyAction.Configured)
            + run.Comparisons.Count(comparison => comparison.Status == ComparisonStatus.Different);
        if (!run.Cutover.IsBack)
            errors.WriteLine("The rollback doesn't end where the cutover began. This is a bug; please report it.");
        var exitCode =
            errorCount + unsettledCount + run.Lost.Count == 0 && run.Cutover.IsBack
                ? ExitCode.Converted
                : ExitCode.ConvertedWithErrors;
        output.WriteLine(
            exitCode == ExitCode.Converted
                ? "Converted without errors (exit code 0)."
                : $"Converted; to look at: {errorCount} errors, {unsettledCount} objects that couldn't be applied as they are "
                    + "(exit code 2)."
        );
        return exitCode;
    }

    private void Say(string name, string text, TimeSpan? elapsed = null)
    {
        var seconds = (elapsed ?? clock.Elapsed).TotalSeconds.ToString("F2", CultureInfo.InvariantCulture);
        output.WriteLine($"[{++step}/{StepCount}] {name, -12} {text} ({seconds} s)");
    }

    private void Detail(string text) => output.WriteLine($"      {text}");

    private static string Counts<T>(IEnumerable<T> values)
        where T : struct, Enum =>
        string.Join(
            ", ",
            values.CountBy(value => value).OrderBy(entry => entry.Key).Select(entry => $"{entry.Value} {entry.Key}")
        );
}
