using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Comparing;

/// <summary>How the live object stands to the desired one.</summary>
public enum ComparisonStatus
{
    /// <summary>Every desired field has its value, and nothing stands beside them.</summary>
    Equal,

    /// <summary>At least one field differs.</summary>
    Different,

    /// <summary>The object doesn't exist.</summary>
    Missing,
}

/// <summary>How one field stands.</summary>
public enum FieldStatus
{
    /// <summary>Both have it, with different values.</summary>
    Changed,

    /// <summary>Only the desired object has it.</summary>
    OnlyDesired,

    /// <summary>Only the live object has it.</summary>
    OnlyLive,
}

/// <summary>One field in which the objects differ.</summary>
/// <param name="Field">The path, such as <c>spec.http[0].timeout</c>.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Desired">The desired value as compact JSON; null when there is none. A Secret's data is never shown.</param>
/// <param name="Live">The live value as compact JSON; null when there is none. A Secret's data is never shown.</param>
public sealed record FieldDifference(string Field, FieldStatus Status, string? Desired, string? Live)
{
    /// <summary><c>field: live -> desired</c>.</summary>
    public override string ToString() => $"{Field}: {Live ?? "(absent)"} -> {Desired ?? "(absent)"}";
}

/// <summary>A desired object against the live one.</summary>
/// <param name="Identity">Which object.</param>
/// <param name="Differences">The fields that differ, in document order; empty when equal or missing.</param>
/// <param name="Desired">The desired object.</param>
/// <param name="Live">The live object; null when it doesn't exist.</param>
public sealed record ResourceComparison(
    ResourceIdentity Identity,
    IReadOnlyList<FieldDifference> Differences,
    KubernetesObject Desired,
    KubernetesObject? Live
)
{
    /// <summary>The kind.</summary>
    public string Kind => Identity.Kind;

    /// <summary>The namespace; null outside namespaces.</summary>
    public string? Namespace => Identity.Namespace;

    /// <summary>The name.</summary>
    public string Name => Identity.Name;

    /// <summary>The result in one word.</summary>
    public ComparisonStatus Status =>
        Live is null ? ComparisonStatus.Missing
        : Differences.Count == 0 ? ComparisonStatus.Equal
        : ComparisonStatus.Different;
}
