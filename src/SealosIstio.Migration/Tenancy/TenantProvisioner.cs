using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Tenancy;

/// <summary>A tenant that is wanted.</summary>
/// <param name="Name">The tenant's id or the name of the namespace.</param>
/// <param name="Owner">The Sealos user whose namespace it is; null: the tenant's id.</param>
public sealed record TenantRequest(string Name, string? Owner);

/// <summary>What is to be done for one tenant.</summary>
/// <param name="Name">The tenant.</param>
/// <param name="Steps">The objects, what others stand on first.</param>
/// <param name="Refusals">Why nothing is done for this tenant, with the object concerned; empty when nothing speaks against it.</param>
/// <param name="Warnings">What the user should know.</param>
public sealed record TenantPlan(
    TenantName Name,
    IReadOnlyList<ApplyStep> Steps,
    IReadOnlyList<(Exception Problem, KubernetesObject? Resource)> Refusals,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>What applying would do, object by object.</summary>
    public string Preview =>
        Steps.All(step => step.Prediction == ApplyAction.Unchanged)
            ? "nothing to change"
            : string.Join(
                ", ",
                Steps
                    .Where(step => step.Prediction != ApplyAction.Unchanged)
                    .Select(step =>
                        $"{(step.Prediction == ApplyAction.Created ? "create" : "configure")} {step.Identity.Kind} {step.Identity.Name}"
                    )
            );
}

