using System.Globalization;
using System.Text;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>Renders docs/annotations.md from the catalog.</summary>
internal static class AnnotationsDocument
{
    private static readonly (AnnotationVerdict Verdict, string Name, string Meaning)[] Verdicts =
    [
        (AnnotationVerdict.Converted, "converted", "the result behaves the same"),
        (
            AnnotationVerdict.ConvertedWithDifference,
            "with differences",
            "the result is close; what differs is reported"
        ),
        (
            AnnotationVerdict.Refused,
            "refused",
            "going on without it would be wrong or unsafe: an Error. Where it protects something, the Ingress isn't converted "
                + "unless the finding's code is accepted with -AllowInsecure"
        ),
        (
            AnnotationVerdict.NoCounterpart,
            "no counterpart",
            "Istio's routes have nothing like it; the change is reported"
        ),
        (AnnotationVerdict.NoEffect, "not needed", "it tunes nginx itself, and nobody would notice; an Info says so"),
    ];

    /// <summary>The whole page, lines ended by line feeds.</summary>
    public static string Render()
    {
        var all = AnnotationCatalog.All;
        var page = new StringBuilder();
        page.Append("# Annotations of ingress-nginx\n\n");
        page.Append(
            "Generated from `AnnotationCatalog`; don't edit. To renew it, run the test that fails with SEALOSISTIO_UPDATE_DOCS=1.\n\n"
        );
        page.Append(
            CultureInfo.InvariantCulture,
            $"What becomes of the {all.Count} annotations of ingress-nginx 1.15. None is dropped in silence: each one that the result doesn't\n"
        );
        page.Append("carry has a finding that names it ([all findings](findings.md)).\n\n");
        page.Append("| Verdict | Number | Meaning |\n|---|---:|---|\n");
        foreach (var (verdict, name, meaning) in Verdicts)
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {name} | {all.Count(annotation => annotation.Verdict == verdict)} | {meaning} |\n"
            );

        page.Append(
            "\nWhat nginx does about a value that it can't use stands in the last column but one; the conversion does the same. A\n"
        );
        page.Append(
            "*dropped* Ingress isn't served at all (after a bad change its previous version lives on), a *closed* location answers\n"
        );
        page.Append(
            "503, an *open* one forgets its authentication. Names are below `nginx.ingress.kubernetes.io/`.\n\n"
        );
        page.Append(
            "| Annotation | Values | Default | Verdict | What becomes of it | Bad value | Finding |\n|---|---|---|---|---|---|---|\n"
        );
        foreach (var annotation in all)
            page.Append("| ")
                .AppendJoin(
                    " | ",
                    Names(annotation),
                    AnnotationValidation.Expected(annotation).Replace("|", "\\|", StringComparison.Ordinal),
                    annotation.Default is { } standard ? $"`{standard}`" : "",
                    Verdicts.Single(entry => entry.Verdict == annotation.Verdict).Name,
                    annotation.Outcome,
                    BadValue(annotation.WhenInvalid),
                    annotation.Finding == FindingCatalog.AnnotationNotConverted
                        ? ""
                        : $"[{annotation.Finding.Code}](findings.md#{Anchor(annotation)})"
                )
                .Append(" |\n");
        return page.ToString();
    }

    private static string Names(AnnotationDefinition annotation) =>
        string.Join(
            "<br>",
            AnnotationCatalog
                .OldNames(annotation.Name)
                .Where(old => AnnotationCatalog.All.All(other => other.Name != old))
                .Select(old => $"`{old}`")
                .Prepend($"`{annotation.Name}`")
        );

    private static string BadValue(InvalidValueEffect effect) =>
        effect switch
        {
            InvalidValueEffect.Ignored => "ignored",
            InvalidValueEffect.FailsOpen => "open",
            InvalidValueEffect.DropsIngress => "dropped",
            InvalidValueEffect.DeniesLocation => "closed",
            _ => "",
        };

    // GitHub's rule for headings: lower case, punctuation gone, blanks to hyphens.
    private static string Anchor(AnnotationDefinition annotation) =>
        string.Concat(
            $"{annotation.Finding.Code} {annotation.Finding.Title}"
                .ToLowerInvariant()
                .Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-')
                .Select(c => c == ' ' ? '-' : c)
        );
}
