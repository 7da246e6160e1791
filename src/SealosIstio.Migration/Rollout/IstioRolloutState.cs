using System.Text.Json.Serialization;
using SealosIstio.Migration.Assessment;

namespace SealosIstio.Migration.Rollout;

/// <summary>How a rollout stands.</summary>
public enum RolloutPhase
{
    /// <summary>It is in a stage, or on the way into one.</summary>
    Running,

    /// <summary>It stays as it is until somebody says that it goes on.</summary>
    Stopped,

    /// <summary>The last stage was watched and its gates passed: the cutover may follow.</summary>
    Completed,

    /// <summary>It was taken back.</summary>
    Reverted,
}

/// <summary>A change of stage that was begun; written down before the first object is touched.</summary>
/// <param name="Stage">Where it leads.</param>
/// <param name="Reason">Why.</param>
/// <param name="Begun">When.</param>
/// <param name="IsBack">Whether it leads back.</param>
public sealed record RolloutTransition(int Stage, string Reason, DateTimeOffset Begun, bool IsBack = false);

/// <summary>Something that happened to a rollout.</summary>
/// <param name="Time">When.</param>
/// <param name="Stage">The stage after it.</param>
/// <param name="Percent">The share after it.</param>
/// <param name="Event">What: Started, Advanced, SteppedBack, RolledBack, Stopped, Resumed, Completed, CanariesRemoved, Reverted.</param>
/// <param name="Reason">Why.</param>
public sealed record RolloutEvent(DateTimeOffset Time, int Stage, int Percent, string Event, string Reason)
{
    /// <summary><c>time event stage (percent): reason</c>.</summary>
    public override string ToString() => $"{Time:u} {Event} {Stage} ({Percent} %): {Reason}";
}

/// <summary>An Ingress that the strategy can't divide, and why; nginx serves it alone.</summary>
/// <param name="Ingress"><c>namespace/name</c>.</param>
/// <param name="Reason">Why.</param>
public sealed record RolloutRefusal(string Ingress, string Reason)
{
    /// <summary>The Ingress and why.</summary>
    public override string ToString() => $"{Ingress}: {Reason}";
}

/// <summary>A rollout as the cluster remembers it: enough for any machine to go on with it or to take it back.</summary>
public sealed record IstioRolloutState
{
    /// <summary>The most events that are kept.</summary>
    public const int MaximumHistory = 200;

    /// <summary>The most refusals that are kept; <see cref="RefusedCount"/> counts them all.</summary>
    public const int MaximumRefusals = 200;

    /// <summary>The run whose journal it writes: what Invoke-IstioRollback takes.</summary>
    public required string RunId { get; init; }

    /// <summary>How it stands.</summary>
    public RolloutPhase Phase { get; init; }

    /// <summary>Its plan.</summary>
    public required IstioRolloutPlan Plan { get; init; }

    /// <summary>The namespaces that it is about; wildcards are allowed.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>The stage that it is in; 0 for the start.</summary>
    public int Stage { get; init; }

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Until when the stage is watched, UTC; null before the first one.</summary>
    public DateTimeOffset? BakeUntil { get; init; }

    /// <summary>The change of stage that was begun and isn't done; null for none.</summary>
    public RolloutTransition? Transition { get; init; }

    /// <summary>What the gates said last.</summary>
    public IReadOnlyList<RolloutGateResult> GateResults { get; init; } = [];

    /// <summary>What happened, the oldest first.</summary>
    public IReadOnlyList<RolloutEvent> History { get; init; } = [];

    /// <summary>Ingresses in the namespaces, when the stage began.</summary>
    public int Ingresses { get; init; }

    /// <summary>Those of them that the gateway serves, wholly (Cohort) or by share (NginxCanary), since the stage began.</summary>
    public int Served { get; init; }

    /// <summary>Ingresses that couldn't be migrated when the stage began.</summary>
    public int Problems { get; init; }

    /// <summary>How many Ingresses take no canary.</summary>
    public int RefusedCount { get; init; }

    /// <summary>The first of them, each with its reason.</summary>
    public IReadOnlyList<RolloutRefusal> Refused { get; init; } = [];

    /// <summary>The hosts of the share: what DNS or the load balancer is to lead to the gateway. Read from the Ingresses, and not kept.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>How a share is served.</summary>
    [JsonIgnore]
    public RolloutStrategy Strategy => Plan.Strategy;

    /// <summary>The share.</summary>
    [JsonIgnore]
    public int Percent => Plan.Stage(Stage).Percent;

    /// <summary>What the stage is called.</summary>
    [JsonIgnore]
    public string StageName => Plan.Stage(Stage).Name;

    /// <summary>The state with one more event.</summary>
    internal IstioRolloutState With(DateTimeOffset time, string what, string reason) =>
        this with
        {
            // A list that PowerShell can index.
            History = History
                .TakeLast(MaximumHistory - 1)
                .Append(new RolloutEvent(time, Stage, Percent, what, reason))
                .ToList(),
        };

    /// <summary><c>run stage (percent) phase</c>.</summary>
    public override string ToString() => $"{RunId} {StageName} ({Percent} %) {Phase}";
}
