using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>What a conversion made of one Ingress of the run.</summary>
/// <param name="Ingress">The Ingress.</param>
/// <param name="Groups">The host groups that it has a part in.</param>
/// <param name="Steps">The objects of these groups, as they are to be applied.</param>
internal sealed record IngressOutcome(
    SealosIngress Ingress,
    IReadOnlyList<HostGroupConversion> Groups,
    IReadOnlyList<ApplyStep> Steps
)
{
    public ResourceIdentity Identity { get; } = ResourceIdentity.Of(Ingress.Ingress);

    /// <summary>What it says now.</summary>
    public string Hash { get; } = Conversion.Provenance.HashOf(Ingress.Ingress);

    /// <summary>Whether nothing is to be done for it: no nginx serves it.</summary>
    public bool IsSkipped => Groups.All(group => group.Status == ConversionStatus.Skipped);

    /// <summary>
    /// Why it can't be migrated; null when it can. An error in a group that is converted all the same counts too: some requests would be
    /// answered wrongly, and nobody removes an Ingress over that.
    /// </summary>
    public Finding? Refusal =>
        Groups
            .OrderBy(group => group.Status != ConversionStatus.Refused)
            .SelectMany(group => group.Findings)
            .FirstOrDefault(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>Why nobody knows whether its routes are the same; null when they were compared.</summary>
    public Finding? Uncompared =>
        Groups
            .SelectMany(group => group.Findings)
            .FirstOrDefault(finding => finding.Code == FindingCatalog.NothingCompared.Code);

    /// <summary>Whether everything is converted.</summary>
    public bool IsConverted => !IsSkipped && Refusal is null;

    /// <summary>Whether it carries the mark of a conversion of what it says now.</summary>
    public bool IsMarked => IngressMarks.Of(Ingress.Ingress, IngressMarks.MigratedHash) == Hash;

    /// <summary>Whether it carries the mark of a verification of what it says now.</summary>
    public bool IsVerified => IsMarked && IngressMarks.Of(Ingress.Ingress, IngressMarks.VerifiedHash) == Hash;
}
