using SealosIstio.Migration.Cutover.State;

namespace SealosIstio.Migration.Cutover;

/// <summary>What a call of a cutover did, and how far the run is.</summary>
/// <param name="Run">The run as its record now is.</param>
/// <param name="Steps">The steps that were carried out, in order.</param>
/// <param name="SystemIngresses">
/// Ingresses of the platform on public domains that nginx still serves alone, as <c>namespace/name</c>: with them left, the domain can't move.
/// </param>
public sealed record CutoverReport(
    CutoverRun Run,
    IReadOnlyList<CutoverStepResult> Steps,
    IReadOnlyList<string> SystemIngresses
)
{
    /// <summary>The run's id; named so that it binds to -RunId.</summary>
    public string RunId => Run.Id;

    /// <summary>How far the run is.</summary>
    public CutoverPhase Phase => Run.Phase;

    /// <summary>What failed, or couldn't be dealt with.</summary>
    public IReadOnlyList<CutoverProblem> Problems { get; } = [.. Steps.SelectMany(step => step.Problems)];

    /// <summary>Whether everything is migrated: the run is done without a problem, and nothing of the platform is left behind.</summary>
    public bool IsComplete => Phase == CutoverPhase.Completed && Problems.Count == 0 && SystemIngresses.Count == 0;
}
