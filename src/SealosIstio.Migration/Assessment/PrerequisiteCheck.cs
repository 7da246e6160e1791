using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Assessment;

/// <summary>Whether a cluster has what a migration asks for before it begins.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="settings">What it must have.</param>
public sealed class PrerequisiteCheck(IKubernetesCluster cluster, PrerequisiteSettings settings)
{
    internal const string Suite = "Prerequisite";

    /// <summary>Checks it. Writes nothing; the check of the user's rights is a dry run.</summary>
    /// <exception cref="ResourceException">A setting isn't a version or a quantity.</exception>
    public async IAsyncEnumerable<SealosCheckResult> CheckAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var capacity = new CapacityCheck(Suite, cluster.Name, settings);
        var facts = await ClusterFacts.ReadAsync(cluster, settings.Platform, withPods: true, cancellationToken);
        yield return VersionCheck.Check(Suite, cluster.Name, facts.ServerVersion, settings.MinimumKubernetesVersion);
        foreach (var result in capacity.Check(facts))
            yield return result;
        if (settings.RequireClusterAdmin)
            yield return await AdminAsync(cancellationToken);
        foreach (var result in new PlatformCheck(Suite, cluster.Name, settings).Check(facts))
            yield return result;
        await foreach (var result in new DomainCheck(Suite, settings).CheckAsync(facts, cancellationToken))
            yield return result;
    }

    // Kubernetes lets a user grant only what they may do themselves. A dry run of a role with every right says whether they have it.
    private async Task<SealosCheckResult> AdminAsync(CancellationToken cancellationToken)
    {
        const string Expected = "every right in the cluster";
        var role = new V1ClusterRole
        {
            Metadata = new V1ObjectMeta { Name = "sealos-istio-rights-check" },
            Rules =
            [
                new V1PolicyRule
                {
                    ApiGroups = ["*"],
                    Resources = ["*"],
                    Verbs = ["*"],
                },
                new V1PolicyRule { NonResourceURLs = ["*"], Verbs = ["*"] },
            ],
        };
        try
        {
            await cluster.ApplyAsync(role, new ApplyOptions { DryRun = true }, cancellationToken);
            return Result("ClusterAdmin", CheckStatus.Pass, Expected, "granted");
        }
        catch (KubernetesApiException exception) when (exception.Code == 403)
        {
            return Result(
                "ClusterAdmin",
                CheckStatus.Fail,
                Expected,
                "not granted",
                "Connect as an administrator, or have New-SealosOperatorRole's roles granted and leave out -RequireClusterAdmin."
            );
        }
    }

    private SealosCheckResult Result(
        string name,
        CheckStatus status,
        string expected,
        string actual,
        string? detail = null
    ) => new(Suite, name, cluster.Name, status, expected, actual, detail);
}
