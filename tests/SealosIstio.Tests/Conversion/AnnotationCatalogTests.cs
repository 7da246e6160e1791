using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public sealed class AnnotationCatalogTests
{
    [Fact]
    public void Has_every_annotation_of_ingress_nginx_exactly_once()
    {
        var expected = File.ReadAllLines(RepositoryRoot.File("tests/SealosIstio.Tests/Conversion/AnnotationNames.txt"));

        Assert.Equal(137, expected.Length);
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            AnnotationCatalog.All.Select(a => a.Name).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("limit-whitelist", "limit-allowlist", "limit-allowlist")]
    [InlineData("whitelist-source-range", "allowlist-source-range", "whitelist-source-range")]
    [InlineData("cors-max-age", "cors-max-age", "cors-max-age")]
    public void Knows_old_spellings(string name, string current, string found)
    {
        Assert.Equal(current, AnnotationCatalog.CurrentName(name));
        Assert.Equal(found, AnnotationCatalog.Find(name)?.Name);
    }

    [Fact]
    public void Knows_nothing_of_other_names() => Assert.Null(AnnotationCatalog.Find("websocket-services"));

    [Fact]
    public void Reports_every_loss_of_protection_as_an_error_of_its_own_range()
    {
        string[] lost = ["auth-type", "auth-tls-match-cn", "enable-modsecurity"];
        string[] kept =
        [
            "auth-url",
            "auth-tls-secret",
            "whitelist-source-range",
            "allowlist-source-range",
            "denylist-source-range",
            "satisfy",
            "ssl-passthrough",
        ];

        Assert.All(
            lost.Concat(kept),
            name =>
            {
                var annotation = AnnotationCatalog.Find(name)!;
                Assert.True(annotation.IsSecurityRelevant, name);
                Assert.Equal(FindingSeverity.Error, annotation.Finding.Severity);
                Assert.Equal(
                    lost.Contains(name) ? AnnotationVerdict.Refused : AnnotationVerdict.ConvertedWithDifference,
                    annotation.Verdict
                );
            }
        );
    }

    [Fact]
    public void Names_a_feature_for_what_is_converted_and_none_for_the_rest() =>
        Assert.All(
            AnnotationCatalog.All,
            annotation =>
                Assert.Equal(
                    annotation.Verdict is AnnotationVerdict.Converted or AnnotationVerdict.ConvertedWithDifference,
                    annotation.Feature is not null
                )
        );

    [Fact]
    public void Gives_a_full_sentence_for_each() =>
        Assert.All(
            AnnotationCatalog.All,
            annotation => Assert.EndsWith(".", annotation.Outcome, StringComparison.Ordinal)
        );

    [Fact]
    public void Defaults_are_values_that_nginx_accepts() =>
        Assert.All(
            AnnotationCatalog.All.Where(annotation => annotation.Default is not null),
            annotation =>
                Assert.Equal(
                    AnnotationFateKind.Valid,
                    AnnotationValidation.Check(annotation.Name, annotation.Default!).Kind
                )
        );
}
