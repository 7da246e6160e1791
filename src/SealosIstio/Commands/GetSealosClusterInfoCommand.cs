using System.Management.Automation;
using SealosIstio.Migration.Assessment;

namespace SealosIstio.Commands;

/// <summary>Gets what a cluster consists of as far as a migration is concerned: versions and counts.</summary>
[Cmdlet(VerbsCommon.Get, "SealosClusterInfo")]
[OutputType(typeof(SealosClusterInfo))]
public sealed class GetSealosClusterInfoCommand : ClusterCommand
{
    /// <inheritdoc/>
    protected override void Process()
    {
        var (cluster, platform) = (Cluster, ActiveConnection.Options);
        WriteObject(Await(token => SealosClusterInfo.ReadAsync(cluster, platform, token)));
    }
}
