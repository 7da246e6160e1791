namespace SealosIstio.Migration.Sealos;

/// <summary>Where an Ingress stands.</summary>
public enum MigrationState
{
    /// <summary>Served by nginx, not yet migrated.</summary>
    Pending,

    /// <summary>Marked as migrated (<c>sealos.io/migrated-to-istio</c>, as annotation or label).</summary>
    Migrated,

    /// <summary>
    /// Somebody tried and it went wrong (<c>sealos.io/migrated-to-istio: "failed"</c>); served by nginx, and the next cutover tries again.
    /// </summary>
    Failed,

    /// <summary>Switched off for debt: class <c>disable</c>.</summary>
    Suspended,

    /// <summary>Paused by its user: class <c>pause</c>.</summary>
    Paused,

    /// <summary>Of a class that no nginx controller serves, or a canary of a rollout: nobody's application.</summary>
    Foreign,
}
