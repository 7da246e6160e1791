using System.Management.Automation;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Commands;

/// <summary>Takes tenants off the network: Ingresses, routes and node ports, so that Resume-TenantNetwork puts them back exactly.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "TenantNetwork", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ApplyResult))]
public sealed class SuspendTenantNetworkCommand : TenantNetworkCommand
{
    /// <inheritdoc/>
    protected override string Verb => "Suspend";

    /// <inheritdoc/>
    private protected override Task<IReadOnlyList<NetworkStep>> PlanAsync(
        TenantNetwork network,
        TenantNamespace tenant,
        CancellationToken cancellationToken
    ) => network.PlanSuspendAsync(tenant, cancellationToken);
}
