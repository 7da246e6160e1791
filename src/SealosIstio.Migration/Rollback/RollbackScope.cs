using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollback;

/// <summary>Which of the objects that a run touched a rollback is about.</summary>
internal sealed class RollbackScope(RollbackSettings settings)
{
    private readonly NamePatterns namespaces = new(settings.Namespaces);

    /// <summary>Whether the rollback is about some tenants only.</summary>
    public bool IsPartial => settings.Mode == RollbackMode.Partial;

    /// <summary>Whether the converted objects go.</summary>
    public bool RemovesObjects => settings.Mode is RollbackMode.Full or RollbackMode.Partial;

    /// <summary>The namespaces of a partial rollback.</summary>
    public NamePatterns Namespaces => namespaces;

    /// <summary>Whether an Ingress, or something that belongs to one, is in it.</summary>
    public bool Has(ResourceIdentity identity) => !IsPartial || namespaces.Matches(identity.Namespace);

    /// <summary>Whether a converted object is in it: in the namespaces, or elsewhere for nobody but them.</summary>
    public bool Has(ResourceIdentity identity, KubernetesObject? live) =>
        !IsPartial
        || namespaces.Matches(identity.Namespace)
        || (
            live?.Metadata.Annotations?.GetOrNull(Provenance.ConvertedFrom) is { Length: > 0 } sources
            && sources.Split(',').All(source => namespaces.Matches(source.Split('/')[0]))
        );

    /// <summary>Whether an entry is about the block of new Ingresses.</summary>
    public static bool IsBlock(JournalEntry entry) =>
        entry.Action == JournalAction.Write
        && entry.Identity.Name == BlockObjects.Name
        && entry.Identity.Kind
            is V1ResourceQuota.KubeKind
                or V1ValidatingAdmissionPolicy.KubeKind
                or V1ValidatingAdmissionPolicyBinding.KubeKind;
}
