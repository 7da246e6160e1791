using System.Globalization;
using System.Text;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Routing;
using SealosIstio.Migration.Routing.Comparison;

namespace SealosIstio.Tests.Oracle.Comparison;

/// <summary>One request judged.</summary>
internal sealed record Judgement(
    OracleCase Case,
    OracleRequest Request,
    OracleAnswer Expected,
    RoutingDecision Decision,
    IReadOnlyList<RouteDifference> Differences,
    IReadOnlyDictionary<RouteDifference, IReadOnlyList<Finding>> Explanations,
    IReadOnlyList<Finding> Findings,
    bool IsRefused
)
{
    public bool IsEqual => Differences.Count == 0;

    public bool IsDeclared => Differences.All(difference => Explanations[difference].Count > 0);
}

/// <summary>The judgements of a run, counted and printed.</summary>
internal sealed class OracleReport(IReadOnlyList<Judgement> judgements, IReadOnlyList<string> notes)
{
    public IReadOnlyList<Judgement> Judgements => judgements;

    public int Equal => judgements.Count(item => item.IsEqual);

    public int Core => judgements.Count(item => OracleSubject.Of(item.Case).IsCore);

    public int EqualInCore => judgements.Count(item => item.IsEqual && OracleSubject.Of(item.Case).IsCore);

    public int Undeclared => judgements.Count(item => !item.IsDeclared);

    public int Count => judgements.Count;

    public string Print()
    {
        var text = new StringBuilder();
        text.AppendLine(
            "subject                              cases requests  equal declared undeclared refused  equal%"
        );
        foreach (var subject in OracleSubject.All)
            Row(
                text,
                subject.Name + (subject.IsCore ? "" : " (not core)"),
                [.. judgements.Where(item => OracleSubject.Of(item.Case) == subject)]
            );
        Row(text, "CORE", [.. judgements.Where(item => OracleSubject.Of(item.Case).IsCore)]);
        Row(text, "ALL", judgements);
        text.AppendLine().AppendLine("== per aspect (differing requests, of these undeclared) ==");
        foreach (
            var aspect in judgements
                .SelectMany(item =>
                    item.Differences.Select(difference =>
                        (difference.Aspect, Declared: item.Explanations[difference].Count > 0)
                    )
                )
                .GroupBy(entry => entry.Aspect, StringComparer.Ordinal)
                .OrderByDescending(group => group.Count())
        )
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{aspect.Count(), 5} {aspect.Count(entry => !entry.Declared), 5}  {aspect.Key}"
            );
        foreach (var note in notes)
            text.AppendLine(note);
        text.AppendLine().AppendLine("== UNDECLARED ==");
        foreach (var item in judgements.Where(item => !item.IsDeclared))
            Detail(text, item);
        text.AppendLine().AppendLine("== DECLARED ==");
        foreach (var item in judgements.Where(item => !item.IsEqual && item.IsDeclared))
            Detail(text, item);
        return text.ToString();
    }

    private static void Row(StringBuilder text, string name, IReadOnlyList<Judgement> items)
    {
        var equal = items.Count(item => item.IsEqual);
        var undeclared = items.Count(item => !item.IsDeclared);
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{name, -37}{items.Select(item => item.Case.Name).Distinct().Count(), 5} {items.Count, 8} {equal, 6} {items.Count - equal - undeclared, 8} {undeclared, 10} {items.Count(item => item.IsRefused), 7} {100.0 * equal / Math.Max(1, items.Count), 6:F1}"
        );
    }

    private static void Detail(StringBuilder text, Judgement item)
    {
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{item.Case.Name} {item.Request.Id} {item.Request.Request}{(item.IsRefused ? " [refused]" : "")}{(item.Expected.IsConfigRejected ? " [nginx refused its configuration]" : "")}"
        );
        foreach (var difference in item.Differences)
        {
            var explanation = item.Explanations[difference];
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"    {(explanation.Count == 0 ? "!!" : "  ")} {difference}{(explanation.Count == 0 ? "" : "   <- " + string.Join(", ", explanation.Take(3).Select(finding => $"{finding.Code} {finding.Field}")))}"
            );
        }
        text.AppendLine(CultureInfo.InvariantCulture, $"       by {item.Decision.Route} ({item.Decision.Reason})");
        if (!item.IsDeclared && item.Findings.Count > 0)
            text.AppendLine(
                "       findings: "
                    + string.Join("; ", item.Findings.Select(finding => $"{finding.Code} {finding.Field}").Distinct())
            );
    }
}
