using System.Management.Automation;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Commands;

/// <summary>Puts suspended tenants back on the network, exactly as they were.</summary>
[Cmdlet(VerbsLifecycle.Resume, "TenantNetwork", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ApplyResult))]
public sealed class ResumeTenantNetworkCommand : TenantNetworkCommand
{
    /// <inheritdoc/>
    protected override string Verb => "Resume";

    /// <inheritdoc/>
    private protected override Task<IReadOnlyList<NetworkStep>> PlanAsync(
        TenantNetwork network,
        TenantNamespace tenant,
        CancellationToken cancellationToken
    ) => network.PlanResumeAsync(tenant, cancellationToken);
}
