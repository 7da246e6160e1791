using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Assessment;

/// <summary>Whether Kubernetes is new enough.</summary>
internal static class VersionCheck
{
    /// <exception cref="ResourceException">The minimum isn't a version.</exception>
    public static SealosCheckResult Check(string suite, string target, string? actual, string minimum)
    {
        var wanted =
            KubernetesVersion.Parse(minimum)
            ?? throw new ResourceException(
                ResourceProblem.Invalid,
                null,
                $"'{minimum}' is no version of Kubernetes.",
                "Write major and minor, such as 1.27."
            );
        var version = KubernetesVersion.Parse(actual);
        return new SealosCheckResult(
            suite,
            "KubernetesVersion",
            target,
            version is null ? CheckStatus.Skip
                : version >= wanted ? CheckStatus.Pass
                : CheckStatus.Fail,
            $"{wanted} or later",
            actual ?? "unknown",
            version is null ? "Manifests have no server, and no node says which kubelet it has."
                : version >= wanted ? null
                : "Current releases of Istio don't support it: upgrade Kubernetes first."
        );
    }
}
