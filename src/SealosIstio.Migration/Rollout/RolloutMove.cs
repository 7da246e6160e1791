using SealosIstio.Migration.Cutover;

namespace SealosIstio.Migration.Rollout;

/// <summary>What a change of stage would do.</summary>
/// <param name="Stage">The stage that it leads to; 0 for the start.</param>
/// <param name="IsBack">Whether it leads back.</param>
/// <param name="Reason">Why.</param>
/// <param name="Description">What it would do, for a question or a preview.</param>
/// <param name="Problems">Ingresses that can't be migrated.</param>
public sealed record RolloutMove(
    int Stage,
    bool IsBack,
    string Reason,
    string Description,
    IReadOnlyList<CutoverProblem> Problems
)
{
    /// <summary>Ingresses that nginx can't divide, and why.</summary>
    public IReadOnlyList<RolloutRefusal> Refusals { get; init; } = [];

    /// <summary>What happened, for the history.</summary>
    public string Event { get; init; } = IsBack ? "SteppedBack" : "Advanced";

    /// <summary>The share's Ingresses by namespace and name; null when it is all of them.</summary>
    internal IReadOnlySet<(string Namespace, string Name)>? Members { get; init; }

    /// <summary>How many Ingresses the rollout is about.</summary>
    internal int Total { get; init; }
}

/// <summary>What a change of stage did.</summary>
/// <param name="State">The rollout after it.</param>
/// <param name="Problems">What failed.</param>
/// <param name="Done">How many objects were dealt with.</param>
public sealed record RolloutMoveResult(IstioRolloutState State, IReadOnlyList<CutoverProblem> Problems, int Done);
