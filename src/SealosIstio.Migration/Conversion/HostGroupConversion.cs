using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>What became of a host group.</summary>
public enum ConversionStatus
{
    /// <summary>Converted; findings are Infos at most.</summary>
    Converted,

    /// <summary>Converted, with warnings.</summary>
    ConvertedWithWarnings,

    /// <summary>Converted into a suspended VirtualService.</summary>
    Suspended,

    /// <summary>Not converted because nginx doesn't serve it, or because its user paused it.</summary>
    Skipped,

    /// <summary>Not converted because of an Error.</summary>
    Refused,
}

/// <summary>The conversion of the hosts that become one VirtualService.</summary>
/// <param name="Source">The Ingresses that have a part in it, oldest first.</param>
/// <param name="Hosts">The hosts; <c>*</c> for a rule without host.</param>
/// <param name="Objects">
/// What is to be applied, in that order. An object that several groups need stands in the first of them only.
/// </param>
/// <param name="Findings">What is to be said of the source.</param>
/// <param name="Status">What became of it.</param>
public sealed record HostGroupConversion(
    IReadOnlyList<SealosIngress> Source,
    IReadOnlyList<string> Hosts,
    IReadOnlyList<KubernetesObject> Objects,
    IReadOnlyList<Finding> Findings,
    ConversionStatus Status
);

/// <summary>The outcome of a conversion run.</summary>
/// <param name="Groups">Every host group; every Ingress is in at least one.</param>
/// <param name="RunFindings">What concerns the run as a whole: the mesh's settings, the shared gateway.</param>
public sealed record ConversionResult(IReadOnlyList<HostGroupConversion> Groups, IReadOnlyList<Finding> RunFindings)
{
    // What others refer to comes first.
    private static readonly string[] ApplyOrder =
    [
        "Secret",
        "Issuer",
        "Certificate",
        "Gateway",
        "ServiceEntry",
        "DestinationRule",
        "AuthorizationPolicy",
        "EnvoyFilter",
        "VirtualService",
    ];

    /// <summary>All objects, in an order in which they can be applied.</summary>
    public IReadOnlyList<KubernetesObject> Objects { get; } =
    [.. Groups.SelectMany(group => group.Objects).OrderBy(item => Array.IndexOf(ApplyOrder, item.Kind))];

    /// <summary>All findings, each once: of the Ingresses in their order, then of the run.</summary>
    public IReadOnlyList<Finding> Findings { get; } =
    [.. Groups.SelectMany(group => group.Findings).Distinct().Concat(RunFindings)];
}
