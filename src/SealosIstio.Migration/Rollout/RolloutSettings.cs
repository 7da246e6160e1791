using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.Rollout;

/// <summary>How a rollout is done.</summary>
public sealed record RolloutSettings
{
    /// <summary>The port of the gateway that canaries lead to unless another is named.</summary>
    public const int DefaultProxyPort = 8079;

    /// <summary>The namespaces of a new rollout; wildcards are allowed. Default none: every tenant's.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>How to convert; a rollout that goes on has those of its record.</summary>
    public ConversionOptions Options { get; init; } = new();

    /// <summary>Goes on with what can be done when something can't. Default false: nothing is begun.</summary>
    public bool ContinueOnError { get; init; }

    /// <summary>The most objects that are on their way at once. Default 32.</summary>
    public int ThrottleLimit { get; init; } = 32;

    /// <summary>How long nginx gets to notice that canaries are gone before their routes go. Default 5 seconds.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where times come from. Default the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
