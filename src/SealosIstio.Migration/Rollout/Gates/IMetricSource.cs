namespace SealosIstio.Migration.Rollout.Gates;

/// <summary>Answers questions about what was measured, in PromQL.</summary>
public interface IMetricSource
{
    /// <summary>The one value of an expression.</summary>
    /// <param name="expression">PromQL that gives one number.</param>
    /// <param name="time">As of when.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The value; null when there is none, or it is no number.</returns>
    /// <exception cref="MetricException">The source doesn't answer, or answers what can't be right.</exception>
    Task<double?> QueryAsync(string expression, DateTimeOffset time, CancellationToken cancellationToken = default);

    /// <summary>The values of an expression over a time.</summary>
    /// <param name="expression">PromQL that gives one number.</param>
    /// <param name="start">The first moment.</param>
    /// <param name="end">The last moment.</param>
    /// <param name="step">From one moment to the next.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The values, in order; moments without a number are left out.</returns>
    /// <exception cref="MetricException">The source doesn't answer, or answers what can't be right.</exception>
    Task<IReadOnlyList<double>> QueryRangeAsync(
        string expression,
        DateTimeOffset start,
        DateTimeOffset end,
        TimeSpan step,
        CancellationToken cancellationToken = default
    );
}

/// <summary>A source of measurements doesn't answer, or answers what can't be right.</summary>
/// <param name="message">What is the matter. Carries no credential.</param>
/// <param name="inner">The cause; null for none.</param>
public sealed class MetricException(string message, Exception? inner = null) : Exception(message, inner);
