using System.Management.Automation;
using SealosIstio.Migration.Rollout;

namespace SealosIstio.Commands;

/// <summary>
/// Judges a rollout by metrics of Prometheus, by script blocks, or both, and changes nothing. What wasn't measured never passes: it is
/// Unknown.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "IstioRolloutGate")]
[OutputType(typeof(RolloutGateResult))]
public sealed class TestIstioRolloutGateCommand : RolloutGateCommand
{
    /// <summary>The rollout. Default: the cluster's.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public IstioRolloutState? Rollout { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (PrometheusUri is null && Gate.Length == 0)
        {
            ThrowTerminatingError(ErrorRecords.NoGate());
            return;
        }
        WriteObject(Evaluate(Rollout ?? Read()), enumerateCollection: true);
    }

    private IstioRolloutState Read()
    {
        var (cluster, settings) = (Cluster, new RolloutSettings { Options = ActiveConnection.Options });
        return Await(async token =>
        {
            await using var session = await RolloutSession.OpenAsync(cluster, settings, preview: true, token);
            return await session.ReadAsync(token);
        });
    }
}
