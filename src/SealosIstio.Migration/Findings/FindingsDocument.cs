using System.Text;

namespace SealosIstio.Migration.Findings;

/// <summary>Renders docs/findings.md from the catalog.</summary>
internal static class FindingsDocument
{
    private static readonly Dictionary<string, string> Subjects = new()
    {
        ["SI10"] = "The source as a whole",
        ["SI11"] = "Hosts and paths",
        ["SI12"] = "Annotations",
        ["SI13"] = "TLS",
        ["SI14"] = "Gateways and ownership",
        ["SI15"] = "Backends",
        ["SI16"] = "Snippets",
        ["SI17"] = "Security",
        ["SI18"] = "What nginx does unasked",
        ["SI19"] = "Verification",
    };

    /// <summary>The whole page, lines ended by line feeds.</summary>
    public static string Render()
    {
        var page = new StringBuilder();
        page.Append("# Findings\n\n");
        page.Append(
            "Generated from `FindingCatalog`; don't edit. To renew it, run the test that fails with SEALOSISTIO_UPDATE_DOCS=1.\n\n"
        );
        page.Append(
            "Every finding has a code that never changes its meaning. An **Info** is worth knowing, a **Warning** says that\n"
        );
        page.Append(
            "the behaviour changes or that a piece has no counterpart, an **Error** that the part concerned isn't converted.\n"
        );
        foreach (var subject in FindingCatalog.All.GroupBy(definition => definition.Code[..4]))
        {
            page.Append('\n')
                .Append("## ")
                .Append(subject.Key)
                .Append("xx ")
                .Append(Subjects.GetValueOrDefault(subject.Key, "Others"))
                .Append('\n');
            foreach (var definition in subject)
            {
                page.Append("\n### ").Append(definition.Code).Append(' ').Append(definition.Title).Append("\n\n");
                page.Append("**").Append(definition.Severity).Append(".** ").Append(definition.Meaning).Append("\n\n");
                page.Append("*What to do:* ").Append(definition.Advice).Append('\n');
            }
        }
        return page.ToString();
    }
}
