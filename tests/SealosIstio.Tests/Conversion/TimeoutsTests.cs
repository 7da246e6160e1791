using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public class TimeoutsTests
{
    [Theory]
    [InlineData("300", "300", 300)]
    [InlineData("86400", "300", 86400)]
    [InlineData("300", "86400", 86400)]
    [InlineData("300", null, 300)]
    [InlineData("9999999999", null, int.MaxValue)]
    public void The_longer_silence_is_the_idle_timeout_of_the_route(string read, string? send, long expected)
    {
        var draft = send is null
            ? Drafts.With(("proxy-read-timeout", read))
            : Drafts.With(("proxy-read-timeout", read), ("proxy-send-timeout", send));
        Timeouts.Apply(draft, new ConversionOptions());

        Assert.Null(draft.Timeout);
        Assert.Equal(expected, draft.Settings.IdleTimeout);
        Assert.True(draft.Source.IsApplied("proxy-read-timeout"));
        Assert.Equal(send is not null, draft.Source.IsApplied("proxy-send-timeout"));
        Assert.All(Drafts.Codes(draft), code => Assert.Equal(FindingCatalog.IdleTimeoutOfRoute.Code, code));
    }

    [Theory]
    [InlineData("proxy-send-timeout", "300")]
    [InlineData("proxy-read-timeout", "0")]
    [InlineData("proxy-read-timeout", "5m")]
    public void What_is_no_idle_timeout_is_said(string name, string value)
    {
        var draft = Drafts.With((name, value));
        Timeouts.Apply(draft, new ConversionOptions());

        Assert.True(draft.Settings.IsEmpty);
        Assert.Equal([FindingCatalog.IdleTimeout.Code], Drafts.Codes(draft));
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
