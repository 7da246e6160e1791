using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover.Blocking;

/// <summary>What lifting the block changes.</summary>
/// <param name="Remove">The objects that go.</param>
/// <param name="Apply">The binding that stays for other tenants; null when none does.</param>
public sealed record UnblockPlan(IReadOnlyList<KubernetesObject> Remove, KubernetesObject? Apply)
{
    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Remove.Count == 0 && Apply is null;
}

/// <summary>
/// Refuses new Ingresses in tenants' namespaces, and takes that back. Ingresses that exist stay and can be changed; the namespaces of the
/// platform are never touched. Reads, and leaves the writing to its caller.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="prefix">The prefix of tenants' namespaces.</param>
public sealed class IngressBlock(IKubernetesCluster cluster, string prefix)
{
    private static readonly string[] PolicyVersions = ["v1", "v1beta1"];

    /// <summary>The means that the cluster has: what was asked for, Auto resolved.</summary>
    /// <exception cref="ResourceException">The policy was asked for, and the cluster doesn't serve it.</exception>
    public async Task<BlockMechanism> ChooseAsync(BlockMechanism wanted, CancellationToken cancellationToken = default)
    {
        if (wanted == BlockMechanism.Quota)
            return wanted;
        if (await FindPolicyVersionAsync(cancellationToken) is not null)
            return BlockMechanism.Policy;
        if (wanted == BlockMechanism.Auto)
            return BlockMechanism.Quota;
        throw new ResourceException(
            ResourceProblem.TypeNotInstalled,
            null,
            $"The cluster '{cluster.Name}' doesn't serve {V1ValidatingAdmissionPolicy.KubeKind} of {V1ValidatingAdmissionPolicy.KubeGroup}.",
            "It comes with Kubernetes 1.30. Use -Mechanism Quota."
        );
    }

    /// <summary>The objects that block tenants, to be applied.</summary>
    /// <param name="tenants">Tenants' namespaces, wildcards allowed; none: all of them, and by a policy those of tomorrow too.</param>
    /// <param name="mechanism">Policy or Quota, as <see cref="ChooseAsync"/> gave it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">An exact name isn't a tenant's namespace; or an object of the name isn't ours.</exception>
    public async Task<IReadOnlyList<KubernetesObject>> PlanBlockAsync(
        NamePatterns tenants,
        BlockMechanism mechanism,
        CancellationToken cancellationToken = default
    )
    {
        if (mechanism == BlockMechanism.Quota)
        {
            var quotas = new List<KubernetesObject>();
            foreach (var name in await NamesAsync(tenants, cancellationToken))
            {
                await RefuseForeignAsync<V1ResourceQuota>(name, cancellationToken);
                quotas.Add(BlockObjects.Quota(name));
            }
            return quotas;
        }
        var version = $"{V1ValidatingAdmissionPolicy.KubeGroup}/{await FindPolicyVersionAsync(cancellationToken)}";
        await RefuseForeignAsync<V1ValidatingAdmissionPolicy>(null, cancellationToken);
        var binding = await RefuseForeignAsync<V1ValidatingAdmissionPolicyBinding>(null, cancellationToken);
        var scope =
            tenants.Patterns.Count == 0
                ? BlockScope.Everybody
                : BlockScope
                    .Of(binding as V1ValidatingAdmissionPolicyBinding)
                    .With(await NamesAsync(tenants, cancellationToken));
        return scope.IsEmpty ? [] : [BlockObjects.Policy(prefix, version), BlockObjects.Binding(scope, version)];
    }

