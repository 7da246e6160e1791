using System.Globalization;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Cutover.State;

/// <summary>
/// The right to change the cluster, which one run or rollback has at a time, or each shard of one for its part: a Lease that is renewed
/// while it works. Whoever dies loses it half a minute later; whoever finds it in another hand stops at once.
/// </summary>
public sealed class RunLease : IAsyncDisposable
{
    /// <summary>How long a holder that doesn't answer keeps it.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    private const string MainName = "sealos-cutover";
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(8);
    private static readonly ResourceType Leases = KnownTypes.Of<V1Lease>();

    private readonly IKubernetesCluster cluster;
    private readonly TimeProvider time;
    private readonly string home;
    private readonly string name;
    private readonly string holder;
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource stop = new();
    private V1Lease lease;
    private Task renewing = Task.CompletedTask;

    private RunLease(
        IKubernetesCluster cluster,
        TimeProvider time,
        string home,
        string name,
        string holder,
        V1Lease lease
    )
    {
        this.cluster = cluster;
        this.time = time;
        this.home = home;
        this.name = name;
        this.holder = holder;
        this.lease = lease;
    }

    /// <summary>Cancelled when somebody else took the lease, or when it couldn't be renewed in time.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Takes the lease of the cluster, which leaves no room for a shard.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="home">The namespace of the records.</param>
    /// <param name="what">What the holder does, for others to read, such as <c>cutover 20260131-140502-9f3c</c>.</param>
    /// <param name="force">Takes it from whoever is at work. Default false.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">Somebody else holds it, or a shard is at work.</exception>
    public static async Task<RunLease> AcquireAsync(
        IKubernetesCluster cluster,
        string home,
        string what,
        bool force = false,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default
    )
    {
        var main = await TakeAsync(cluster, home, MainName, what, force, time, cancellationToken);
        try
        {
            // Shards take theirs while they hold the main one: from here on none is added.
            foreach (var shard in await ShardLeases.HeldAsync(cluster, home, time, cancellationToken))
                if (force)
                    await cluster.DeleteAsync(Leases, home, shard.Metadata.Name!, null, cancellationToken);
                else
                    throw Refused(shard);
            return main;
        }
        catch
        {
            await main.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes a lease of any name; null for the main one, for the moment in which a shard takes its own.</summary>
    internal static async Task<RunLease> TakeAsync(
        IKubernetesCluster cluster,
        string home,
        string? name,
        string what,
        bool force,
        TimeProvider? time,
        CancellationToken cancellationToken
    )
    {
        time ??= TimeProvider.System;
        name ??= MainName;
        var identity = $"{Environment.UserName}@{Environment.MachineName} {what} {Guid.NewGuid():N}";
        var live = await cluster.GetAsync(Leases, home, name, cancellationToken) as V1Lease;
        if (live is not null && !force && IsHeld(live, time))
            throw Refused(live);
        try
        {
            return Hold(
                live is null
                    ? await CreateAsync(cluster, home, name, identity, time, cancellationToken)
                    : await PatchAsync(cluster, live, Terms(identity, time, isNew: true, live.Spec), cancellationToken)
            );
        }
        // Two came at the same moment, and the other one was first.
        catch (KubernetesApiException exception) when (exception.Code == 409)
        {
            live = await cluster.GetAsync(Leases, home, name, cancellationToken) as V1Lease;
            // Or the other one was this one: a request whose answer got lost makes its own repetition a conflict.
            if (live?.Spec?.HolderIdentity == identity)
                return Hold(live);
            throw live is null ? exception : Refused(live);
        }

        RunLease Hold(V1Lease taken)
        {
            var held = new RunLease(cluster, time, home, name, identity, taken);
            held.renewing = Task.Run(held.RenewAsync, CancellationToken.None);
            return held;
        }
    }

    /// <summary>Who holds the lease, or those of shards; null when nobody is at work.</summary>
    public static async Task<string?> HolderAsync(
        IKubernetesCluster cluster,
        string home,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default
    )
    {
        var held = await ShardLeases.HeldAsync(cluster, home, time, cancellationToken);
        if (
            await cluster.GetAsync(Leases, home, MainName, cancellationToken) is V1Lease live
            && IsHeld(live, time ?? TimeProvider.System)
        )
            held = [live, .. held];
        return held.Count == 0 ? null : string.Join(", ", held.Select(Who));
    }

    /// <summary>Gives the lease back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
            return;
        await stop.CancelAsync();
        await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!lost.IsCancellationRequested)
            await ReleaseAsync();
        stop.Dispose();
        lost.Dispose();
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await DeleteAsync(lease);
        }
        // A renewal that was under way when it was called off may have arrived.
        catch (KubernetesApiException exception) when (exception.Code == 409)
        {
            if (await ReadOwnAsync(CancellationToken.None) is { } own)
                await DeleteAsync(own).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception exception)
            when (exception is KubernetesApiException or KubernetesConnectionException or IOException)
        {
            // It ends by itself; and what the run came to is more than that.
        }

