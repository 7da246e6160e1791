using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests;

/// <summary>The pages under docs/ that are rendered from the code.</summary>
public sealed class GeneratedDocumentsTests
{
    [Fact]
    public void Findings_page_is_up_to_date() =>
        GeneratedDocument.AssertUpToDate("docs/findings.md", FindingsDocument.Render());

    [Fact]
    public void Annotations_page_is_up_to_date() =>
        GeneratedDocument.AssertUpToDate("docs/annotations.md", AnnotationsDocument.Render());

    [Fact]
    public void Codes_are_unique_and_well_formed()
    {
        Assert.All(FindingCatalog.All, definition => Assert.Matches("^SI1[0-9]{3}$", definition.Code));
        Assert.Equal(
            FindingCatalog.All.Count,
            FindingCatalog.All.Select(definition => definition.Code).Distinct().Count()
        );
    }

    [Fact]
    public void Links_of_the_annotations_page_lead_somewhere()
    {
        var headings = FindingsDocument
            .Render()
            .Split('\n')
            .Where(line => line.StartsWith("### ", StringComparison.Ordinal))
            .Select(line =>
                new string([
                    .. line[4..].ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-'),
                ]).Replace(' ', '-')
            )
            .ToHashSet();
        var links = AnnotationsDocument
            .Render()
            .Split("(findings.md#")
            .Skip(1)
            .Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)])
            .ToList();

        Assert.True(links.Count > 80, $"{links.Count} links");
        Assert.All(links, link => Assert.Contains(link, headings));
    }
}
