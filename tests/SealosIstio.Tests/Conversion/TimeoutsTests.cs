using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public class TimeoutsTests
{
    [Fact]
    public void Idle_timeouts_are_no_limit_of_requests()
    {
        var draft = Drafts.With(("proxy-read-timeout", "86400"), ("proxy-send-timeout", "300"));
        Timeouts.Apply(draft, new ConversionOptions());

        Assert.Null(draft.Timeout);
        Assert.Equal([FindingCatalog.IdleTimeout.Code, FindingCatalog.IdleTimeout.Code], Drafts.Codes(draft));
    }

    [Theory]
    [InlineData("300", "300s")]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("5m", null)]
    public void The_users_may_ask_for_a_limit(string value, string? expected)
    {
        var draft = Drafts.With(("proxy-read-timeout", value));
        Timeouts.Apply(draft, new ConversionOptions { TimeoutPolicy = TimeoutPolicy.FromAnnotation });

        Assert.Equal(expected, draft.Timeout);
        Assert.Equal(
            [expected is null ? FindingCatalog.IdleTimeout.Code : FindingCatalog.TotalTimeout.Code],
            Drafts.Codes(draft)
        );
    }

    // Recorded: oracle case 137.
    [Theory]
    [InlineData("0", true)]
    [InlineData("2m", false)]
    public void Only_bodies_without_limit_stay_the_same(string size, bool isSame)
    {
        var draft = Drafts.With(("proxy-body-size", size));
        BodySize.Apply(draft);

        Assert.Equal(isSame, draft.Source.IsApplied("proxy-body-size"));
        Assert.Equal(!isSame, Drafts.Has(draft, FindingCatalog.BodySizeLimitLost));
    }

    [Theory]
    [InlineData("internal.test", "internal.test")]
    [InlineData("$service_name.demo", null)]
    [InlineData("$host", null)]
    public void The_backends_host_is_a_constant(string value, string? expected)
    {
        var draft = Drafts.With(("upstream-vhost", value));
        UpstreamHost.Apply(draft);

        Assert.Equal(expected, draft.Rewrite?.Authority);
        Assert.Equal(
            value.StartsWith("$service", StringComparison.Ordinal),
            Drafts.Has(draft, FindingCatalog.UpstreamHostVariable)
        );
    }
}
