using System.Collections;
using System.Globalization;
using System.Management.Automation;
using SealosIstio.Migration.Rollout;

namespace SealosIstio.Input;

/// <summary>Runs a gate that somebody wrote in PowerShell, and reads what it says. Only a clear yes passes.</summary>
internal static class GateScript
{
    /// <summary>Runs it.</summary>
    /// <param name="script">The script block.</param>
    /// <param name="name">What its results are called unless they say so.</param>
    /// <param name="state">The rollout.</param>
    public static IReadOnlyList<RolloutGateResult> Run(ScriptBlock script, string name, IstioRolloutState state)
    {
        var now = DateTimeOffset.UtcNow;
        try
        {
            var outputs = script
                .InvokeWithContext(null, [new PSVariable("_", state)], state)
                .Where(output => output?.BaseObject is not null)
                .ToList();
            return outputs.Count == 0
                ? [Unknown("The gate said nothing.")]
                : [.. outputs.Select(output => Read(output, name, now))];
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            return [Unknown($"The gate failed: {exception.Message}")];
        }

        RolloutGateResult Unknown(string message) => new(name, RolloutGateStatus.Unknown, null, null, "", message, now);
    }

    private static RolloutGateResult Read(PSObject output, string name, DateTimeOffset now)
    {
        return output.BaseObject switch
        {
            RolloutGateResult result => result,
            bool passes => new RolloutGateResult(
                name,
                passes ? RolloutGateStatus.Pass : RolloutGateStatus.Fail,
                null,
                null,
                "",
                passes ? "The gate says yes." : "The gate says no.",
                now
            ),
            _ => new RolloutGateResult(
                Text("Gate") is { Length: > 0 } own ? own : name,
                StatusOf(Property("Status")),
                Number("Value"),
                Number("Threshold"),
                Text("Unit") ?? "",
                Text("Message")
                    ?? (
                        Property("Status") is null
                            ? $"The gate gave a {output.BaseObject.GetType().Name}, and no $true, $false or Status."
                            : ""
                    ),
                now
            ),
        };

        // A hashtable is as good as an object.
        object? Property(string key) =>
            output.BaseObject is IDictionary table ? table[key]
            : output.Properties[key]?.Value is PSObject wrapped ? wrapped.BaseObject
            : output.Properties[key]?.Value;

        string? Text(string key) => Property(key)?.ToString();

        double? Number(string key) =>
            double.TryParse(
                Convert.ToString(Property(key), CultureInfo.InvariantCulture),
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : null;
    }

    // What isn't one of the names is no yes.
    private static RolloutGateStatus StatusOf(object? value) =>
        value is RolloutGateStatus status ? status
        : value?.ToString() is { } text
        && !char.IsAsciiDigit(text.Length == 0 ? '0' : text[0])
        && Enum.TryParse<RolloutGateStatus>(text, ignoreCase: true, out var parsed)
            ? parsed
        : RolloutGateStatus.Unknown;
}
