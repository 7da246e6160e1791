namespace SealosIstio.Migration.Applying;

/// <summary>The objects of one run, checked and in the order in which they are applied.</summary>
public sealed class ApplyPlan
{
    private readonly object gate = new();
    private readonly List<ApplyStep> lost = [];

    internal ApplyPlan(IReadOnlyList<ApplyStep> steps, IReadOnlyList<ApplyStep> inputOrder)
    {
        Steps = steps;
        InputOrder = inputOrder;
        foreach (var step in steps)
        {
            step.Plan = this;
            if (step.Refusal is not null)
                step.Lose();
        }
    }

    /// <summary>The objects, what others stand on first.</summary>
    public IReadOnlyList<ApplyStep> Steps { get; }

    /// <summary>The same objects in the order in which they were given.</summary>
    public IReadOnlyList<ApplyStep> InputOrder { get; }

    /// <summary>
    /// The step of this run that failed, or was itself held up, and that this one can't do without; null when nothing holds it up.
    /// </summary>
    public ApplyStep? BlockerOf(ApplyStep step)
    {
        lock (gate)
            return lost.Find(other => other != step && ApplyOrder.DependsOn(step.Desired, other.Desired));
    }

    /// <summary>
    /// Notes that a step won't be there for others: refused, failed, or held up itself.
    /// </summary>
    internal void Lose(ApplyStep step)
    {
        lock (gate)
            lost.Add(step);
    }
}
