using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Rollback;

/// <summary>The stages of a rollback: traffic first.</summary>
public enum RollbackStage
{
    /// <summary>New Ingresses are allowed again as they were.</summary>
    Admission,

    /// <summary>Ingresses come back, and lose their marks.</summary>
    Ingresses,

    /// <summary>Certificates belong to their Ingresses again.</summary>
    Ownership,

    /// <summary>Controllers make Ingresses again.</summary>
    Controllers,

    /// <summary>Converted routes go.</summary>
    Routes,

    /// <summary>What the routes stood on goes.</summary>
    Foundations,

    /// <summary>What guarded the routes goes, when no route is left.</summary>
    Guards,
}

/// <summary>One object that a rollback changes.</summary>
/// <param name="Stage">When.</param>
/// <param name="Identity">Which object.</param>
/// <param name="Action">What becomes of it: Created, Configured or Removed.</param>
/// <param name="Note">What the user should know; null for nothing.</param>
public sealed record RollbackStep(
    RollbackStage Stage,
    ResourceIdentity Identity,
    ApplyAction Action,
    string? Note = null
)
{
    /// <summary>Of one stage, lower waves are over before higher ones begin. Default 0.</summary>
    internal int Wave { get; init; }

    /// <summary>The namespace by which a shard knows its own; null for what concerns the whole cluster, and is the first one's.</summary>
    internal string? Part { get; init; }

    /// <summary>Does it.</summary>
    internal Func<CancellationToken, Task>? Work { get; init; }

    /// <summary><c>Kind namespace/name Action</c>.</summary>
    public override string ToString() => $"{Identity} {Action}";
}
