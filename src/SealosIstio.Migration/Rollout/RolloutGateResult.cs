using System.Globalization;

namespace SealosIstio.Migration.Rollout;

/// <summary>What a gate says.</summary>
public enum RolloutGateStatus
{
    /// <summary>It holds: as far as this gate goes, the next stage may come.</summary>
    Pass,

    /// <summary>It doesn't hold: the stage stays.</summary>
    Fail,

    /// <summary>Nothing was measured, or too little: the stage stays.</summary>
    Unknown,

    /// <summary>It is so bad that the rollout steps back one stage.</summary>
    StepBack,

    /// <summary>It has been so bad for so long that the rollout goes back to the start.</summary>
    Rollback,
}

/// <summary>What a gate measured, and what it says.</summary>
/// <param name="Gate">Its name: Requests, Success, Errors, Latency, Availability, or Script and a number.</param>
/// <param name="Status">What it says.</param>
/// <param name="Value">What was measured; null when nothing was.</param>
/// <param name="Threshold">What is asked for; null when it is no number.</param>
/// <param name="Unit">The unit of both, such as <c>%</c>.</param>
/// <param name="Message">The same as a sentence.</param>
/// <param name="Measured">When.</param>
public sealed record RolloutGateResult(
    string Gate,
    RolloutGateStatus Status,
    double? Value,
    double? Threshold,
    string Unit,
    string Message,
    DateTimeOffset Measured
)
{
    /// <summary><c>gate status: message</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Gate} {Status}: {Message}");
}
