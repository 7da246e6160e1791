using System.Globalization;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Rollout;

/// <summary>
/// What the gates ask for: to go on, to stay, to step back one stage, or to go back to the start. Shares and increases are in percent; the
/// latency is that of the 95th percentile, against nginx' before the rollout.
/// </summary>
public sealed record RolloutThresholds
{
    /// <summary>Requests that got an answer other than 5xx, at least, before the next stage. Default 99.9.</summary>
    public double MinimumSuccessPercent { get; init; } = 99.9;

    /// <summary>Requests answered with 5xx, at most, before the next stage. Default 0.1.</summary>
    public double MaximumErrorPercent { get; init; } = 0.1;

    /// <summary>How much slower, at most, before the next stage. Default 15.</summary>
    public double MaximumLatencyIncreasePercent { get; init; } = 15;

    /// <summary>Errors above which the rollout steps back. Default 0.5.</summary>
    public double StepBackErrorPercent { get; init; } = 0.5;

    /// <summary>How much slower it may be before the rollout steps back. Default 25.</summary>
    public double StepBackLatencyIncreasePercent { get; init; } = 25;

    /// <summary>Errors that, for <see cref="RollbackAfter"/>, send the rollout back to the start. Default 1.</summary>
    public double RollbackErrorPercent { get; init; } = 1.0;

    /// <summary>How much slower it has to be, for <see cref="RollbackAfter"/>, to send the rollout back to the start. Default 50.</summary>
    public double RollbackLatencyIncreasePercent { get; init; } = 50;

    /// <summary>The success below which, for <see cref="RollbackAfter"/>, the rollout goes back to the start. Default 99.</summary>
    public double RollbackAvailabilityPercent { get; init; } = 99.0;

    /// <summary>How long it has to be that bad without a break. Default 5 minutes.</summary>
    public TimeSpan RollbackAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Over how long shares and percentiles are taken. Default 5 minutes.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Requests in the window below which nothing is said: a gate is then Unknown. Default 100.</summary>
    public int MinimumRequests { get; init; } = 100;

    /// <summary>The thresholds of a migration plan; what it doesn't say has its default.</summary>
    public static RolloutThresholds Of(RolloutGate gate)
    {
        var defaults = new RolloutThresholds();
        return defaults with
        {
            MinimumSuccessPercent = gate.MinimumSuccessPercent,
            MaximumErrorPercent = gate.MaximumErrorPercent,
            MaximumLatencyIncreasePercent = gate.MaximumLatencyIncreasePercent,
            StepBackErrorPercent = gate.RollbackErrorPercent,
            StepBackLatencyIncreasePercent = gate.RollbackLatencyIncreasePercent,
            // The way back to the start is never easier than one stage back.
            RollbackErrorPercent = Math.Max(defaults.RollbackErrorPercent, gate.RollbackErrorPercent),
            RollbackLatencyIncreasePercent = Math.Max(
                defaults.RollbackLatencyIncreasePercent,
                gate.RollbackLatencyIncreasePercent
            ),
            RollbackAvailabilityPercent = Math.Min(defaults.RollbackAvailabilityPercent, gate.MinimumSuccessPercent),
        };
    }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ResourceException">One is out of its range, or two contradict each other.</exception>
    public void Check()
    {
        Share(nameof(MinimumSuccessPercent), MinimumSuccessPercent);
        Share(nameof(MaximumErrorPercent), MaximumErrorPercent);
        Share(nameof(StepBackErrorPercent), StepBackErrorPercent);
        Share(nameof(RollbackErrorPercent), RollbackErrorPercent);
        Share(nameof(RollbackAvailabilityPercent), RollbackAvailabilityPercent);
        Increase(nameof(MaximumLatencyIncreasePercent), MaximumLatencyIncreasePercent);
        Increase(nameof(StepBackLatencyIncreasePercent), StepBackLatencyIncreasePercent);
        Increase(nameof(RollbackLatencyIncreasePercent), RollbackLatencyIncreasePercent);
        Ascending(
            (nameof(MaximumErrorPercent), MaximumErrorPercent),
            (nameof(StepBackErrorPercent), StepBackErrorPercent),
            (nameof(RollbackErrorPercent), RollbackErrorPercent)
        );
        Ascending(
            (nameof(MaximumLatencyIncreasePercent), MaximumLatencyIncreasePercent),
            (nameof(StepBackLatencyIncreasePercent), StepBackLatencyIncreasePercent),
            (nameof(RollbackLatencyIncreasePercent), RollbackLatencyIncreasePercent)
        );
        Ascending(
            (nameof(RollbackAvailabilityPercent), RollbackAvailabilityPercent),
            (nameof(MinimumSuccessPercent), MinimumSuccessPercent)
        );
        if (MinimumRequests < 1)
            throw Invalid($"{nameof(MinimumRequests)} is {MinimumRequests}.", "Give at least 1.");
        if (Window < TimeSpan.FromMinutes(1) || Window > TimeSpan.FromDays(1))
            throw Invalid($"{nameof(Window)} is {Window}.", "Give one minute to one day.");
        if (RollbackAfter < TimeSpan.FromMinutes(1) || RollbackAfter > TimeSpan.FromHours(1))
            throw Invalid($"{nameof(RollbackAfter)} is {RollbackAfter}.", "Give one minute to one hour.");
    }

    private static void Share(string name, double value)
    {
        if (!(value >= 0 && value <= 100))
            throw Invalid($"{name} is {Text(value)}.", "Give a share in percent, 0 to 100.");
    }

    private static void Increase(string name, double value)
    {
        if (!(value >= 0 && value <= 1000))
            throw Invalid($"{name} is {Text(value)}.", "Give an increase in percent, 0 to 1000.");
    }

    private static void Ascending(params (string Name, double Value)[] values)
    {
        for (var i = 1; i < values.Length; i++)
            if (values[i].Value < values[i - 1].Value)
                throw Invalid(
                    $"{values[i].Name} {Text(values[i].Value)} is below {values[i - 1].Name} {Text(values[i - 1].Value)}.",
                    "What sends a rollout back has to be worse than what lets it go on."
                );
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static ResourceException Invalid(string what, string advice) =>
        new(ResourceProblem.RolloutPlanInvalid, null, $"The thresholds of the rollout: {what}", advice);
}
