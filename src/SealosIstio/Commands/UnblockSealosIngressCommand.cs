using System.Management.Automation;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Commands;

/// <summary>Allows new Ingresses in tenants' namespaces again: removes what Block-SealosIngress made, and nothing else.</summary>
[Cmdlet(VerbsSecurity.Unblock, "SealosIngress", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ApplyResult))]
public sealed class UnblockSealosIngressCommand : IngressBlockCommand
{
    /// <inheritdoc/>
    protected override void Act(IngressBlock block, NamePatterns namespaces)
    {
        var plan = Await(token => block.PlanUnblockAsync(namespaces, token));
        if (plan.Apply is { } binding)
            Apply([binding]);
        foreach (var item in plan.Remove)
            TryEach(item, () => Remove(block, item));
    }

    private void Remove(IngressBlock block, KubernetesObject item)
    {
        var identity = ResourceIdentity.Of(item);
        if (!ShouldProcess($"{identity} @{Cluster.Name}", "Remove"))
        {
            WriteObject(new ApplyResult(identity, ApplyAction.Skipped, "Not confirmed.", item, IsDryRun: false));
            return;
        }
        Await(token => block.RemoveAsync(item, token));
        WriteObject(new ApplyResult(identity, ApplyAction.Removed, null, null, IsDryRun: false));
    }
}
