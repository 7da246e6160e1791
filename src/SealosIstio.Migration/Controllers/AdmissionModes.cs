using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Controllers;

/// <summary>What is to be done with Sealos' admission webhook.</summary>
/// <param name="Deployment">Its Deployment.</param>
/// <param name="Configurations">The configurations by which the API server calls it.</param>
/// <param name="ConfigurationsFirst">Whether the configurations come before the Deployment: nobody may call a handler that is gone.</param>
/// <param name="Warnings">What the user should know.</param>
public sealed record AdmissionPlan(
    ControllerStep Deployment,
    IReadOnlyList<AdmissionStep> Configurations,
    bool ConfigurationsFirst,
    IReadOnlyList<string> Warnings
);

/// <summary>What is to be done with one configuration.</summary>
public sealed class AdmissionStep
{
    internal AdmissionStep(KubernetesObject live, KubernetesPatch? patch) => (Live, Patch) = (live, patch);

    /// <summary>The configuration as it is.</summary>
    public KubernetesObject Live { get; }

    /// <summary>Which one.</summary>
    public ResourceIdentity Identity => ResourceIdentity.Of(Live);

    /// <summary>Whether anything changes.</summary>
    public bool IsChange => Patch is not null;

    internal KubernetesPatch? Patch { get; }
}

/// <summary>
/// Has Sealos' admission webhook look at VirtualServices as it looks at Ingresses, or at Ingresses only. Two things belong together: the
/// variables of its Deployment and entries in its two webhook configurations.
/// </summary>
/// <param name="cluster">The cluster.</param>
public sealed class AdmissionModes(IKubernetesCluster cluster)
{
    private const string RoleName = "admission-manager-role";
    private readonly ControllerModes controllers = new(cluster);

    /// <summary>What enabling or disabling would change. Writes nothing.</summary>
    /// <param name="webhook">The webhook's Deployment; usually <see cref="SealosController.Admission"/>.</param>
    /// <param name="settings">What it is to do.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">
    /// The Deployment or a configuration is missing, can't be changed, or an annotation can't be carried.
    /// </exception>
    public async Task<AdmissionPlan> PlanAsync(
        SealosController webhook,
        AdmissionSettings settings,
        CancellationToken cancellationToken = default
    )
    {
        if (settings.FirstUnusableAnnotation() is { } unusable)
            throw new ResourceException(
                ResourceProblem.Invalid,
                null,
                $"MutatingAnnotation '{unusable}': {ControllerVariables.MutatingAnnotations} separates by commas and equals signs, so neither a "
                    + "key nor a value can have one, and a key can't be empty.",
                "Leave the annotation out, or write it another way."
            );
        var state = await controllers.RequireAsync(webhook, cancellationToken);
        ControllerModes.CheckChangeable(state);
        var variables = settings.Variables();
        return new AdmissionPlan(
            new ControllerStep(
                state,
                deployment => EnvironmentEdit.Set(deployment, state.Container, variables, mode: null),
                settings.EnableIstio ? "look at VirtualServices" : "look at Ingresses only"
            ),
            await StepsAsync(
                settings,
                isRequired: settings.EnableIstio,
                (hook, configuration) =>
                    settings.EnableIstio ? hook.Add(configuration) : hook.Remove(configuration, onlyOurs: false),
                cancellationToken
            ),
            ConfigurationsFirst: !settings.EnableIstio,
            settings.EnableIstio ? await WarningsAsync(cancellationToken) : []
        );
    }

    /// <summary>What restoring the state from before the first change would change. Writes nothing.</summary>
    /// <param name="webhook">The webhook's Deployment; usually <see cref="SealosController.Admission"/>.</param>
    /// <param name="settings">Where its configurations are.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">The Deployment is missing or can't be changed.</exception>
    public async Task<AdmissionPlan> PlanRestoreAsync(
        SealosController webhook,
        AdmissionSettings settings,
        CancellationToken cancellationToken = default
    ) =>
        new(
            ControllerModes.PlanRestore(await controllers.RequireAsync(webhook, cancellationToken)),
            await StepsAsync(
                settings,
                isRequired: false,
                (hook, configuration) => hook.Remove(configuration, onlyOurs: true),
                cancellationToken
            ),
            ConfigurationsFirst: true,
            []
        );

    /// <summary>Changes one configuration, if it is still the version that the plan saw.</summary>
    /// <exception cref="KubernetesApiException">The server refused it.</exception>
    public async Task<ApplyResult> ApplyAsync(AdmissionStep step, CancellationToken cancellationToken = default)
    {
        if (step.Patch is not { } patch)
            return new ApplyResult(step.Identity, ApplyAction.Unchanged, null, step.Live, IsDryRun: false);
        var after = await cluster.PatchAsync(
            KnownTypes.Find(step.Identity.Group, step.Identity.Kind)!.ResourceType,
            null,
            step.Identity.Name,
            patch,
            new PatchOptions(),
            cancellationToken
        );
        return new ApplyResult(step.Identity, ApplyAction.Configured, null, after, IsDryRun: false);
    }

    private async Task<IReadOnlyList<AdmissionStep>> StepsAsync(
        AdmissionSettings settings,
        bool isRequired,
        Func<AdmissionWebhook, KubernetesObject, KubernetesPatch?> edit,
        CancellationToken cancellationToken
    )
    {
        var steps = new List<AdmissionStep>();
        foreach (
            var (type, name, hook) in new[]
            {
                (
                    KnownTypes.Of<V1MutatingWebhookConfiguration>(),
                    settings.MutatingConfiguration,
                    AdmissionWebhook.Mutating
                ),
                (
                    KnownTypes.Of<V1ValidatingWebhookConfiguration>(),
                    settings.ValidatingConfiguration,
                    AdmissionWebhook.Validating
                ),
            }
        )
            if (await cluster.GetAsync(type, null, name, cancellationToken) is { } live)
                steps.Add(new AdmissionStep(live, edit(hook, live)));
            else if (isRequired)
                throw new ResourceException(
                    ResourceProblem.NotFound,
                    new ResourceIdentity(type.ApiVersion, type.Kind, null, name),
                    $"{type.Kind} {name} doesn't exist in the cluster '{cluster.Name}': without it nobody calls the admission webhook.",
                    "Install Sealos' admission webhook, or name the configuration if it has another name."
                );
        return steps;
    }

    // The handlers keep a list of all VirtualServices; a stock Sealos doesn't allow them to read any.
    private async Task<IReadOnlyList<string>> WarningsAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (
                await cluster.GetAsync(KnownTypes.Of<V1ClusterRole>(), null, RoleName, cancellationToken)
                    is V1ClusterRole role
                && !(role.Rules ?? []).Any(AllowsRoutes)
            )
                return
                [
                    $"ClusterRole {RoleName}: the admission webhook may not read VirtualServices, so it won't become ready with its handlers "
                        + "for them. Allow it get, list and watch of virtualservices.networking.istio.io.",
                ];
        }
        // Who may not read roles can't be told about them.
        catch (KubernetesApiException exception) when (exception.Code == 403) { }
        return [];
    }

    private static bool AllowsRoutes(V1PolicyRule rule) =>
        (rule.ApiGroups ?? []).Any(group => group is "*" or "networking.istio.io")
        && (rule.Resources ?? []).Any(resource => resource is "*" or "virtualservices");
}
