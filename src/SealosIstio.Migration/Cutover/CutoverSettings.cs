using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.Blocking;

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

    /// <summary>Where times come from. Default the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
