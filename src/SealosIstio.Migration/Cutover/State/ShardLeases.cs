using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover.State;

/// <summary>What the shards at work share.</summary>
internal enum ShardedWork
{
    Cutover,
    Rollback,
}

/// <summary>
/// The leases of shards, one for each. A shard takes its own while it holds the cluster's for a moment, so that nobody who is alone can come
/// between; and none is taken while shards are at the opposite work.
/// </summary>
internal static class ShardLeases
{
    private const string Opening = "opening";
    private static readonly ResourceType Leases = KnownTypes.Of<V1Lease>();

    // The others need seconds, and one that died in that moment loses its turn after the lease's duration.
    private static readonly TimeSpan OpeningPatience = RunLease.Duration + TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OpeningInterval = TimeSpan.FromSeconds(1);

    /// <summary>Takes the lease of a shard, and does what must be done while no other one opens.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="home">The namespace of the records.</param>
    /// <param name="work">What the shard does.</param>
    /// <param name="shard">Which one.</param>
    /// <param name="force">Takes over from whoever is at the opposite work, or alone.</param>
    /// <param name="time">The clock.</param>
    /// <param name="open">What is to be done in that moment; gets whether somebody was sent away.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">Somebody else is at work.</exception>
    public static async Task<(RunLease Lease, T Opened)> OpenAsync<T>(
        IKubernetesCluster cluster,
        string home,
        ShardedWork work,
        CutoverShard shard,
        bool force,
        TimeProvider time,
        Func<bool, Task<T>> open,
        CancellationToken cancellationToken
    )
    {
        var what = $"{work.ToString().ToLowerInvariant()} shard {shard}";
        var (main, isTakenOver) = await WaitForMainAsync(
            cluster,
            home,
            $"{what} {Opening}",
            force,
            time,
            cancellationToken
        );
        await using var moment = main;
        foreach (var other in await HeldAsync(cluster, home, time, cancellationToken))
            if (WorkOf(other) != work)
            {
                if (!force)
                    throw RunLease.Refused(other);
                await cluster.DeleteAsync(Leases, home, other.Metadata.Name!, null, cancellationToken);
                isTakenOver = true;
            }
        var lease = await RunLease.TakeAsync(
            cluster,
            home,
            NameOf(work, shard.Index),
            what,
            force: false,
            time,
            cancellationToken
        );
        try
        {
            return (lease, await open(isTakenOver));
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    /// <summary>The leases of shards that are at work.</summary>
    public static async Task<IReadOnlyList<V1Lease>> HeldAsync(
        IKubernetesCluster cluster,
        string home,
        TimeProvider? time,
        CancellationToken cancellationToken
    )
    {
        var held = new List<V1Lease>();
        await foreach (var item in cluster.ListAsync(Leases, new ListOptions { Namespace = home }, cancellationToken))
            if (
                item is V1Lease lease
                && WorkOf(lease) is not null
                && RunLease.IsHeld(lease, time ?? TimeProvider.System)
            )
                held.Add(lease);
        return held;
    }

    /// <summary>The numbers of the shards that are at some work.</summary>
    public static async Task<IReadOnlySet<int>> AtWorkAsync(
        IKubernetesCluster cluster,
        string home,
        ShardedWork work,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var held = await HeldAsync(cluster, home, time, cancellationToken);
        return held.Where(lease => WorkOf(lease) == work)
            .Select(lease => int.Parse(lease.Metadata.Name![PrefixOf(work).Length..], CultureInfo.InvariantCulture))
            .ToHashSet();
    }

    private static async Task<(RunLease Main, bool IsTakenOver)> WaitForMainAsync(
        IKubernetesCluster cluster,
        string home,
        string what,
        bool force,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var since = time.GetTimestamp();
        while (true)
            try
            {
                return (
                    await RunLease.TakeAsync(cluster, home, null, what, force: false, time, cancellationToken),
                    false
                );
            }
            catch (ResourceException exception) when (exception.Problem == ResourceProblem.RunInProgress)
            {
                var isOpening = exception.Message.Contains($" {Opening} ", StringComparison.Ordinal);
                if (isOpening && time.GetElapsedTime(since) < OpeningPatience)
                    await Task.Delay(OpeningInterval, time, cancellationToken);
                else if (force)
                    return (await RunLease.TakeAsync(cluster, home, null, what, force, time, cancellationToken), true);
                else
                    throw;
            }
    }

    private static string NameOf(ShardedWork work, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(work)}{index}");

    private static string PrefixOf(ShardedWork work) =>
        work == ShardedWork.Cutover ? "sealos-cutover-shard-" : "sealos-rollback-shard-";

    private static ShardedWork? WorkOf(V1Lease lease)
    {
        foreach (var work in Enum.GetValues<ShardedWork>())
            if (
                lease.Metadata.Name?.StartsWith(PrefixOf(work), StringComparison.Ordinal) == true
                && int.TryParse(lease.Metadata.Name.AsSpan(PrefixOf(work).Length), CultureInfo.InvariantCulture, out _)
            )
                return work;
        return null;
    }
}
