using System.Management.Automation;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Commands;

/// <summary>Refuses new Ingresses in tenants' namespaces.</summary>
[Cmdlet(VerbsSecurity.Block, "SealosIngress", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ApplyResult))]
public sealed class BlockSealosIngressCommand : IngressBlockCommand
{
    /// <summary>By which means: Auto, Policy or Quota. Default: Auto, a policy where the cluster serves it, else quotas.</summary>
    [Parameter]
    public BlockMechanism Mechanism { get; set; }

    /// <inheritdoc/>
    protected override void Act(IngressBlock block, NamePatterns namespaces)
    {
        var mechanism = Await(token => block.ChooseAsync(Mechanism, token));
        if (mechanism == BlockMechanism.Quota)
            WriteWarning(
                "A quota can't tell who asks: it refuses the Ingresses of cert-manager's HTTP01 solvers too, so certificates that are checked "
                    + "that way aren't renewed in these namespaces until Unblock-SealosIngress."
            );
        Apply(Await(token => block.PlanBlockAsync(namespaces, mechanism, token)));
    }
}
