using SealosIstio.Migration.Applying;

namespace SealosIstio.Migration.Tenancy;

/// <summary>What became of one tenant.</summary>
/// <param name="Tenant">The tenant's id.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Objects">What became of each object; empty when the tenant was refused.</param>
public sealed record TenantNamespaceResult(string Tenant, string Namespace, IReadOnlyList<ApplyResult> Objects)
{
    /// <summary>
    /// The result in one word: Failed when any object failed or the tenant was refused, Skipped when nothing was confirmed, Created
    /// when the namespace is new, Configured when anything changed, otherwise Unchanged.
    /// </summary>
    public ApplyAction Action =>
        Objects.Count == 0 || Has(ApplyAction.Failed) ? ApplyAction.Failed
        : Objects.All(result => result.Action == ApplyAction.Skipped) ? ApplyAction.Skipped
        : Objects[0] is { Kind: "Namespace", Action: ApplyAction.Created } ? ApplyAction.Created
        : Has(ApplyAction.Created) || Has(ApplyAction.Configured) ? ApplyAction.Configured
        : ApplyAction.Unchanged;

    /// <summary><c>namespace action</c>.</summary>
    public override string ToString() => $"{Namespace} {Action}";

    private bool Has(ApplyAction action) => Objects.Any(result => result.Action == action);
}
