using System.Management.Automation;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Commands;

/// <summary>Checks, from the objects of the cluster, that tenants are kept apart: policies, hosts, bindings, Pod Security.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TenantIsolation")]
[OutputType(typeof(SealosCheckResult))]
public sealed class TestTenantIsolationCommand : TenantCommand
{
    private TenantIsolationCheck? check;

    /// <summary>The address ranges of the Pods in CIDR notation. Default: what kubeadm set the cluster up with.</summary>
    [Parameter]
    public string[]? PodCidr { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var (cluster, prefix, pods) = (Cluster, Prefix, PodCidr is null ? null : PodNetwork.Of(PodCidr));
        check ??= Await(token => TenantIsolationCheck.LoadAsync(cluster, prefix, pods, token));
        foreach (var tenant in ReadTenants())
            WriteObject(check.Check(tenant), enumerateCollection: true);
    }
}
