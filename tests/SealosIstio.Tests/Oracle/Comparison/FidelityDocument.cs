using System.Globalization;
using System.Text;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Oracle.Comparison;

/// <summary>Renders docs/fidelity.md: how near the converted objects come to a real ingress-nginx, and what keeps them away.</summary>
internal static class FidelityDocument
{
    private const int MostCases = 12;

    public static string Render(IReadOnlyList<Judgement> judgements, IReadOnlyList<Judgement> normalized)
    {
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            # Fidelity

            Generated from the recorded answers; don't edit. To renew it, run the test that fails with SEALOSISTIO_UPDATE_DOCS=1.

            A real ingress-nginx was asked {judgements.Count} requests in {judgements
                .Select(item => item.Case.Name)
                .Distinct()
                .Count()} cases, and its answers were written down. The same Ingresses, converted with the
            defaults (protections that can't be kept and hosts of several tenants are refused), are put before a model of Istio's gateway, which
            has to give the recorded answer: status, backend, path and host as the backend sees them, headers to the backend and to the
            client, redirects, certificate. **{Percent(judgements)} are answered alike.** Every other one has a finding on its Ingress, or on the run,
            that names the annotation or field which makes the difference; none differs in silence.

            In a mesh with `pathNormalization.normalization: DECODE_AND_MERGE_SLASHES` it is {Percent(normalized)}: the gateway then chooses routes for
            unusual paths as nginx does, but backends get the normalized path, where nginx hands on the original (SI1111). The table and the
            classes below are those of a mesh with Istio's defaults.

            | Subject | Cases | Requests | Alike | Declared | of these refused | Alike |
            |---|--:|--:|--:|--:|--:|--:|

            """
        );
        foreach (var subject in OracleSubject.All)
            AddSubject(page, subject.Name, [.. judgements.Where(item => OracleSubject.Of(item.Case) == subject)]);
        AddSubject(page, "**all**", judgements);
        page.Append(
            """

            ## What remains, class by class

            A request counts in the class of the finding that explains what differs first; [findings.md](findings.md) has the findings' texts in full.


            """
        );
        foreach (
            var group in judgements
                .Where(item => !item.IsEqual)
                .GroupBy(ClassOf)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal)
        )
            AddClass(page, group.Key, [.. group]);
        return page.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n') + "\n";
    }

    private static string ClassOf(Judgement item) => item.Explanations[item.Differences[0]][0].Code;

    private static void AddSubject(StringBuilder page, string name, IReadOnlyList<Judgement> items) =>
        page.Append(
            CultureInfo.InvariantCulture,
            $"| {name} | {items.Select(item => item.Case.Name).Distinct().Count()} | {items.Count} | {items.Count(item =>
                item.IsEqual)} | {items.Count(item => !item.IsEqual)} | {items.Count(item =>
                !item.IsEqual && item.IsRefused)} | {Percent(items)} |\n"
        );

    private static void AddClass(StringBuilder page, string code, IReadOnlyList<Judgement> items)
    {
        var definition = FindingCatalog.All.Single(definition => definition.Code == code);
        var aspects = items
            .Select(item => item.Differences[0].Aspect)
            .GroupBy(aspect => aspect, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} ({group.Count()})"));
        var cases = items.Select(item => item.Case.Name).Distinct().Order(StringComparer.Ordinal).ToList();
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            ### {code} {definition.Title}: {items.Count} {(items.Count == 1 ? "request" : "requests")}

            {definition.Meaning}

            Differs first: {string.Join(", ", aspects)}. Cases: {string.Join(", ", cases.Take(MostCases))}{(
                cases.Count > MostCases
                    ? string.Create(CultureInfo.InvariantCulture, $" and {cases.Count - MostCases} more")
                    : ""
            )}.


            """
        );
    }

    private static string Percent(IReadOnlyList<Judgement> items) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{100.0 * items.Count(item => item.IsEqual) / Math.Max(1, items.Count):F1} %"
        );
}
