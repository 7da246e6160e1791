using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Applying;

/// <summary>One object of an <see cref="ApplyPlan"/>.</summary>
public sealed class ApplyStep
{
    internal ApplyStep(KubernetesObject desired)
    {
        Desired = desired;
        Identity = ResourceIdentity.Of(desired);
    }

    /// <summary>Which object.</summary>
    public ResourceIdentity Identity { get; }

    /// <summary>The object to apply, in a version that the cluster serves.</summary>
    public KubernetesObject Desired { get; internal set; }

    /// <summary>The object as the cluster had it when the plan was made; null when it didn't exist.</summary>
    public KubernetesObject? Live { get; internal set; }

    /// <summary>Why the object can't be applied; null when nothing speaks against it.</summary>
    public Exception? Refusal { get; internal set; }

    /// <summary>What applying would do, as far as the plan can tell: Created, Configured, Unchanged, or Failed when refused.</summary>
    public ApplyAction Prediction { get; internal set; }

    /// <summary>What became of it; null until it was its turn.</summary>
    public ApplyResult? Result { get; private set; }

    /// <summary>What the server said against it; null when it said nothing against it, or wasn't asked.</summary>
    public Exception? Error { get; internal set; }

    /// <summary>Whether it won't be there for others: refused, failed, or held up by one that isn't there.</summary>
    internal bool IsLost { get; private set; }

    /// <summary>Where the step notes that it is lost.</summary>
    internal ApplyPlan? Plan { get; set; }

    /// <summary>Whether <see cref="Live"/> has been looked up.</summary>
    internal bool IsLiveKnown { get; set; }

    internal ApplyResult Finish(ApplyAction action, string? message, KubernetesObject? resource, bool isDryRun)
    {
        if (action == ApplyAction.Failed || IsGuardLeftOut(action))
            Lose();
        return Result = new ApplyResult(Identity, action, message, resource, isDryRun);
    }

    // What was merely not confirmed may well exist; the user knows. But a route without its guard would let everybody in.
    private bool IsGuardLeftOut(ApplyAction action) =>
        action == ApplyAction.Skipped && Desired is AuthorizationPolicy && Live is null;

    internal void Lose()
    {
        if (IsLost)
            return;
        IsLost = true;
        Plan?.Lose(this);
    }

    /// <summary>The step as it is now, for a caller.</summary>
    internal ApplyStep Snapshot() => (ApplyStep)MemberwiseClone();

    /// <summary>Lets go of what nothing depends on any more.</summary>
    internal void Release()
    {
        Live = null;
        Result = Result! with { Resource = null };
    }
}
