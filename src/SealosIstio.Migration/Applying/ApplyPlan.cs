using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Applying;

/// <summary>The objects of one run, checked and in the order in which they are applied.</summary>
public sealed class ApplyPlan
{
    internal ApplyPlan(IReadOnlyList<ApplyStep> steps) => Steps = steps;

    /// <summary>The objects, what others stand on first.</summary>
    public IReadOnlyList<ApplyStep> Steps { get; }

    /// <summary>
    /// The step of this run that failed, or was itself held up, and that this one can't do without; null when nothing holds it up.
    /// </summary>
    public ApplyStep? BlockerOf(ApplyStep step) =>
        Steps.FirstOrDefault(other =>
            other != step && IsLost(other) && ApplyOrder.DependsOn(step.Desired, other.Desired)
        );

    // What was merely not confirmed may well exist; the user knows. But a route without its guard would let everybody in.
    private static bool IsLost(ApplyStep step) =>
        step.Refusal is not null
        || step.Result is { Action: ApplyAction.Failed }
        || step.IsBlocked
        || (step is { Desired: AuthorizationPolicy, Live: null, Result.Action: ApplyAction.Skipped });
}
