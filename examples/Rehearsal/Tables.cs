using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Rehearsal;

/// <summary>The tables at the end of a run.</summary>
internal static class Tables
{
    private const int WarningExamples = 5;
    private static readonly ConversionStatus[] Statuses = Enum.GetValues<ConversionStatus>();

    /// <summary>What became of the Ingresses of each app kind.</summary>
    public static void WriteOutcomes(TextWriter output, IReadOnlyList<SealosIngress> ingresses, ConversionResult result)
    {
        var outcomes = Outcomes(result);
        output.WriteLine(
            "Ingresses by app kind and outcome (of an Ingress with several host groups the worst outcome counts)"
        );
        Row(output, "", ["all", .. Statuses.Select(Heading)]);
        foreach (var kind in ingresses.GroupBy(ingress => ingress.AppKind).OrderBy(group => group.Key))
            Row(output, kind.Key.ToString(), Counts([.. kind], outcomes));
        Row(output, "all", Counts(ingresses, outcomes));
        output.WriteLine();
        Row(
            output,
            "host groups",
            [
                $"{result.Groups.Count}",
                .. Statuses.Select(status => $"{result.Groups.Count(group => group.Status == status)}"),
            ]
        );
        output.WriteLine();
    }

    /// <summary>How many objects of each kind are wanted.</summary>
    public static void WriteKinds(TextWriter output, IReadOnlyList<KubernetesObject> objects)
    {
        output.WriteLine("Objects, in the order in which they are applied");
        foreach (var (kind, count) in objects.CountBy(item => item.Kind))
            output.WriteLine($"{count, 6}  {kind}");
        output.WriteLine();
    }

    /// <summary>The findings by code, the gravest first. Errors and the most frequent warnings have an example.</summary>
    public static void WriteFindings(TextWriter output, IReadOnlyList<Finding> findings)
    {
        output.WriteLine("Findings by code (docs/findings.md explains each; --findings writes every finding)");
        var codes = findings
            .GroupBy(finding => finding.Code)
            .OrderByDescending(group => group.First().Severity)
            .ThenByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal);
        var warnings = 0;
        foreach (var code in codes)
        {
            var example = code.First();
            output.WriteLine($"{code.Count(), 6}  {example.Severity, -7} {code.Key}  {Short(example.Message)}");
            if (
                example.Severity == FindingSeverity.Error
                || (example.Severity == FindingSeverity.Warning && warnings++ < WarningExamples)
            )
                output.WriteLine($"{"", 24}{example.Source}: {example.Field}");
        }
        output.WriteLine();
    }

    /// <summary>The host groups that were not converted because of an Error, with their reasons.</summary>
    public static void WriteRefused(TextWriter output, ConversionResult result)
    {
        var refused = result.Groups.Where(group => group.Status == ConversionStatus.Refused).ToList();
        if (refused.Count == 0)
            return;
        output.WriteLine("Not converted");
        foreach (var group in refused)
        {
            output.WriteLine($"  {Hosts(group)}");
            var reasons = group
                .Findings.Where(finding => finding.Severity == FindingSeverity.Error)
                .DistinctBy(finding => (finding.Code, finding.Source, finding.Field));
            foreach (var reason in reasons)
                output.WriteLine($"      {reason.Code} {reason.Source}: {reason.Field}: {Short(reason.Message)}");
        }
        output.WriteLine();
    }

    private static Dictionary<(string, string), ConversionStatus> Outcomes(ConversionResult result) =>
        result
            .Groups.SelectMany(group => group.Source.Select(ingress => (Key: KeyOf(ingress), group.Status)))
            .GroupBy(entry => entry.Key)
            .ToDictionary(group => group.Key, group => group.Max(entry => entry.Status));

    private static IReadOnlyList<string> Counts(
        IReadOnlyList<SealosIngress> ingresses,
        Dictionary<(string, string), ConversionStatus> outcomes
    ) =>
        [
            $"{ingresses.Count}",
            .. Statuses.Select(status =>
                $"{ingresses.Count(ingress => outcomes.TryGetValue(KeyOf(ingress), out var outcome) && outcome == status)}"
            ),
        ];

    private static (string, string) KeyOf(SealosIngress ingress) => (ingress.Namespace, ingress.Name);

    private static string Heading(ConversionStatus status) =>
        status == ConversionStatus.ConvertedWithWarnings ? "WithWarnings" : status.ToString();

    private static void Row(TextWriter output, string name, IReadOnlyList<string> cells) =>
        output.WriteLine($"  {name, -14}{string.Concat(cells.Select(cell => $"{cell, 13}"))}");

    private static string Hosts(HostGroupConversion group) =>
        group.Hosts.Count > 0 ? string.Join(", ", group.Hosts) : string.Join(", ", group.Source);

    private static string Short(string text) => text.Length <= 140 ? text : text[..139] + "…";
}
