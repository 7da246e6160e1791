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

    internal bool IsBlocked { get; set; }

    internal ApplyResult Finish(ApplyAction action, string? message, KubernetesObject? resource, bool isDryRun) =>
        Result = new ApplyResult(Identity, action, message, resource, isDryRun);
}
