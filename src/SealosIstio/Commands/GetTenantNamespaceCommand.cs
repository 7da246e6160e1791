using System.Management.Automation;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Commands;

/// <summary>Gets tenants' namespaces with owner, limits, policies and the state of their network.</summary>
[Cmdlet(VerbsCommon.Get, "TenantNamespace")]
[OutputType(typeof(TenantNamespace))]
public sealed class GetTenantNamespaceCommand : TenantCommand
{
    /// <inheritdoc/>
    protected override void Process() => WriteObject(ReadTenants(), enumerateCollection: true);
}
