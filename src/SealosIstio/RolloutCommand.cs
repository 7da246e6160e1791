using System.Management.Automation;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Controllers;

namespace SealosIstio;

/// <summary>The base of the cmdlets that change Deployments and wait until their Pods are replaced.</summary>
public abstract class RolloutCommand : ControllerCommand
{
    /// <summary>Doesn't wait until the Pods are replaced.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>How long to wait for each controller, in seconds. Default: 300.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 300;

    /// <summary>Waits for the rollout of a controller; an error, and the result Failed, when it doesn't complete.</summary>
    private protected SealosControllerResult Finish(ControllerModes modes, SealosControllerResult result)
    {
        if (NoWait || result.Action == ApplyAction.Skipped)
            return result;
        try
        {
            var timeout = TimeSpan.FromSeconds(TimeoutSeconds);
            return result with { State = Await(token => modes.WaitAsync(result.State, timeout, null, token)) };
        }
        catch (Exception exception)
            when (!ErrorRecords.IsFatal(exception)
                && ErrorRecords.TryCreate(exception, result.State.Deployment) is { } error
            )
        {
            WriteError(error);
            return result with { Action = ApplyAction.Failed, Message = exception.Message };
        }
    }
}
