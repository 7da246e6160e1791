using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Applying;

/// <summary>What became of an object that was to be applied.</summary>
public enum ApplyAction
{
    /// <summary>It didn't exist and does now.</summary>
    Created,

    /// <summary>It existed and was changed.</summary>
    Configured,

    /// <summary>It was already as wanted.</summary>
    Unchanged,

    /// <summary>It existed and was removed.</summary>
    Removed,

    /// <summary>Nothing was done: not confirmed, or what it depends on failed.</summary>
    Skipped,

    /// <summary>It couldn't be applied or removed.</summary>
    Failed,
}

/// <summary>What became of one object.</summary>
/// <param name="Identity">Which object.</param>
/// <param name="Action">What became of it.</param>
/// <param name="Message">Why it was skipped or failed, or what changed in it where that is told; null otherwise.</param>
/// <param name="Resource">The object as the cluster now has it; null when it wasn't applied.</param>
/// <param name="IsDryRun">Whether the server only checked and kept nothing.</param>
public sealed record ApplyResult(
    ResourceIdentity Identity,
    ApplyAction Action,
    string? Message,
    KubernetesObject? Resource,
    bool IsDryRun
)
{
    /// <summary>Group and version.</summary>
    public string ApiVersion => Identity.ApiVersion;

    /// <summary>The kind.</summary>
    public string Kind => Identity.Kind;

    /// <summary>The namespace; null outside namespaces.</summary>
    public string? Namespace => Identity.Namespace;

    /// <summary>The name.</summary>
    public string Name => Identity.Name;

    /// <summary><c>kind namespace/name action</c>.</summary>
    public override string ToString() => $"{Identity} {Action}";
}

/// <summary>How objects are applied.</summary>
public sealed record ApplySettings
{
    /// <summary>Takes over fields that another field manager owns. Default false: a conflict.</summary>
    public bool Force { get; init; }

    /// <summary>The server checks and answers, and keeps nothing. Default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>Allows hosts that another namespace already routes. Default false.</summary>
    public bool AllowSharedHost { get; init; }

    /// <summary>
    /// Applies objects of any kind, whoever manages them: manifests that the user chose as a whole, such as an add-on or a
    /// backup. Default false: an object that ends up in the pipeline by mistake is refused.
    /// </summary>
    public bool AllowAnyKind { get; init; }

    /// <summary>
    /// The most objects that are on their way at once. How many really are depends on how the server answers; in a cluster of manifests
    /// it's one. Default 32.
    /// </summary>
    public int ThrottleLimit { get; init; } = 32;
}
