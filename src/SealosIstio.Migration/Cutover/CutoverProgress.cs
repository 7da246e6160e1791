namespace SealosIstio.Migration.Cutover;

/// <summary>How far a step is at the moment.</summary>
/// <param name="Step">The step.</param>
/// <param name="Done">Objects that are done.</param>
/// <param name="Total">Objects in all; may grow when Ingresses change in the middle.</param>
/// <param name="Current">What was just done, such as <c>VirtualService ns-a/web Created</c>.</param>
/// <param name="Remaining">How long the rest will take at the pace so far; null when that can't be said yet.</param>
public sealed record CutoverProgress(CutoverStep Step, int Done, int Total, string Current, TimeSpan? Remaining);
