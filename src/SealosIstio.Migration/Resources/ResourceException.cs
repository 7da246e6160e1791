namespace SealosIstio.Migration.Resources;

/// <summary>Why an operation doesn't touch an object.</summary>
public enum ResourceProblem
{
    /// <summary>The cluster doesn't serve the kind: its CustomResourceDefinition is missing.</summary>
    TypeNotInstalled,

    /// <summary>The object was named exactly and doesn't exist.</summary>
    NotFound,

    /// <summary>A field is missing or has a value that can't be right.</summary>
    Invalid,

    /// <summary>The operation doesn't write objects of this kind.</summary>
    KindNotAccepted,

    /// <summary>The same object was given more than once.</summary>
    Duplicate,

    /// <summary>Another namespace already routes one of its hosts.</summary>
    HostOwnedElsewhere,

    /// <summary>A route would lose its protection with the object.</summary>
    GuardsRoute,

    /// <summary>The text can't name a tenant.</summary>
    TenantNameInvalid,

    /// <summary>The namespace exists and belongs to somebody else.</summary>
    NamespaceTaken,

    /// <summary>The namespace isn't a tenant's.</summary>
    NotATenant,

    /// <summary>The object is being deleted.</summary>
    Terminating,

    /// <summary>Several objects could be meant.</summary>
    Ambiguous,

    /// <summary>The server gave up on replacing a Deployment's Pods.</summary>
    RolloutFailed,

    /// <summary>A cutover or a rollback is at work in the cluster.</summary>
    RunInProgress,

    /// <summary>A cutover was begun and neither finished nor rolled back.</summary>
    RunUnfinished,

    /// <summary>The cluster has no record of such a cutover.</summary>
    RunNotFound,

    /// <summary>An Ingress can't be removed yet: not migrated, changed since, or not verified.</summary>
    NotMigrated,

    /// <summary>Another Service has the node port.</summary>
    NodePortTaken,

    /// <summary>An object of that name exists, and SealosIstio didn't make it.</summary>
    NotManaged,

    /// <summary>A change would let clients in that are kept out now.</summary>
    SourceRangesLost,

    /// <summary>Something else still depends on it.</summary>
    InUse,

    /// <summary>Somebody else changed the object since it was read.</summary>
    ChangedMeanwhile,

    /// <summary>A stage, bake time or threshold of a rollout can't be right.</summary>
    RolloutPlanInvalid,

    /// <summary>The cluster has no rollout.</summary>
    RolloutNotFound,

    /// <summary>A rollout was begun and is neither completed nor taken back.</summary>
    RolloutUnfinished,

    /// <summary>The rollout was stopped, and goes on only when somebody says so.</summary>
    RolloutStopped,

    /// <summary>The rollout's state is another than it was read: somebody else changed it.</summary>
    RolloutStateChanged,

    /// <summary>A gate doesn't let the rollout go on.</summary>
    RolloutGateFailed,

    /// <summary>Somebody has to decide before the next stage.</summary>
    RolloutDecisionNeeded,

    /// <summary>Measurements sent the rollout back.</summary>
    RolloutSteppedBack,

    /// <summary>New Ingresses are refused where one has to be made.</summary>
    IngressesBlocked,

    /// <summary>The cluster isn't set up for a share of nginx' requests to go by the gateway.</summary>
    CanaryNotPossible,
}

/// <summary>An operation found, before it wrote anything, that an object can't be dealt with.</summary>
/// <param name="problem">What is the matter; the names are stable.</param>
/// <param name="resource">The object concerned; null when a whole kind is concerned.</param>
/// <param name="message">What is the matter, naming object, field and value. Never carries a secret.</param>
/// <param name="advice">What to do.</param>
public sealed class ResourceException(
    ResourceProblem problem,
    ResourceIdentity? resource,
    string message,
    string advice
) : Exception(message)
{
    /// <summary>What is the matter.</summary>
    public ResourceProblem Problem { get; } = problem;

    /// <summary>The object concerned; null when a whole kind is concerned.</summary>
    public ResourceIdentity? Resource { get; } = resource;

    /// <summary>What to do.</summary>
    public string Advice { get; } = advice;
}
