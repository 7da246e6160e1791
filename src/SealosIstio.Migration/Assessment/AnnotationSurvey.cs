using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Assessment;

/// <summary>The annotations of one verdict.</summary>
/// <param name="Verdict">
/// <c>Converted</c>, <c>ConvertedWithDifference</c>, <c>Refused</c>, <c>NoCounterpart</c>, <c>NoEffect</c> (docs/annotations.md), or
/// <c>Unknown</c> for names that ingress-nginx doesn't have.
/// </param>
/// <param name="Ingresses">How many Ingresses have one.</param>
/// <param name="Uses">How often they occur.</param>
/// <param name="Annotations">Their short names, the most frequent first.</param>
public sealed record AnnotationCount(string Verdict, int Ingresses, int Uses, IReadOnlyList<string> Annotations)
{
    /// <summary><c>verdict: uses in ingresses</c>.</summary>
    public override string ToString() => $"{Verdict}: {Uses} in {Ingresses} Ingresses";
}

/// <summary>Counts annotations by what the conversion makes of them.</summary>
/// <param name="prefix">The annotations' prefix.</param>
internal sealed class AnnotationSurvey(string prefix)
{
    /// <summary>The verdict on names that ingress-nginx doesn't have.</summary>
    public const string Unknown = "Unknown";

    /// <summary>The verdict on annotations without which an Ingress isn't converted.</summary>
    public const string Refused = nameof(Conversion.Annotations.AnnotationVerdict.Refused);

    /// <summary>The verdict on annotations for which Istio has nothing.</summary>
    public const string NoCounterpart = nameof(Conversion.Annotations.AnnotationVerdict.NoCounterpart);

    /// <summary>One line per verdict that occurs, the most serious first.</summary>
    public IReadOnlyList<AnnotationCount> Count(IEnumerable<SealosIngress> ingresses)
    {
        var uses = ingresses
            .SelectMany(ingress => NamesOf(ingress).Select(name => (ingress, Name: name)))
            .GroupBy(use => VerdictOf(use.Name));
        return
        [
            .. uses.Select(group => new AnnotationCount(
                    group.Key,
                    group.Select(use => use.ingress).Distinct().Count(),
                    group.Count(),
                    [
                        .. group
                            .GroupBy(use => use.Name)
                            .OrderByDescending(name => name.Count())
                            .ThenBy(name => name.Key, StringComparer.Ordinal)
                            .Select(name => name.Key),
                    ]
                ))
                .OrderBy(count => Rank(count.Verdict)),
        ];
    }

    private IEnumerable<string> NamesOf(SealosIngress ingress) =>
        (ingress.Ingress.Metadata.Annotations?.Keys ?? [])
            .Where(key => key.StartsWith(prefix + "/", StringComparison.Ordinal))
            .Select(key => key[(prefix.Length + 1)..]);

    private static string VerdictOf(string name) => AnnotationCatalog.Find(name)?.Verdict.ToString() ?? Unknown;

    private static int Rank(string verdict) =>
        verdict switch
        {
            Refused => 0,
            NoCounterpart => 1,
            Unknown => 2,
            nameof(Conversion.Annotations.AnnotationVerdict.ConvertedWithDifference) => 3,
            nameof(Conversion.Annotations.AnnotationVerdict.Converted) => 4,
            _ => 5,
        };
}
