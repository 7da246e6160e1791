namespace SealosIstio.Migration.Assessment;

/// <summary>Which approach suits a cluster.</summary>
internal static class ApproachChoice
{
    private const double Ready = 80;
    private const double AlmostReady = 60;
    private const double HalfReady = 40;

    // A shorter window has no room for stages.
    private const double ShortWindowHours = 4;

    /// <summary>
    /// By score and scale; what the cluster is used for can make it more careful. In development only the use counts: what matters there
    /// is to see it run.
    /// </summary>
    public static MigrationApproach Choose(
        double percent,
        MigrationScale scale,
        EnvironmentType? environment,
        TeamExperience? experience,
        double? windowHours
    )
    {
        var byScore = ByScore(percent, scale);
        return environment switch
        {
            EnvironmentType.Development => MigrationApproach.Quick,
            EnvironmentType.Test => Careful(
                byScore,
                windowHours > ShortWindowHours ? MigrationApproach.Standard : MigrationApproach.Quick
            ),
            EnvironmentType.Production => Careful(
                byScore,
                experience == TeamExperience.None ? MigrationApproach.Conservative : MigrationApproach.Gradual
            ),
            _ => byScore,
        };
    }

    private static MigrationApproach ByScore(double percent, MigrationScale scale) =>
        percent >= Ready && scale == MigrationScale.Small ? MigrationApproach.Quick
        : percent >= AlmostReady && scale != MigrationScale.Large ? MigrationApproach.Standard
        : percent >= HalfReady || scale == MigrationScale.Large ? MigrationApproach.Gradual
        : MigrationApproach.Conservative;

    private static MigrationApproach Careful(MigrationApproach one, MigrationApproach other) =>
        one > other ? one : other;
}
