using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Controllers;

/// <summary>Finds the Deployments and containers of Sealos' controllers.</summary>
/// <param name="cluster">The cluster.</param>
internal sealed class ControllerFinder(IKubernetesCluster cluster)
{
    private static readonly ResourceType Deployments = KnownTypes.Of<V1Deployment>();

    /// <summary>
    /// The controller's Deployment: where Sealos has it, then where the manuals have it, then by these names in any namespace. Null when
    /// there is none.
    /// </summary>
    /// <exception cref="ResourceException">Several could be meant, or no container can be told to be the controller's.</exception>
    public async Task<SealosControllerState?> FindAsync(
        SealosController controller,
        CancellationToken cancellationToken
    )
    {
        foreach (var (space, name) in controller.Locations)
            if (await cluster.GetAsync(Deployments, space, name, cancellationToken) is V1Deployment deployment)
                return StateOf(controller, deployment);
        if (!controller.IsKnown)
            return null;
        foreach (var name in controller.Locations.Select(location => location.Name))
        {
            var options = new ListOptions { FieldSelector = $"metadata.name={name}" };
            var found = new List<V1Deployment>();
            await foreach (var item in cluster.ListAsync(Deployments, options, cancellationToken))
                if (item is V1Deployment deployment)
                    found.Add(deployment);
            if (found.Count > 1)
                throw new ResourceException(
                    ResourceProblem.Ambiguous,
                    ResourceIdentity.Of(found[0]),
                    $"The controller {controller} could be any of {string.Join(", ", found.Select(item => $"{item.Metadata.NamespaceProperty}/{item.Metadata.Name}"))}.",
                    "Name the Deployment as namespace/name."
                );
            if (found.Count == 1)
                return StateOf(controller, found[0]);
        }
        return null;
    }

    /// <summary>The state of a Deployment that is known to be the controller's.</summary>
    public static SealosControllerState StateOf(SealosController controller, V1Deployment deployment)
    {
        var names = (deployment.Spec?.Template?.Spec?.Containers ?? []).Select(item => item.Name ?? "").ToList();
        var container = controller.ContainerOf(names) ?? throw NoContainer(deployment, controller.Container, names);
        return new SealosControllerState(controller, deployment, container);
    }

    internal static ResourceException NotFound(IKubernetesCluster cluster, SealosController controller) =>
        new(
            ResourceProblem.NotFound,
            new ResourceIdentity("apps/v1", V1Deployment.KubeKind, null, controller.Name),
            $"The cluster '{cluster.Name}' has no Deployment of the controller {controller}: looked for "
                + $"{string.Join(", ", controller.Locations.Select(location => $"{location.Namespace}/{location.Name}"))}.",
            "Name the Deployment as namespace/name, or leave the controller out if the cloud doesn't have it."
        );

    internal static ResourceException NoContainer(
        V1Deployment deployment,
        string? wanted,
        IReadOnlyCollection<string>? names = null
    ) =>
        new(
            ResourceProblem.Invalid,
            ResourceIdentity.Of(deployment),
            $"{deployment}: spec.template.spec.containers has "
                + (wanted is null ? "several that could be the controller" : $"no container '{wanted}'")
                + (names is null ? "." : $": {string.Join(", ", names)}."),
            "Name the container: namespace/deployment/container."
        );
}
