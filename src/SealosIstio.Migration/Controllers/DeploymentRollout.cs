using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Controllers;

/// <summary>How far a Deployment's Pods are replaced.</summary>
/// <param name="IsComplete">Whether all Pods are of the current template and available.</param>
/// <param name="IsStuck">Whether the server gave up on it: progressDeadlineSeconds is over.</param>
/// <param name="Message">What it waits for; <c>n/n available</c> when complete.</param>
public sealed record DeploymentRollout(bool IsComplete, bool IsStuck, string Message)
{
    /// <summary>Judges by the status, in the order in which it can be trusted.</summary>
    public static DeploymentRollout Of(V1Deployment deployment)
    {
        var wanted = deployment.Spec?.Replicas ?? 1;
        var status = deployment.Status ?? new V1DeploymentStatus();
        if ((status.ObservedGeneration ?? 0) < (deployment.Metadata.Generation ?? 1))
            return Waiting("the change hasn't been seen by the Deployment's controller");
        var progress = status.Conditions?.FirstOrDefault(condition => condition.Type == "Progressing");
        if (progress?.Reason == "ProgressDeadlineExceeded")
            return new DeploymentRollout(false, true, progress.Message ?? "the progress deadline is exceeded");
        var updated = status.UpdatedReplicas ?? 0;
        if (updated < wanted)
            return Waiting($"{updated} of {wanted} Pods are new");
        if ((status.Replicas ?? 0) > updated)
            return Waiting($"{status.Replicas - updated} old Pods are still there");
        var available = status.AvailableReplicas ?? 0;
        return available < updated
            ? Waiting($"{available} of {wanted} Pods are available")
            : new DeploymentRollout(true, false, $"{available}/{wanted} available");
    }

    /// <summary>The message.</summary>
    public override string ToString() => Message;

    private static DeploymentRollout Waiting(string message) => new(false, false, message);
}