/// <summary>Creates tenants' namespaces with everything that belongs to them: all are checked before the first is written.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="settings">What each tenant gets.</param>
/// <param name="prefix">The prefix of tenants' namespaces.</param>
/// <param name="pods">The address ranges of the Pods; null: found out from the cluster.</param>
/// <param name="force">Whether fields of other field managers are taken over.</param>
public sealed class TenantProvisioner(
    IKubernetesCluster cluster,
    TenantSettings settings,
    string prefix,
    PodNetwork? pods,
    bool force = false
)
{
    private readonly IstioResourceApplier applier = new(cluster, new ApplySettings { Force = force });
    private ApplyPlan? applyPlan;

    /// <summary>Checks all tenants. Reads, and writes nothing.</summary>
    /// <exception cref="ResourceException">The cluster doesn't serve a kind that is needed.</exception>
    public async Task<IReadOnlyList<TenantPlan>> PlanAsync(
        IReadOnlyList<TenantRequest> requests,
        CancellationToken cancellationToken = default
    )
    {
        var network = pods ?? await PodNetwork.DiscoverAsync(cluster, cancellationToken);
        var drafts = new List<Draft>();
        foreach (var request in requests.DistinctBy(request => request.Name))
            drafts.Add(await DraftAsync(request, network, cancellationToken));
        applyPlan = await applier.PlanAsync([.. drafts.SelectMany(draft => draft.Objects)], cancellationToken);
        var plans = new List<TenantPlan>();
        foreach (var draft in drafts)
        {
            // Steps carry a copy in the served version, so the object itself doesn't lead back to its tenant.
            var mine = draft.Objects.Select(item => ResourceIdentity.Of(item).WithoutVersion).ToHashSet();
            var steps = applyPlan.Steps.Where(step => mine.Contains(step.Identity.WithoutVersion)).ToList();
            plans.Add(
                new TenantPlan(
                    draft.Name,
                    steps,
                    [
                        .. draft.Problem is { } problem
                            ? [(problem, null)]
                            : Array.Empty<(Exception, KubernetesObject?)>(),
                        .. steps
                            .Where(step => step.Refusal is not null)
                            .Select(step => (step.Refusal!, (KubernetesObject?)step.Desired)),
                    ],
                    draft.Problem is null ? await WarningsAsync(draft.Name, network, cancellationToken) : []
                )
            );
        }
        return plans;
    }

    /// <summary>Applies one object of a tenant.</summary>
    /// <exception cref="KubernetesApiException">The server refused it; <see cref="Fail"/> records that.</exception>
    public Task<ApplyResult> ApplyAsync(ApplyStep step, CancellationToken cancellationToken = default) =>
        applier.ApplyAsync(applyPlan ?? throw new InvalidOperationException("Plan first."), step, cancellationToken);

    /// <summary>Records that an object wasn't confirmed.</summary>
    public ApplyResult Skip(ApplyStep step) => applier.Skip(step);

    /// <summary>Records that the server refused an object.</summary>
    public ApplyResult Fail(ApplyStep step, string reason) => applier.Fail(step, reason);

    private async Task<Draft> DraftAsync(TenantRequest request, PodNetwork network, CancellationToken cancellationToken)
    {
        var name = new TenantName(request.Name, request.Name);
        try
        {
            name = TenantName.Parse(request.Name, prefix);
            var owner = request.Owner ?? name.Tenant;
            var objects = TenantObjects.Build(name, owner, settings, network);
            await RefuseForeignAsync(name, owner, cancellationToken);
            return new Draft(name, objects, null);
        }
        catch (ResourceException exception)
        {
            return new Draft(name, [], exception);
        }
    }

    private async Task RefuseForeignAsync(TenantName name, string owner, CancellationToken cancellationToken)
    {
        var live = await cluster.GetAsync(KnownTypes.Of<V1Namespace>(), null, name.Namespace, cancellationToken);
        if (live is null)
            return;
        var identity = ResourceIdentity.Of(live);
        if (live.Metadata.DeletionTimestamp is not null)
            throw new ResourceException(
                ResourceProblem.Terminating,
                identity,
                $"{identity} is being deleted.",
                "Wait until it is gone, then run it again."
            );
        var current = live.Metadata.Labels?.GetOrNull(TenantMarks.Owner);
        if (current == owner)
            return;
        throw new ResourceException(
            ResourceProblem.NamespaceTaken,
            identity,
            current is null
                ? $"{identity} exists and is no tenant's: it has no label {TenantMarks.Owner}."
                : $"{identity} belongs to '{current}', not to '{owner}'.",
            "Choose another name, or name the owner with -Owner if the namespace is theirs and carries their label."
        );
    }

    private async Task<IReadOnlyList<string>> WarningsAsync(
        TenantName name,
        PodNetwork network,
        CancellationToken cancellationToken
    )
    {
        var warnings = new List<string>();
        var isolation = settings.EffectiveIsolation;
        if (isolation is TenantIsolation.NetworkPolicy or TenantIsolation.Both && !network.IsKnown)
            warnings.Add(
                $"{name.Namespace}: the address ranges of the Pods are unknown, so clients with private addresses don't reach node ports. "
                    + "Give the ranges with -PodCidr."
            );
        if (isolation is TenantIsolation.AuthorizationPolicy && !settings.EnableSidecarInjection)
            warnings.Add(
                $"{name.Namespace}: without sidecars AuthorizationPolicies in the namespace bind nobody. Use -Isolation NetworkPolicy, or "
                    + "-EnableSidecarInjection."
            );
        if (settings is { EnableSidecarInjection: true, PodSecurity: not null })
            warnings.Add(
                $"{name.Namespace}: Pod Security level {settings.PodSecurity} refuses Pods with Istio's init container. Sidecars need Istio's "
                    + "CNI plugin here, or -PodSecurity Privileged."
            );
        if (
            settings is { WithoutGateway: false, IssuerName: null }
            && await IsCredentialMissingAsync(name, cancellationToken)
        )
            warnings.Add(
                $"{name.Namespace}: the Secret {settings.GatewayNamespace}/{TenantObjects.CredentialOf(name, settings)} doesn't exist; the Gateway "
                    + "answers no HTTPS until it does. Istio reads it from there and from no other namespace. -IssuerName has it issued."
            );
        return warnings;
    }

    private async Task<bool> IsCredentialMissingAsync(TenantName name, CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.GetAsync(
                KnownTypes.Of<V1Secret>(),
                settings.GatewayNamespace,
                TenantObjects.CredentialOf(name, settings),
                cancellationToken
            )
                is null;
        }
        catch (KubernetesApiException exception) when (exception.Code == 403)
        {
            // Who may not read Secrets can't be told about them.
            return false;
        }
    }

    private sealed record Draft(TenantName Name, IReadOnlyList<KubernetesObject> Objects, ResourceException? Problem);
}
