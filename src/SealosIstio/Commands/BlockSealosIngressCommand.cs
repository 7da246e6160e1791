using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Commands;

/// <summary>Refuses new Ingresses in tenants' namespaces.</summary>
[Cmdlet(VerbsSecurity.Block, "SealosIngress", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ApplyResult))]
public sealed class BlockSealosIngressCommand : ApplyingCommand
{
    private readonly List<string> tenants = [];

    /// <summary>
    /// Tenants' namespaces; wildcards are allowed. Default: all of them, and with a policy those of tomorrow too. Other namespaces are
    /// never blocked.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("n", "ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <summary>By which means: Auto, Policy or Quota. Default: Auto, a policy where the cluster serves it, else quotas.</summary>
    [Parameter]
    public BlockMechanism Mechanism { get; set; }

    /// <inheritdoc/>
    protected override void Process() => tenants.AddRange(Namespace ?? []);

    /// <inheritdoc/>
    protected override void End()
    {
        // An empty pipeline named nobody, and so blocks nobody.
        if (MyInvocation.ExpectingInput && tenants.Count == 0)
            return;
        var block = new IngressBlock(Cluster, ActiveConnection.Options.TenantNamespacePrefix);
        var mechanism = Await(token => block.ChooseAsync(Mechanism, token));
        if (mechanism == BlockMechanism.Quota)
            WriteWarning(
                "A quota can't tell who asks: it refuses the Ingresses of cert-manager's HTTP01 solvers too, so certificates that are checked "
                    + "that way aren't renewed in these namespaces until Unblock-SealosIngress."
            );
        Apply(Await(token => block.PlanBlockAsync(new NamePatterns(tenants), mechanism, token)));
    }
}
