using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Migration.Platform;

/// <summary>A release of a Helm chart with its values.</summary>
/// <param name="Name">The release.</param>
/// <param name="Chart">The chart in Istio's repository: base, cni, istiod, gateway.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Values">The values, as YAML for <c>helm -f</c>.</param>
public sealed record HelmRelease(string Name, string Chart, string Namespace, string Values)
{
    /// <summary><c>namespace/name</c>.</summary>
    public override string ToString() => $"{Namespace}/{Name}";
}

/// <summary>An installation of Istio, as both tools take it: made from one set of values.</summary>
/// <param name="Settings">The values.</param>
/// <param name="Operator">The IstioOperator (install.istio.io/v1alpha1), which <c>istioctl install -f</c> takes; no cluster serves the kind.</param>
/// <param name="HelmReleases">
/// The releases of Istio's charts in the order in which they are installed; empty in the variant HostNetwork, which the chart gateway can't do.
/// </param>
public sealed record IstioInstallConfiguration(
    IstioInstallSettings Settings,
    KubernetesObject Operator,
    IReadOnlyList<HelmRelease> HelmReleases
)
{
    /// <summary>The name of the IstioOperator.</summary>
    public string Name => Settings.Name;

    /// <summary>The namespace.</summary>
    public string Namespace => Settings.Namespace;

    /// <summary>The release of Istio.</summary>
    public string Version => Settings.Version;

    /// <summary>The variant.</summary>
    public IstioVariant Variant => Settings.Variant;

    /// <summary>The IstioOperator as YAML.</summary>
    public string OperatorYaml => KubernetesYaml.Serialize(Operator);

    /// <summary>Makes the configuration. Touches no cluster and runs no tool.</summary>
    /// <exception cref="Resources.ResourceException">A value can't be right.</exception>
    public static IstioInstallConfiguration Create(IstioInstallSettings settings) =>
        new(settings, IstioOperatorObject.Build(settings), IstioHelmReleases.Build(settings));

    /// <summary><c>name (version, variant)</c>.</summary>
    public override string ToString() => $"{Name} ({Version}, {Variant})";
}
