using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Cutover;

namespace SealosIstio.Commands;

/// <summary>Gets how far the migration is: counts of Ingresses, the cutovers, and who is at work.</summary>
[Cmdlet(VerbsCommon.Get, "SealosMigrationStatus")]
[OutputType(typeof(MigrationStatus))]
public sealed class GetSealosMigrationStatusCommand : ClusterCommand
{
    /// <summary>The namespaces to count in; wildcards are allowed. Default: the tenants', ns-*.</summary>
    [Parameter(Position = 0)]
    [Alias("n", "ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        var options = ActiveConnection.Options;
        WriteObject(Await(token => MigrationStatus.ReadAsync(Cluster, Namespace ?? [], options, token)));
    }
}
