using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover;

/// <summary>An object that a step can't deal with, or that failed.</summary>
/// <param name="Step">The step.</param>
/// <param name="Resource">Which object.</param>
/// <param name="Message">What is the matter.</param>
/// <param name="Finding">The finding of the conversion that says so; null when it is something else.</param>
/// <param name="Error">The exception; null when it is something else.</param>
public sealed record CutoverProblem(
    CutoverStep Step,
    ResourceIdentity Resource,
    string Message,
    Finding? Finding = null,
    Exception? Error = null
)
{
    /// <summary>The object and what is the matter.</summary>
    public override string ToString() => $"{Resource}: {Message}";
}
