using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>A conversion of some Ingresses, and all that it was made from.</summary>
/// <param name="Ingresses">Every Ingress that had a say.</param>
/// <param name="Snapshot">What else was known of the cluster.</param>
/// <param name="Options">The settings.</param>
/// <param name="Whole">The conversion of all of them.</param>
/// <param name="Selected">The part that the user chose.</param>
public sealed record SelectedRun(
    IReadOnlyList<SealosIngress> Ingresses,
    ClusterSnapshot Snapshot,
    ConversionOptions Options,
    ConversionResult Whole,
    ConversionResult Selected
);
