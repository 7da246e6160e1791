using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Resources;

namespace SealosIstio;

/// <summary>Base of the cmdlets that refuse and allow new Ingresses: collects the tenants, then acts once on all of them.</summary>
public abstract class IngressBlockCommand : ApplyingCommand
{
    private readonly List<string> tenants = [];

    /// <summary>
    /// Tenants' namespaces; wildcards are allowed. Default: all of them, and where a policy blocks, those of tomorrow too. Other namespaces
    /// are never blocked.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("n", "ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <inheritdoc/>
    protected sealed override void Process() => tenants.AddRange(Namespace ?? []);

    /// <inheritdoc/>
    protected sealed override void End()
    {
        // An empty pipeline named nobody, and so concerns nobody.
        if (!MyInvocation.ExpectingInput || tenants.Count > 0)
            Act(new IngressBlock(Cluster, ActiveConnection.Options.TenantNamespacePrefix), new NamePatterns(tenants));
    }

    /// <summary>Blocks or unblocks.</summary>
    /// <param name="block">Plans it.</param>
    /// <param name="namespaces">The namespaces that were named; none for all tenants'.</param>
    protected abstract void Act(IngressBlock block, NamePatterns namespaces);
}
