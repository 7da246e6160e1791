namespace SealosIstio.Migration.Platform;

/// <summary>Why a tool didn't do its part.</summary>
public enum ToolFailure
{
    /// <summary>There is no such program.</summary>
    NotFound,

    /// <summary>It ended with an exit code other than 0.</summary>
    Failed,

    /// <summary>It isn't of the release that the configuration is for.</summary>
    WrongVersion,
}

/// <summary>A program that was to do something didn't.</summary>
/// <param name="failure">Why; the names are stable.</param>
/// <param name="tool">The program.</param>
/// <param name="message">What is the matter.</param>
/// <param name="advice">What to do.</param>
/// <param name="cause">What the system said; null when there is nothing.</param>
public sealed class ToolException(
    ToolFailure failure,
    string tool,
    string message,
    string advice,
    Exception? cause = null
) : Exception(message, cause)
{
    /// <summary>Why.</summary>
    public ToolFailure Failure { get; } = failure;

    /// <summary>The program.</summary>
    public string Tool { get; } = tool;

    /// <summary>What to do.</summary>
    public string Advice { get; } = advice;
}