        Task DeleteAsync(V1Lease held) =>
            cluster.DeleteAsync(
                Leases,
                home,
                name,
                new DeleteOptions
                {
                    PreconditionUid = held.Metadata.Uid,
                    PreconditionResourceVersion = held.Metadata.ResourceVersion,
                }
            );
    }

    private async Task RenewAsync()
    {
        var renewed = time.GetUtcNow();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(RenewInterval, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                return;
            try
            {
                lease = await PatchAsync(cluster, lease, Terms(holder, time, isNew: false, null), stop.Token);
                renewed = time.GetUtcNow();
            }
            catch (KubernetesApiException exception) when (exception.Code is 404 or 409)
            {
                // A renewal whose answer got lost makes its own repetition a conflict.
                if (await ReadOwnAsync(stop.Token) is { } own)
                {
                    lease = own;
                    continue;
                }
                await lost.CancelAsync();
                return;
            }
            catch (Exception exception)
                when (!stop.IsCancellationRequested && exception is not OperationCanceledException)
            {
                // The server may come back before the others take the lease.
                if (time.GetUtcNow() - renewed <= Duration - RenewInterval)
                    continue;
                await lost.CancelAsync();
                return;
            }
        }
    }

    private async Task<V1Lease?> ReadOwnAsync(CancellationToken cancellationToken)
    {
        try
        {
            return
                await cluster.GetAsync(Leases, home, name, cancellationToken) is V1Lease live
                && live.Spec?.HolderIdentity == holder
                ? live
                : null;
        }
        catch (Exception exception) when (exception is KubernetesApiException or KubernetesConnectionException)
        {
            return null;
        }
    }

    internal static bool IsHeld(V1Lease lease, TimeProvider time) =>
        lease.Spec is { HolderIdentity.Length: > 0, RenewTime: { } text }
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var renewed)
        && time.GetUtcNow() < renewed + TimeSpan.FromSeconds(lease.Spec.LeaseDurationSeconds ?? 30);

    internal static ResourceException Refused(V1Lease lease) =>
        new(
            ResourceProblem.RunInProgress,
            ResourceIdentity.Of(lease),
            $"{Who(lease)} is at work in this cluster, last heard of at {lease.Spec?.RenewTime}.",
            "Wait until it is done. One that died loses its turn half a minute later; Invoke-IstioRollback -Force takes it at once."
        );

    // The last word only keeps two of the same person apart.
    private static string Who(V1Lease lease)
    {
        var text = lease.Spec?.HolderIdentity ?? "";
        return text.LastIndexOf(' ') is var end and > 0 ? text[..end] : text;
    }

    private static async Task<V1Lease> CreateAsync(
        IKubernetesCluster cluster,
        string home,
        string name,
        string holder,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var desired = new V1Lease
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = home },
            Spec = Terms(holder, time, isNew: true, null),
        };
        // A manager of its own: of two that create it at once, the second one is in conflict with the first.
        var manager = $"{ApplyOptions.DefaultFieldManager}-{holder[^32..]}";
        return (V1Lease)
            await cluster.ApplyAsync(desired, new ApplyOptions { FieldManager = manager }, cancellationToken);
    }

    private static async Task<V1Lease> PatchAsync(
        IKubernetesCluster cluster,
        V1Lease live,
        V1LeaseSpec terms,
        CancellationToken cancellationToken
    )
    {
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = live.Metadata.ResourceVersion },
            ["spec"] = KubernetesJson.ToJsonObject(new V1Lease { Spec = terms })["spec"]!.DeepClone(),
        };
        return (V1Lease)
            await cluster.PatchAsync(
                Leases,
                live.Metadata.NamespaceProperty,
                live.Metadata.Name!,
                new KubernetesPatch(PatchType.Merge, patch),
                new PatchOptions(),
                cancellationToken
            );
    }

    private static V1LeaseSpec Terms(string holder, TimeProvider time, bool isNew, V1LeaseSpec? previous)
    {
        var now = time.GetUtcNow()
            .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return new V1LeaseSpec
        {
            HolderIdentity = holder,
            LeaseDurationSeconds = (int)Duration.TotalSeconds,
            AcquireTime = isNew ? now : null,
            RenewTime = now,
            LeaseTransitions = previous is null ? null : (previous.LeaseTransitions ?? 0) + 1,
        };
    }
}
