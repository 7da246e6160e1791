namespace SealosIstio.Migration.Cutover;

/// <summary>The steps of a cutover, in the order in which they are done.</summary>
public enum CutoverStep
{
    /// <summary>New Ingresses are refused in tenants' namespaces.</summary>
    DisableIngress,

    /// <summary>What exists is converted and applied, and its Ingresses are marked. nginx goes on serving them.</summary>
    MigrateExisting,

    /// <summary>The cluster's routes are compared with what nginx answers, request by request.</summary>
    Validate,

    /// <summary>Sealos' controllers are told to make VirtualServices instead of Ingresses.</summary>
    SwitchControllers,

    /// <summary>The Ingresses that are migrated and verified are removed, and new ones are allowed again.</summary>
    Cleanup,
}

/// <summary>How far a step is.</summary>
public enum CutoverStepState
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Begun, and at work or interrupted.</summary>
    Running,

    /// <summary>Done, with objects that failed.</summary>
    Incomplete,

    /// <summary>Done.</summary>
    Completed,
}

/// <summary>How far a run is.</summary>
public enum CutoverPhase
{
    /// <summary>It has a record, and has changed nothing yet or is at work or interrupted.</summary>
    Running,

    /// <summary>All of its steps are done.</summary>
    Completed,

    /// <summary>A rollback of it began and isn't done.</summary>
    RollingBack,

    /// <summary>nginx serves again as before; the converted objects are still there.</summary>
    Restored,

    /// <summary>Nothing of it is left.</summary>
    RolledBack,
}
