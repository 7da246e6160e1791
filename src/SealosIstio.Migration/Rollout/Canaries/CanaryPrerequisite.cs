using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Routing.Comparison;

namespace SealosIstio.Migration.Rollout.Canaries;

/// <summary>What a cluster needs so that nginx can hand requests to the gateway.</summary>
internal static class CanaryPrerequisite
{
    private const string NoExternalName = "--disable-svc-external-name";

    /// <summary>Checks nginx and the mesh.</summary>
    /// <exception cref="ResourceException">The cluster isn't set up for it.</exception>
    public static void Check(SelectedRun run)
    {
        var arguments = SourceSide.Of([], run.Snapshot, run.Options).Arguments;
        if (arguments.Any(argument => argument is NoExternalName or NoExternalName + "=true"))
            throw new ResourceException(
                ResourceProblem.CanaryNotPossible,
                null,
                $"The nginx controller runs with {NoExternalName}: it sends nothing to a Service of type ExternalName, and a canary's has to be one.",
                "Take the flag away for the time of the rollout, or use the strategy Cohort."
            );
        var mesh = MeshSettings.Read(run.Snapshot, run.Options);
        if (mesh.TrustedProxies == 0)
            throw new ResourceException(
                ResourceProblem.CanaryNotPossible,
                null,
                $"{mesh.ConfigMap}: meshConfig.defaultConfig.gatewayTopology.numTrustedProxies is 0, so the gateway would take nginx for the client: "
                    + "applications would see http where the client spoke https, and address lists would see nginx' address.",
                "Set it to 1 and restart the gateway's pods for the time of the rollout; then only nginx may reach the gateway, since it believes "
                    + "X-Forwarded-For. Set it back before DNS leads there."
            );
    }

    /// <summary>Checks that new Ingresses may be made.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="prefix">The prefix of tenants' namespaces.</param>
    /// <param name="namespaces">Where canaries are to be made.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">They are refused there.</exception>
    public static async Task CheckBlockAsync(
        IKubernetesCluster cluster,
        string prefix,
        IReadOnlySet<string> namespaces,
        CancellationToken cancellationToken
    )
    {
        if (namespaces.Count == 0)
            return;
        var block = await new IngressBlock(cluster, prefix).PlanUnblockAsync(new NamePatterns(null), cancellationToken);
        if (
            block.Remove.FirstOrDefault(item =>
                item.Metadata.NamespaceProperty is not { } space || namespaces.Contains(space)
            ) is
            { } found
        )
            throw new ResourceException(
                ResourceProblem.IngressesBlocked,
                ResourceIdentity.Of(found),
                $"{found} refuses new Ingresses, and a canary is one: {namespaces.Count} namespaces need some.",
                "Allow them with Unblock-SealosIngress until the rollout is over, or use the strategy Cohort."
            );
    }
}
