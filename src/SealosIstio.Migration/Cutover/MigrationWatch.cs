using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover;

/// <summary>How a migration is watched.</summary>
public sealed record MigrationWatchSettings
{
    /// <summary>The namespaces to count in; none: tenants'.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>How long between two looks when nothing says that something happened. Default 5 seconds.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The phases of the newest cutover that end it; none: it ends by its caller only.</summary>
    public IReadOnlyList<CutoverPhase> Until { get; init; } = [];

    /// <summary>Where times come from. Default the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

/// <summary>What a watch has seen.</summary>
/// <param name="Status">How far the migration is; null while the cluster doesn't answer.</param>
/// <param name="IsChanged">Whether it differs from the last one.</param>
/// <param name="Progress">How far the step is that is being carried out; null when none is.</param>
/// <param name="Failure">Why the cluster didn't answer; null when it did. Told once, until it answers again.</param>
public sealed record MigrationObservation(
    MigrationStatus? Status,
    bool IsChanged,
    CutoverProgress? Progress,
    string? Failure
);

/// <summary>
/// Looks at a migration again and again: at once when the record of a cutover changes, which a watch tells, and otherwise at an interval,
/// since Ingresses change without any record. Goes on when the cluster doesn't answer for a while.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="options">The platform's settings.</param>
/// <param name="settings">What to look at, and until when.</param>
public sealed class MigrationWatch(
    IKubernetesCluster cluster,
    ConversionOptions options,
    MigrationWatchSettings settings
)
{
    // However many changes come while somebody looks, one more look shows them all.
    private static readonly BoundedChannelOptions OneSignal = new(1) { FullMode = BoundedChannelFullMode.DropWrite };

    private readonly StepPace pace = new(settings.TimeProvider);

    /// <summary>Every look, the first at once. Ends when one of the wanted phases is reached.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KubernetesApiException">The server refuses to tell.</exception>
    /// <exception cref="ResourceException">There is nowhere that records of cutovers could be.</exception>
    public async IAsyncEnumerable<MigrationObservation> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signals = Channel.CreateBounded<bool>(OneSignal);
        Task? following = null;
        MigrationStatus? last = null;
        var isAway = false;
        try
        {
            while (true)
            {
                var (status, failure) = await LookAsync(cancellationToken);
                if (status is null)
                {
                    if (!isAway)
                        yield return new MigrationObservation(null, false, null, failure);
                    isAway = true;
                }
                else
                {
                    isAway = false;
                    var isChanged = last is null || !status.IsSame(last);
                    last = status;
                    yield return new MigrationObservation(status, isChanged, pace.Of(status), null);
                    if (status.Runs.Count > 0 && settings.Until.Contains(status.Runs[0].Phase))
                        yield break;
                    // Begun by the first look that succeeds: only then is it known where the records are.
                    following ??= FollowAsync(signals.Writer, stop.Token);
                }
                await WaitAsync(signals.Reader, cancellationToken);
            }
        }
        finally
        {
            await stop.CancelAsync();
            if (following is not null)
                await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(MigrationStatus? Status, string? Failure)> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await MigrationStatus.ReadAsync(cluster, settings.Namespaces, options, cancellationToken), null);
        }
        catch (Exception exception) when (IsPassing(exception))
        {
            return (null, exception.Message);
        }
    }

    // Until the interval is over or a record has changed, whichever comes first.
    private async Task WaitAsync(ChannelReader<bool> signals, CancellationToken cancellationToken)
    {
        using var wait = new CancellationTokenSource(settings.Interval, settings.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(wait.Token, cancellationToken);
        try
        {
            await signals.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The interval is over.
        }
    }

    private async Task FollowAsync(ChannelWriter<bool> signals, CancellationToken cancellationToken)
    {
        try
        {
            var store = new RunStore(cluster, options.GatewayNamespace);
            var follower = new ObjectFollower(
                cluster,
                KnownTypes.Of<V1ConfigMap>(),
                new ListOptions
                {
                    Namespace = await store.HomeAsync(cancellationToken),
                    LabelSelector = $"{RunStore.RunLabel},{Provenance.ManagedByLabel}={Provenance.ManagedBy}",
                }
            );
            await foreach (var _ in follower.ReadAsync(cancellationToken))
                // What it finds at its beginning counts too: it may have come after the look that started it.
                signals.TryWrite(true);
        }
        catch (Exception exception)
            when (exception
                    is KubernetesApiException
                        or KubernetesConnectionException
                        or ResourceException
                        or OperationCanceledException
            )
        {
            // Whoever may not watch still looks at the interval; what is wrong with the cluster, the looks tell.
        }
    }

    private static bool IsPassing(Exception exception) =>
        exception switch
        {
            KubernetesConnectionException connection => connection.Failure != ConnectionFailure.CertificateInvalid,
            KubernetesApiException api => api.Code is 429 or >= 500,
            _ => false,
        };
}
