using System.Management.Automation;
using SealosIstio.Migration.Rollout;

namespace SealosIstio.Commands;

/// <summary>Gets the cluster's gradual rollout: its stage, what the gates said, what happened, and the hosts of its share.</summary>
[Cmdlet(VerbsCommon.Get, "IstioRollout")]
[OutputType(typeof(IstioRolloutState))]
public sealed class GetIstioRolloutCommand : ClusterCommand
{
    /// <inheritdoc/>
    protected override void End()
    {
        var (cluster, settings) = (Cluster, new RolloutSettings { Options = ActiveConnection.Options });
        WriteObject(
            Await(async token =>
            {
                await using var session = await RolloutSession.OpenAsync(cluster, settings, preview: true, token);
                return await session.ReadAsync(token);
            })
        );
    }
}
