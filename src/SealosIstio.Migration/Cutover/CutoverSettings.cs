using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Cutover.State;

namespace SealosIstio.Migration.Cutover;

/// <summary>How a cutover is done.</summary>
public sealed record CutoverSettings
{
    /// <summary>The namespaces whose Ingresses are migrated; wildcards are allowed. Default none: every tenant's.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>How to convert.</summary>
    public ConversionOptions Options { get; init; } = new();

    /// <summary>How to block new Ingresses. Default <see cref="BlockMechanism.Auto"/>.</summary>
    public BlockMechanism Mechanism { get; init; }

    /// <summary>Goes on with what can be done when something can't. Default false: nothing is begun.</summary>
    public bool ContinueOnError { get; init; }

    /// <summary>Keeps new Ingresses refused after the last step. Default false.</summary>
    public bool KeepBlock { get; init; }

    /// <summary>The most objects that are on their way at once. Default 32.</summary>
    public int ThrottleLimit { get; init; } = 32;

    /// <summary>How long to wait for the Pods of each switched controller; zero doesn't wait. Default 5 minutes.</summary>
    public TimeSpan RolloutTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The part of this process, when several share the cutover; null for all of it.</summary>
    public CutoverShard? Shard { get; init; }

    /// <summary>
    /// The run that the shards share: whichever comes first begins it, and one that comes when it is over finds nothing to do. Null for the
    /// unfinished one, or a new one. No effect without a shard.
    /// </summary>
    public string? RunId { get; init; }

    /// <summary>How long a shard waits for another one that isn't at work. Default 10 minutes.</summary>
    public TimeSpan PeerPatience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Where times come from. Default the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
