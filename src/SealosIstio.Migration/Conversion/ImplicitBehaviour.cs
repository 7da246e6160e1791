using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>What nginx does unasked and the gateway doesn't: said once per run.</summary>
internal static class ImplicitBehaviour
{
    private const string Source = "Mesh";

    public static IEnumerable<Finding> Report(bool anyConverted) =>
        anyConverted
            ?
            [
                FindingCatalog.PathNormalization.On(Source, "meshConfig.pathNormalization"),
                FindingCatalog.ImplicitHsts.On(Source, "hsts"),
                FindingCatalog.ImplicitBodySize.On(Source, "proxy-body-size"),
                FindingCatalog.ImplicitTimeouts.On(Source, "proxy-read-timeout"),
                FindingCatalog.ImplicitForwardedHeaders.On(Source, "use-forwarded-headers"),
            ]
            : [];
}
