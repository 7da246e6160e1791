using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>
/// The attempts of one request: which failures are worth another one, when it comes, and when it's enough.
/// </summary>
/// <remarks>
/// A request that the server certainly didn't act on (429, no connection) may always be sent again. Where it may have acted (5xx, a
/// connection that broke, a deadline that passed, an unreadable answer), only a request that does no more when it is sent twice.
/// </remarks>
internal sealed class RetrySequence(ApiRequest request, RetryBudget budget, TimeSpan timeout, TimeProvider time)
{
    /// <summary>Failures that rather lie in the request or in the server's set-up pass soon or never.</summary>
    private const int MaxSteadyFailures = 6;

    /// <summary>A connection that breaks before it ever worked may be bad luck; more often it's the wrong address.</summary>
    private const int MaxFirstAttempts = 3;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private readonly long startedAt = time.GetTimestamp();
    private TimeSpan queued;
    private int attempts = 1;
    private int steadyFailures;
    private int timeouts;

    /// <summary>Whether the server may have acted on an earlier attempt whose answer never came.</summary>
    public bool HasUnclearAttempt { get; private set; }

    /// <summary>
    /// How many times the usual time the next attempt may take: a server that is slow today would otherwise never get to the end.
    /// </summary>
    public int Patience => 1 << Math.Min(timeouts, 4);

    private TimeSpan Elapsed => time.GetElapsedTime(startedAt) - queued;

    /// <summary>Leaves the time out of account that the request only waited for its turn on this side.</summary>
    public void Exclude(TimeSpan waited) => queued += waited;

    /// <summary>The time until the next attempt; null when there is to be none.</summary>
    /// <param name="failure">How this attempt failed.</param>
    /// <param name="isProven">Whether the connection has ever worked: before that, a wrong address is the likelier reason.</param>
    public TimeSpan? Next(Exception failure, bool isProven)
    {
        if (!IsWorthwhile(failure, isProven))
            return null;
        HasUnclearAttempt |= IsUnclear(failure);
        if (failure is KubernetesConnectionException { Failure: ConnectionFailure.TimedOut })
            timeouts++;

        var delay = Max(Backoff(), RetryAfter(failure));
        delay = Max(delay, budget.Take());
        if (Elapsed + delay >= timeout)
            return null;
        attempts++;
        return delay;
    }

    /// <summary>The failure to report, with the number of attempts when there were several.</summary>
    public Exception Conclude(Exception failure)
    {
        if (attempts > 1)
        {
            var note = $" ({attempts} attempts in {Elapsed.TotalSeconds:0.#} s)";
            if (failure is KubernetesConnectionException connection)
                return new KubernetesConnectionException(connection.Failure, connection.Message + note, connection)
                {
                    WasSent = connection.WasSent,
                };
            if (failure is KubernetesApiException { Code: 429 or >= 500 } api)
            {
                api.Status.Message += note;
                return new KubernetesApiException(api.Status, api) { FollowsUnclearAttempt = HasUnclearAttempt };
            }
        }
        return failure is KubernetesApiException other && HasUnclearAttempt
            ? new KubernetesApiException(other.Status, other) { FollowsUnclearAttempt = true }
            : failure;
    }

    private bool IsWorthwhile(Exception failure, bool isProven) =>
        failure switch
        {
            KubernetesConnectionException { Failure: ConnectionFailure.CertificateInvalid } => false,
            KubernetesConnectionException { WasSent: false } => isProven,
            KubernetesConnectionException { Failure: ConnectionFailure.TimedOut } => request.IsRepeatable && isProven,
            KubernetesConnectionException => request.IsRepeatable && (isProven || attempts < MaxFirstAttempts),
            KubernetesApiException { Code: 429 } => true,
            KubernetesApiException { Code: 502 or 503 or 504 } => request.IsRepeatable,
            KubernetesApiException { Code: >= 500 } or KubernetesApiException { Reason: ApiFailure.InvalidResponse } =>
                request.IsRepeatable && IsStillPassing(),
            // The server takes a second apply that meets the first one in the middle for a lost race.
            KubernetesApiException { Code: 409 } conflict => request.IsRepeatable
                && request.Method == HttpMethod.Patch
                && !HasFieldConflict(conflict.Status)
                && IsStillPassing(),
            _ => false,
        };

    private bool IsStillPassing() => ++steadyFailures < MaxSteadyFailures;

    private static bool IsUnclear(Exception failure) =>
        failure switch
        {
            KubernetesConnectionException connection => connection.WasSent,
            KubernetesApiException api => api.Code >= 500 || api.Reason == ApiFailure.InvalidResponse,
            _ => false,
        };

    private static bool HasFieldConflict(V1Status status) =>
        status.Details?.Causes?.Any(cause => cause.Reason == "FieldManagerConflict") == true;

    /// <summary>Doubles each time; any moment within it, so that requests that failed together don't come back together.</summary>
    private TimeSpan Backoff()
    {
        var longest = Math.Min(
            LongestDelay.TotalMilliseconds,
            FirstDelay.TotalMilliseconds * Math.Pow(2, attempts - 1)
        );
        return TimeSpan.FromMilliseconds(longest * (0.5 + Random.Shared.NextDouble() / 2));
    }

    private static TimeSpan RetryAfter(Exception failure) =>
        failure is KubernetesApiException { Status.Details.RetryAfterSeconds: { } seconds }
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
