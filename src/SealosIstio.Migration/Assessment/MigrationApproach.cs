namespace SealosIstio.Migration.Assessment;

/// <summary>How carefully a cluster is migrated; each is more careful than the one before.</summary>
public enum MigrationApproach
{
    /// <summary>A few Ingresses, then all: one to two hours.</summary>
    Quick,

    /// <summary>Four stages within a working day: four to eight hours.</summary>
    Standard,

    /// <summary>Stages of hours, with a group that stays behind to compare with: one to two days.</summary>
    Gradual,

    /// <summary>A pilot of a day, then tenths with points of decision: three to five days.</summary>
    Conservative,
}

/// <summary>How large a cluster is, by tenants' Services.</summary>
public enum MigrationScale
{
    /// <summary>Fewer than 50.</summary>
    Small,

    /// <summary>50 to 199.</summary>
    Medium,

    /// <summary>200 and more.</summary>
    Large,
}

/// <summary>What the cluster is used for.</summary>
public enum EnvironmentType
{
    /// <summary>Nobody minds an interruption.</summary>
    Development,

    /// <summary>An interruption within the maintenance window is fine.</summary>
    Test,

    /// <summary>No interruption.</summary>
    Production,
}

/// <summary>What the people who migrate know.</summary>
public enum TeamExperience
{
    /// <summary>Neither Kubernetes nor Istio.</summary>
    None,

    /// <summary>Kubernetes, not Istio.</summary>
    Kubernetes,

    /// <summary>Istio.</summary>
    Istio,
}

/// <summary>How long a migration takes.</summary>
/// <param name="Minimum">At least.</param>
/// <param name="Maximum">At most.</param>
public sealed record MigrationEffort(TimeSpan Minimum, TimeSpan Maximum)
{
    /// <summary>The time that an approach takes.</summary>
    public static MigrationEffort Of(MigrationApproach approach) =>
        approach switch
        {
            MigrationApproach.Quick => new(TimeSpan.FromHours(1), TimeSpan.FromHours(2)),
            MigrationApproach.Standard => new(TimeSpan.FromHours(4), TimeSpan.FromHours(8)),
            MigrationApproach.Gradual => new(TimeSpan.FromDays(1), TimeSpan.FromDays(2)),
            MigrationApproach.Conservative => new(TimeSpan.FromDays(3), TimeSpan.FromDays(5)),
            _ => throw new ArgumentOutOfRangeException(nameof(approach), approach, "It isn't one of the approaches."),
        };

    /// <summary>Such as <c>4 to 8 hours</c>.</summary>
    public override string ToString() =>
        Minimum < TimeSpan.FromDays(1)
            ? $"{Minimum.TotalHours:0} to {Maximum.TotalHours:0} hours"
            : $"{Minimum.TotalDays:0} to {Maximum.TotalDays:0} days";
}