    /// <summary>What has to change so that tenants may make Ingresses again, whatever the mechanism was.</summary>
    /// <param name="tenants">Tenants' namespaces, wildcards allowed; none: all of them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<UnblockPlan> PlanUnblockAsync(NamePatterns tenants, CancellationToken cancellationToken = default)
    {
        var remove = new List<KubernetesObject>();
        var options = new ListOptions
        {
            FieldSelector = $"metadata.name={BlockObjects.Name}",
            LabelSelector = $"{Provenance.ManagedByLabel}={Provenance.ManagedBy}",
        };
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1ResourceQuota>(), options, cancellationToken))
            if (tenants.Matches(item.Metadata.NamespaceProperty))
                remove.Add(item);
        if (await FindPolicyVersionAsync(cancellationToken) is not { } version)
            return new UnblockPlan(remove, null);

        var binding = await OursAsync<V1ValidatingAdmissionPolicyBinding>(cancellationToken);
        var policy = await OursAsync<V1ValidatingAdmissionPolicy>(cancellationToken);
        if (tenants.Patterns.Count > 0 && binding is not null)
        {
            var before = BlockScope.Of((V1ValidatingAdmissionPolicyBinding)binding);
            var after = before.Without(await NamesAsync(tenants, cancellationToken));
            if (!after.IsEmpty)
                return new UnblockPlan(
                    remove,
                    after.Only?.Count == before.Only?.Count && after.Except.Count == before.Except.Count
                        ? null
                        : BlockObjects.Binding(after, $"{V1ValidatingAdmissionPolicy.KubeGroup}/{version}")
                );
        }
        // The binding first: a binding without its policy would be a misconfiguration for a moment.
        remove.AddRange(new[] { binding, policy }.OfType<KubernetesObject>());
        return new UnblockPlan(remove, null);
    }

    /// <summary>Removes one object of a plan.</summary>
    public Task RemoveAsync(KubernetesObject item, CancellationToken cancellationToken = default) =>
        new ResourceRemover(cluster).RemoveAsync(item, cancellationToken);

    private async Task<string?> FindPolicyVersionAsync(CancellationToken cancellationToken)
    {
        foreach (var version in PolicyVersions)
            if (
                await ServesAsync<V1ValidatingAdmissionPolicy>(version)
                && await ServesAsync<V1ValidatingAdmissionPolicyBinding>(version)
            )
                return version;
        return null;

        async Task<bool> ServesAsync<T>(string version)
            where T : KubernetesObject
        {
            var type = KnownTypes.Of<T>();
            return await cluster.FindResourceTypeAsync(type.Group, type.Kind, version, cancellationToken) is not null;
        }
    }

    private async Task<IReadOnlyList<string>> NamesAsync(NamePatterns tenants, CancellationToken cancellationToken)
    {
        var all = new List<string>();
        await foreach (var space in cluster.ListAsync(KnownTypes.Of<V1Namespace>(), null, cancellationToken))
            if (
                space.Metadata is { Name: { } name, DeletionTimestamp: null }
                && name.StartsWith(prefix, StringComparison.Ordinal)
            )
                all.Add(name);
        foreach (var wanted in tenants.ExactNames)
            if (!all.Contains(wanted, StringComparer.OrdinalIgnoreCase))
                throw new ResourceException(
                    wanted.StartsWith(prefix, StringComparison.Ordinal)
                        ? ResourceProblem.NotFound
                        : ResourceProblem.NotATenant,
                    new ResourceIdentity(V1Namespace.KubeApiVersion, V1Namespace.KubeKind, null, wanted),
                    $"There is no tenant's namespace '{wanted}' in the cluster '{cluster.Name}'.",
                    "Get-TenantNamespace lists the tenants; other namespaces are never blocked."
                );
        return [.. all.Where(tenants.Matches)];
    }

    private async Task<KubernetesObject?> RefuseForeignAsync<T>(
        string? namespaceName,
        CancellationToken cancellationToken
    )
        where T : KubernetesObject
    {
        var live = await GetAsync<T>(namespaceName, cancellationToken);
        if (live is null || Provenance.IsOurs(live))
            return live;
        throw new ResourceException(
            ResourceProblem.NamespaceTaken,
            ResourceIdentity.Of(live),
            $"{live} exists and isn't of SealosIstio: it has no label {Provenance.ManagedByLabel}={Provenance.ManagedBy}.",
            "Remove or rename it if it isn't needed any more, or give it the label if SealosIstio may have it."
        );
    }

    private async Task<KubernetesObject?> OursAsync<T>(CancellationToken cancellationToken)
        where T : KubernetesObject =>
        await GetAsync<T>(null, cancellationToken) is { } live && Provenance.IsOurs(live) ? live : null;

    private async Task<KubernetesObject?> GetAsync<T>(string? namespaceName, CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        var type = KnownTypes.Of<T>();
        return await cluster.FindResourceTypeAsync(type.Group, type.Kind, null, cancellationToken) is { } served
            ? await cluster.GetAsync(served, namespaceName, BlockObjects.Name, cancellationToken)
            : null;
    }
}
