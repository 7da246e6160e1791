using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Commands;

/// <summary>Gets the Services of type LoadBalancer: clients reach them past the gateway.</summary>
[Cmdlet(VerbsCommon.Get, "SealosLoadBalancerService")]
[OutputType(typeof(SealosServiceInfo))]
public sealed class GetSealosLoadBalancerServiceCommand : ClusterCommand
{
    /// <summary>Whose namespaces: Tenant or All. Default: Tenant.</summary>
    [Parameter(Position = 0)]
    public NamespaceScope Scope { get; set; } = NamespaceScope.Tenant;

    /// <summary>Namespaces; wildcards are allowed. Default: all of the scope.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("n", "ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var prefix = ActiveConnection.Options.TenantNamespacePrefix;
        var query = new LoadBalancerQuery(Cluster, Scope, new NamePatterns(Namespace), prefix);
        Stream(query.ReadAsync, WriteObject);
    }
}
