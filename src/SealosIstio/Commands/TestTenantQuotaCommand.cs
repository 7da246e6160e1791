using System.Management.Automation;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Commands;

/// <summary>Checks that tenants have limits, that these forbid load balancers, and that they leave room.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TenantQuota")]
[OutputType(typeof(SealosCheckResult))]
public sealed class TestTenantQuotaCommand : TenantCommand
{
    /// <inheritdoc/>
    protected override void Process()
    {
        var check = new TenantQuotaCheck(Cluster);
        foreach (var tenant in ReadTenants())
            TryEach(tenant, () => Stream(token => check.CheckAsync(tenant, token), WriteObject));
    }
}
