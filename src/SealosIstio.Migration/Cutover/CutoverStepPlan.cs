namespace SealosIstio.Migration.Cutover;

/// <summary>What a step would do.</summary>
/// <param name="Step">The step.</param>
/// <param name="Description">What it would do, for a question or a preview.</param>
/// <param name="Changes">How many objects it would write or remove.</param>
/// <param name="Problems">What it can't deal with.</param>
public sealed record CutoverStepPlan(
    CutoverStep Step,
    string Description,
    int Changes,
    IReadOnlyList<CutoverProblem> Problems
)
{
    /// <summary>What the user should know before.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the step itself needs to carry it out.</summary>
    internal object? Work { get; init; }
}

/// <summary>What a step did.</summary>
/// <param name="Step">The step.</param>
/// <param name="State">Completed, or Incomplete when something failed.</param>
/// <param name="Done">How many objects were dealt with.</param>
/// <param name="Problems">What failed.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record CutoverStepResult(
    CutoverStep Step,
    CutoverStepState State,
    int Done,
    IReadOnlyList<CutoverProblem> Problems,
    TimeSpan Elapsed
)
{
    /// <summary><c>step state</c>.</summary>
    public override string ToString() => $"{Step} {State}";
}
