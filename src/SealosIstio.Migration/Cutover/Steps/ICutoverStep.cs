namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>One step of a cutover: first looked at, then done. Doing it again does nothing twice.</summary>
internal interface ICutoverStep
{
    /// <summary>What the step would do. Reads, and writes nothing.</summary>
    Task<CutoverStepPlan> PlanAsync(CancellationToken cancellationToken);

    /// <summary>Does it. What an object was is in the journal before it is touched.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="progress">Hears of each object.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What failed.</returns>
    Task<IReadOnlyList<CutoverProblem>> RunAsync(
        CutoverStepPlan plan,
        StepProgress progress,
        CancellationToken cancellationToken
    );
}
