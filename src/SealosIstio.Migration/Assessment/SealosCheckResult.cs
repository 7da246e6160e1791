namespace SealosIstio.Migration.Assessment;

/// <summary>How a check came out.</summary>
public enum CheckStatus
{
    /// <summary>As it should be.</summary>
    Pass,

    /// <summary>Couldn't be checked here; the detail says why.</summary>
    Skip,

    /// <summary>Works, and is worth a look.</summary>
    Warn,

    /// <summary>Not as it should be.</summary>
    Fail,
}

/// <summary>One thing that was checked.</summary>
/// <param name="Suite">What it belongs to, such as <c>TenantQuota</c>.</param>
/// <param name="Name">What was checked, such as <c>LoadBalancerLimit</c>; stable, scripts match on it.</param>
/// <param name="Target">On what: a namespace, a node, an object.</param>
/// <param name="Status">How it came out.</param>
/// <param name="Expected">What would be right.</param>
/// <param name="Actual">What is.</param>
/// <param name="Detail">What it means, and what to do; null when there is nothing to add.</param>
public sealed record SealosCheckResult(
    string Suite,
    string Name,
    string Target,
    CheckStatus Status,
    string Expected,
    string Actual,
    string? Detail = null
)
{
    /// <summary><c>status suite/name target</c>.</summary>
    public override string ToString() => $"{Status} {Suite}/{Name} {Target}";
}
