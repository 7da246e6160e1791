using System.Management.Automation;
using SealosIstio.Input;
using SealosIstio.Migration.Rollout;
using SealosIstio.Migration.Rollout.Gates;
using SealosIstio.Probing;

namespace SealosIstio;

/// <summary>The base of the cmdlets that judge a rollout by measurements.</summary>
public abstract class RolloutGateCommand : RunCommand
{
    /// <summary>
    /// The address of a Prometheus server that scrapes the gateway's pods and nginx' controller, with the path before /api if it has one.
    /// Default: none, no metrics are asked.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? PrometheusUri { get; set; }

    /// <summary>
    /// Script blocks that judge: each gets the rollout's state as $_ and as its argument, and gives $true, $false, or objects with Status
    /// (Pass, Fail, Unknown, StepBack, Rollback), Gate, Value, Threshold, Unit and Message. One that gives nothing, or fails, is Unknown.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock[] Gate { get; set; } = [];

    /// <summary>How long one answer of Prometheus may take, in seconds. Default: 10.</summary>
    [Parameter]
    [ValidateRange(1, 300)]
    public int PrometheusTimeoutSeconds { get; set; } = 10;

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (PrometheusUri is { } uri && !(uri.IsAbsoluteUri && uri.Scheme is "http" or "https"))
            ThrowTerminatingError(ErrorRecords.PrometheusUriInvalid());
    }

    /// <summary>Asks every gate that was named.</summary>
    /// <param name="state">The rollout.</param>
    private protected IReadOnlyList<RolloutGateResult> Evaluate(IstioRolloutState state)
    {
        var results = new List<RolloutGateResult>();
        if (PrometheusUri is { } uri)
        {
            using var metrics = new PrometheusMetrics(uri, TimeSpan.FromSeconds(PrometheusTimeoutSeconds));
            var check = new RolloutGateCheck(
                metrics,
                state.Plan.Thresholds,
                ActiveConnection.Options.GatewayNamespace,
                state.StartedAt
            );
            results.AddRange(Await(check.EvaluateAsync));
        }
        for (var index = 0; index < Gate.Length; index++)
            results.AddRange(GateScript.Run(Gate[index], $"Script {index + 1}", state));
        foreach (var result in results)
            WriteVerbose(result.ToString());
        return results;
    }
}
