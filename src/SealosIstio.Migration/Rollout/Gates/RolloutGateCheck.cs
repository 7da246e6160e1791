using System.Globalization;

namespace SealosIstio.Migration.Rollout.Gates;

/// <summary>Judges a rollout by what the gateway's proxies and nginx measured. What wasn't measured never passes.</summary>
/// <param name="source">Where the measurements are.</param>
/// <param name="thresholds">What is asked for.</param>
/// <param name="gatewayNamespace">The namespace of the gateway's pods.</param>
/// <param name="startedAt">When the rollout began: nginx' latency just before is what the gateway's is compared with.</param>
/// <param name="time">The clock; null for the system's.</param>
public sealed class RolloutGateCheck(
    IMetricSource source,
    RolloutThresholds thresholds,
    string gatewayNamespace,
    DateTimeOffset startedAt,
    TimeProvider? time = null
)
{
    // Long enough for two scrapes of Prometheus' usual minute.
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BaselineWindow = TimeSpan.FromHours(1);

    private readonly GateQueries queries = new(gatewayNamespace);
    private readonly DateTimeOffset now = (time ?? TimeProvider.System).GetUtcNow();

    /// <summary>Asks all gates, one after the other. A question without an answer is a result too: Unknown.</summary>
    public async Task<IReadOnlyList<RolloutGateResult>> EvaluateAsync(CancellationToken cancellationToken = default)
    {
        var requests = await RequestsAsync(cancellationToken);
        var isEnough = requests.Status == RolloutGateStatus.Pass;
        return
        [
            requests,
            await SuccessAsync(isEnough, cancellationToken),
            await ErrorsAsync(isEnough, cancellationToken),
            await LatencyAsync(isEnough, cancellationToken),
            await AvailabilityAsync(isEnough, cancellationToken),
        ];
    }

    private async Task<RolloutGateResult> RequestsAsync(CancellationToken cancellationToken)
    {
        var (count, problem) = await AskAsync(queries.Requests(thresholds.Window), now, cancellationToken);
        double least = thresholds.MinimumRequests;
        return Result(
            "Requests",
            count >= least ? RolloutGateStatus.Pass : RolloutGateStatus.Unknown,
            count,
            least,
            "",
            problem
                ?? (
                    count is null
                        ? "istio_requests_total of the gateway has no value: nothing is scraped, or nothing arrives there."
                        : $"{Number(count)} requests in {Minutes(thresholds.Window)} min; below {Number(least)} nothing is said."
                )
        );
    }

    private async Task<RolloutGateResult> SuccessAsync(bool isEnough, CancellationToken cancellationToken)
    {
        var (value, problem) = await AskAsync(queries.Success(thresholds.Window), now, cancellationToken);
        var least = thresholds.MinimumSuccessPercent;
        return Result(
            "Success",
            value is null || !isEnough ? RolloutGateStatus.Unknown
                : value >= least ? RolloutGateStatus.Pass
                : RolloutGateStatus.Fail,
            value,
            least,
            "%",
            problem
                ?? Sentence(
                    value,
                    isEnough,
                    $"{Number(value)} % of the requests got an answer other than 5xx; at least {Number(least)} % have to"
                )
        );
    }

    private async Task<RolloutGateResult> ErrorsAsync(bool isEnough, CancellationToken cancellationToken)
    {
        var (value, problem) = await AskAsync(queries.Errors(thresholds.Window), now, cancellationToken);
        var (before, _) = await AskAsync(GateQueries.NginxErrors(BaselineWindow), startedAt, cancellationToken);
        var status =
            value is null || !isEnough ? RolloutGateStatus.Unknown
            : value > thresholds.StepBackErrorPercent ? RolloutGateStatus.StepBack
            : value > thresholds.MaximumErrorPercent ? RolloutGateStatus.Fail
            : RolloutGateStatus.Pass;
        if (
            await HoldsAsync(
                queries.Errors(Moment),
                sample => sample > thresholds.RollbackErrorPercent,
                isEnough,
                cancellationToken
            )
        )
            status = RolloutGateStatus.Rollback;
        var compared = before is null ? "" : $"; nginx had {Number(before)} % before the rollout";
        return Result(
            "Errors",
            status,
            value,
            thresholds.MaximumErrorPercent,
            "%",
            problem
                ?? Sentence(
                    value,
                    isEnough,
                    $"{Number(value)} % of the requests were answered with 5xx, at most {Number(thresholds.MaximumErrorPercent)} % may be{compared}"
                )
        );
    }

    private async Task<RolloutGateResult> LatencyAsync(bool isEnough, CancellationToken cancellationToken)
    {
        var (value, problem) = await AskAsync(queries.Latency(thresholds.Window), now, cancellationToken);
        var (before, otherProblem) = await AskAsync(
            GateQueries.NginxLatency(BaselineWindow),
            startedAt,
            cancellationToken
        );
        problem ??= otherProblem;
        if (problem is null && value is not null && before is not > 0)
            problem =
                $"nginx_ingress_controller_request_duration_seconds has no value for {startedAt.UtcDateTime:u}: there is nothing to compare "
                + $"the gateway's {Number(value)} ms with.";
        double? increase = value is { } after && before is > 0 ? 100 * (after - before.Value) / before.Value : null;
        var status =
            increase is null || !isEnough ? RolloutGateStatus.Unknown
            : increase > thresholds.StepBackLatencyIncreasePercent ? RolloutGateStatus.StepBack
            : increase > thresholds.MaximumLatencyIncreasePercent ? RolloutGateStatus.Fail
            : RolloutGateStatus.Pass;
        if (
            increase is not null
            && await HoldsAsync(
                queries.Latency(Moment),
                sample => 100 * (sample - before!.Value) / before.Value > thresholds.RollbackLatencyIncreasePercent,
                isEnough,
                cancellationToken
            )
        )
            status = RolloutGateStatus.Rollback;
        return Result(
            "Latency",
            status,
            increase,
            thresholds.MaximumLatencyIncreasePercent,
            "%",
            problem
                ?? Sentence(
                    increase,
                    isEnough,
                    $"the 95th percentile is {Number(value)} ms, {Number(increase)} % more than nginx' {Number(before)} ms before the rollout; "
                        + $"at most {Number(thresholds.MaximumLatencyIncreasePercent)} % may be"
                )
        );
    }

    private async Task<RolloutGateResult> AvailabilityAsync(bool isEnough, CancellationToken cancellationToken)
    {
        var (value, problem) = await AskAsync(queries.Success(thresholds.RollbackAfter), now, cancellationToken);
        var least = thresholds.RollbackAvailabilityPercent;
        var isDown = await HoldsAsync(queries.Success(Moment), sample => sample < least, isEnough, cancellationToken);
        return Result(
            "Availability",
            value is null || !isEnough ? RolloutGateStatus.Unknown
                : isDown ? RolloutGateStatus.Rollback
                : value < least ? RolloutGateStatus.Fail
                : RolloutGateStatus.Pass,
            value,
            least,
            "%",
            problem
                ?? Sentence(
                    value,
                    isEnough,
                    $"{Number(value)} % in {Minutes(thresholds.RollbackAfter)} min{(isDown ? $", and all the time below {Number(least)} %" : "")}"
                )
        );
    }

    /// <summary>Whether something was so at every moment of the last minutes, without a gap.</summary>
    private async Task<bool> HoldsAsync(
        string expression,
        Func<double, bool> condition,
        bool isEnough,
        CancellationToken cancellationToken
    )
    {
        if (!isEnough)
            return false;
        try
        {
            var samples = await source.QueryRangeAsync(
                expression,
                now - thresholds.RollbackAfter,
                now,
                Step,
                cancellationToken
            );
            return samples.Count >= (int)(thresholds.RollbackAfter / Step) && samples.All(condition);
        }
        catch (MetricException)
        {
            // What isn't known sends nothing back; the gate itself is Unknown by the same silence.
            return false;
        }
    }

    private async Task<(double? Value, string? Problem)> AskAsync(
        string expression,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await source.QueryAsync(expression, at, cancellationToken), null);
        }
        catch (MetricException exception)
        {
            return (null, exception.Message);
        }
    }

    private RolloutGateResult Result(
        string gate,
        RolloutGateStatus status,
        double? value,
        double? threshold,
        string unit,
        string message
    ) => new(gate, status, value, threshold, unit, message, now);

    private static string Sentence(double? value, bool isEnough, string text) =>
        value is null ? "The metric has no value."
        : isEnough ? text + "."
        : text + ", but there were too few requests to say so.";

    private static string Number(double? value) =>
        value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "no number of";

    private static string Minutes(TimeSpan span) => span.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture);
}
