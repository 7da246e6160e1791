using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public class RetriesTests
{
    [Fact]
    public void Without_annotations_Istios_own_retries_apply()
    {
        Assert.Null(Convert().Retries);
    }

    [Theory]
    [InlineData("error timeout", "3", 2, "connect-failure,refused-stream")]
    [InlineData("error timeout", null, 2, "connect-failure,refused-stream")]
    [InlineData("timeout", "2", 1, "connect-failure")]
    [InlineData("error non_idempotent", "2", 1, "connect-failure,refused-stream,reset")]
    [InlineData("error http_503 http_502", "4", 3, "connect-failure,refused-stream,502,503")]
    [InlineData("off", null, 0, null)]
    [InlineData("error off", "3", 0, null)]
    [InlineData("invalid_header", null, 0, null)]
    public void Tries_become_retries(string condition, string? tries, int attempts, string? retryOn)
    {
        var draft = tries is null
            ? Convert(("proxy-next-upstream", condition))
            : Convert(("proxy-next-upstream", condition), ("proxy-next-upstream-tries", tries));

        Assert.Equal(attempts, draft.Retries!.Attempts);
        Assert.Equal(retryOn, draft.Retries.RetryOn);
        Assert.Null(draft.Retries.PerTryTimeout);
        Assert.True(draft.Source.IsApplied("proxy-next-upstream"));
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("5", 4)]
    [InlineData("0", 2)]
    [InlineData("9223372036854775807", 99)]
    public void The_number_of_tries_alone_counts(string tries, int attempts)
    {
        Assert.Equal(attempts, Convert(("proxy-next-upstream-tries", tries)).Retries!.Attempts);
    }

    [Fact]
    public void What_differs_is_said()
    {
        var draft = Convert(("proxy-next-upstream", "error http_502"), ("proxy-next-upstream-timeout", "10"));

        Assert.Equal(
            [FindingCatalog.RetryLimit.Code, FindingCatalog.RetryMethods.Code, FindingCatalog.RetryCondition.Code],
            Drafts.Codes(draft)
        );
        Assert.False(
            Drafts.Has(Convert(("proxy-next-upstream", "http_502 non_idempotent")), FindingCatalog.RetryMethods)
        );
    }

    private static RouteDraft Convert(params (string Name, string Value)[] annotations)
    {
        var draft = Drafts.With(annotations);
        Retries.Apply(draft);
        return draft;
    }
}
