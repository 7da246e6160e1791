using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Platform;

/// <summary>A profile of istioctl: the set of components that an installation starts from (istio/istio, manifests/profiles).</summary>
/// <param name="Name">The name.</param>
/// <param name="Components">What it installs.</param>
/// <param name="Purpose">What it is for.</param>
public sealed record IstioProfile(string Name, IReadOnlyList<string> Components, string Purpose)
{
    /// <summary>The minor version whose profiles <see cref="All"/> lists.</summary>
    public const string Release = "1.20";

    /// <summary>The profiles of Istio 1.20. There is none called production, there or in any other release.</summary>
    public static IReadOnlyList<IstioProfile> All { get; } =
    [
        new("ambient", ["istiod", "istio-cni", "ztunnel"], "a mesh without sidecars; early in this release"),
        new("default", ["istiod", "istio-ingressgateway"], "what production starts from"),
        new(
            "demo",
            ["istiod", "istio-ingressgateway", "istio-egressgateway"],
            "trying everything out, with tracing and logs of every request"
        ),
        new("empty", [], "nothing; for configurations that name every component"),
        new("external", [], "a cluster whose control plane runs elsewhere"),
        new("minimal", ["istiod"], "the control plane alone; gateways are installed by other means"),
        new("openshift", ["istiod", "istio-ingressgateway", "istio-cni"], "the default on OpenShift"),
        new("preview", ["istiod", "istio-ingressgateway"], "the default with experimental features"),
        new("remote", [], "a cluster that uses the control plane of another one"),
    ];

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The refusal of a profile that a release doesn't have.</summary>
    /// <param name="profile">The profile that was asked for.</param>
    /// <param name="version">The release.</param>
    public static ResourceException Unknown(string profile, string version) =>
        new(
            ResourceProblem.Invalid,
            null,
            $"spec.profile: Istio {version} has no profile '{profile}'.",
            profile == "production"
                ? "Istio has never had a profile called production. Use the profile default with -Variant Production, which brings the replicas and resources."
                : $"Choose one of {string.Join(", ", All.Select(known => known.Name))}."
        );

    /// <summary>Refuses a profile that the release doesn't have. Of other releases than the listed one only production is known not to exist.</summary>
    /// <exception cref="ResourceException">There is no such profile.</exception>
    internal static void Require(string profile, string version)
    {
        var isListed = version.StartsWith(Release + ".", StringComparison.Ordinal);
        if (isListed ? All.All(known => known.Name != profile) : profile is "production" or "")
            throw Unknown(profile, version);
    }
}
