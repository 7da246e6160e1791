using SealosIstio.Migration.Cutover.State;

namespace SealosIstio.Migration.Rollback;

/// <summary>How far back a rollback goes.</summary>
public enum RollbackMode
{
    /// <summary>Everything is as it was before: what <see cref="Ingress"/> does, and the converted objects are removed.</summary>
    Full,

    /// <summary>nginx serves as before and the controllers make Ingresses; the converted objects stay.</summary>
    Ingress,

    /// <summary>
    /// nginx serves as before and the gateway beside it; controllers that the cutover switched make Ingresses, with everything set that
    /// VirtualServices need.
    /// </summary>
    Dual,

    /// <summary>As Full for some tenants; the others stay migrated, and the controllers as they are.</summary>
    Partial,
}

/// <summary>What a rollback takes back, and why.</summary>
public sealed record RollbackSettings
{
    /// <summary>How far back. Default <see cref="RollbackMode.Full"/>.</summary>
    public RollbackMode Mode { get; init; }

    /// <summary>Why: it stands in the record.</summary>
    public required string Reason { get; init; }

    /// <summary>The cutover; null for every one that is in force, the newest first. No effect for Partial.</summary>
    public string? RunId { get; init; }

    /// <summary>The tenants' namespaces of a partial rollback; wildcards are allowed.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>The part of this process, when several share the rollback; null for all of it.</summary>
    public CutoverShard? Shard { get; init; }

    /// <summary>How long the first shard waits for others that aren't at work before it does their part. Default 10 minutes.</summary>
    public TimeSpan PeerPatience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Takes over from a cutover that is at work at this moment. Default false.</summary>
    public bool Force { get; init; }

    /// <summary>Where the records are kept in a cluster without Sealos. Default <c>istio-system</c>.</summary>
    public string GatewayNamespace { get; init; } = "istio-system";

    /// <summary>The most objects that are on their way at once. Default 32.</summary>
    public int ThrottleLimit { get; init; } = 32;

    /// <summary>How long to wait for an Ingress that is being deleted, and for a lifted quota to be noticed. Default 30 seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where times come from. Default the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
