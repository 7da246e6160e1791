using SealosIstio.Tests.Oracle.Comparison;

namespace SealosIstio.Tests.Oracle;

/// <summary>docs/fidelity.md says what the recorded answers say.</summary>
public sealed class FidelityGeneratedDocumentsTests
{
    [Fact]
    public void Fidelity_page_is_up_to_date() =>
        GeneratedDocument.AssertUpToDate(
            "docs/fidelity.md",
            FidelityDocument.Render(
                OracleConversionTests.Report.Value.Judgements,
                OracleConversionTests.Normalized.Value.Judgements
            )
        );
}
