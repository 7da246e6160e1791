using SealosIstio.Migration.Assessment;

namespace SealosIstio.Tests.Assessment;

/// <summary>Which approach a score, a scale and an environment lead to.</summary>
public sealed class ApproachChoiceTests
{
    [Theory]
    [InlineData(100, MigrationScale.Small, MigrationApproach.Quick)]
    [InlineData(80, MigrationScale.Small, MigrationApproach.Quick)]
    [InlineData(79.9, MigrationScale.Small, MigrationApproach.Standard)]
    [InlineData(100, MigrationScale.Medium, MigrationApproach.Standard)]
    [InlineData(60, MigrationScale.Medium, MigrationApproach.Standard)]
    [InlineData(59.9, MigrationScale.Medium, MigrationApproach.Gradual)]
    [InlineData(100, MigrationScale.Large, MigrationApproach.Gradual)]
    [InlineData(10, MigrationScale.Large, MigrationApproach.Gradual)]
    [InlineData(40, MigrationScale.Small, MigrationApproach.Gradual)]
    [InlineData(39.9, MigrationScale.Small, MigrationApproach.Conservative)]
    public void Score_and_scale_decide(double percent, MigrationScale scale, MigrationApproach expected) =>
        Assert.Equal(expected, ApproachChoice.Choose(percent, scale, null, TeamExperience.None, 1));

    [Theory]
    [InlineData(EnvironmentType.Development, TeamExperience.None, null, MigrationApproach.Quick)]
    [InlineData(EnvironmentType.Test, null, null, MigrationApproach.Quick)]
    [InlineData(EnvironmentType.Test, null, 4.0, MigrationApproach.Quick)]
    [InlineData(EnvironmentType.Test, null, 4.5, MigrationApproach.Standard)]
    [InlineData(EnvironmentType.Production, TeamExperience.Istio, null, MigrationApproach.Gradual)]
    [InlineData(EnvironmentType.Production, TeamExperience.Kubernetes, 1.0, MigrationApproach.Gradual)]
    [InlineData(EnvironmentType.Production, TeamExperience.None, null, MigrationApproach.Conservative)]
    public void The_environment_makes_a_ready_cluster_more_careful(
        EnvironmentType environment,
        TeamExperience? experience,
        double? window,
        MigrationApproach expected
    ) => Assert.Equal(expected, ApproachChoice.Choose(100, MigrationScale.Small, environment, experience, window));

    [Fact]
    public void The_environment_makes_no_cluster_less_careful_but_in_development()
    {
        const double Unready = 10;

        Assert.Equal(
            MigrationApproach.Conservative,
            ApproachChoice.Choose(Unready, MigrationScale.Small, EnvironmentType.Test, null, 1)
        );
        Assert.Equal(
            MigrationApproach.Conservative,
            ApproachChoice.Choose(Unready, MigrationScale.Small, EnvironmentType.Production, TeamExperience.Istio, null)
        );
        Assert.Equal(
            MigrationApproach.Quick,
            ApproachChoice.Choose(Unready, MigrationScale.Small, EnvironmentType.Development, null, null)
        );
    }

    [Theory]
    [InlineData(MigrationApproach.Quick, "1 to 2 hours")]
    [InlineData(MigrationApproach.Standard, "4 to 8 hours")]
    [InlineData(MigrationApproach.Gradual, "1 to 2 days")]
    [InlineData(MigrationApproach.Conservative, "3 to 5 days")]
    public void The_effort_is_that_of_the_approach(MigrationApproach approach, string expected) =>
        Assert.Equal(expected, MigrationEffort.Of(approach).ToString());
}
