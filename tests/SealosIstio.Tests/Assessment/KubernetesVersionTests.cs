using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Tests.Assessment;

/// <summary>How versions are read and compared.</summary>
public sealed class KubernetesVersionTests
{
    [Theory]
    [InlineData("v1.30.4", 1, 30)]
    [InlineData("1.27", 1, 27)]
    [InlineData("v1.28+", 1, 28)]
    [InlineData("v1.29.1-gke.1589020", 1, 29)]
    [InlineData("v1.26.0+k3s1", 1, 26)]
    public void Major_and_minor_count(string text, int major, int minor) =>
        Assert.Equal(new Version(major, minor), KubernetesVersion.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData("v1")]
    [InlineData("v1.x")]
    public void Anything_else_is_no_version(string? text) => Assert.Null(KubernetesVersion.Parse(text));

    [Theory]
    [InlineData("v1.27.0", CheckStatus.Pass)]
    [InlineData("v1.100.0", CheckStatus.Pass)]
    [InlineData("v1.9.11", CheckStatus.Fail)]
    [InlineData(null, CheckStatus.Skip)]
    public void Minors_compare_as_numbers(string? actual, CheckStatus expected) =>
        Assert.Equal(expected, VersionCheck.Check("s", "t", actual, "1.27").Status);

    [Fact]
    public void A_minimum_that_is_no_version_is_refused_with_what_would_be_right()
    {
        var exception = Assert.Throws<ResourceException>(() => VersionCheck.Check("s", "t", "v1.30.0", "newest"));

        Assert.Contains("'newest'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("1.27", exception.Advice, StringComparison.Ordinal);
    }
}
