using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Conversion.Snippets;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion.Snippets;

public class SnippetHeaderTests
{
    // Recorded: oracle case 106.
    [Fact]
    public void Headers_are_added_and_set()
    {
        var draft = Convert(
            "add_header X-Added yes;\nmore_set_headers \"X-More: yes\";\nadd_header X-Always yes always;"
        );

        Assert.Equal("yes", draft.ResponseHeadersAdded["X-Added"]);
        Assert.Equal("yes", draft.ResponseHeadersAdded["X-Always"]);
        Assert.Equal("yes", draft.ResponseHeadersSet["X-More"]);
        var finding = Assert.Single(draft.Source.Findings);
        Assert.Equal(FindingCatalog.SnippetHeaderOnErrors.Code, finding.Code);
        Assert.Equal("nginx.ingress.kubernetes.io/configuration-snippet", finding.Field);
        Assert.True(draft.Source.IsApplied("configuration-snippet"));
    }

    // Recorded: oracle case 107.
    [Fact]
    public void Frames_are_allowed_by_clearing_one_header_and_setting_another()
    {
        var draft = Convert(
            "more_clear_headers \"X-Frame-Options:\";\nmore_set_headers \"Content-Security-Policy: default-src 'self'; frame-ancestors https://desk.test\";"
        );

        Assert.Equal(["X-Frame-Options"], draft.ResponseHeadersRemoved);
        Assert.Equal(
            "default-src 'self'; frame-ancestors https://desk.test",
            draft.ResponseHeadersSet["Content-Security-Policy"]
        );
        Assert.Empty(draft.Source.Findings);
    }

    // Recorded: oracle case 110, where the template's X-Forwarded-Proto is sent beside the snippet's.
    [Fact]
    public void Request_headers_are_removed_set_and_filled_from_the_request()
    {
        var draft = Convert(
            "proxy_set_header Authorization \"\";\nproxy_set_header X-Via \"$host|$request_method 100%\";\nproxy_set_header X-Forwarded-Proto fixed;"
        );

        Assert.Equal(["Authorization"], draft.RequestHeadersRemoved);
        Assert.Equal("%REQ(:AUTHORITY)%|%REQ(:METHOD)% 100%%", draft.RequestHeadersSet["X-Via"]);
        Assert.Equal("fixed", draft.RequestHeadersSet["X-Forwarded-Proto"]);
        Assert.Equal(
            [FindingCatalog.SnippetVariableForm.Code, FindingCatalog.SnippetForwardedHeader.Code],
            Drafts.Codes(draft)
        );
    }

    // Recorded: oracle case 121.
    [Fact]
    public void Headers_are_hidden_in_both_directions()
    {
        var draft = Convert("proxy_hide_header X-Powered-By;\nmore_clear_input_headers X-Drop;");

        Assert.Equal(["X-Powered-By"], draft.ResponseHeadersRemoved);
        Assert.Equal(["X-Drop"], draft.RequestHeadersRemoved);
    }

    // Recorded: oracle case 177, two Host headers.
    [Fact]
    public void A_second_host_header_is_not_converted()
    {
        var draft = Convert("proxy_set_header Host other.test;");

        Assert.Empty(draft.RequestHeadersSet);
        Assert.Equal([FindingCatalog.SnippetHost.Code, FindingCatalog.SnippetNotConverted.Code], Drafts.Codes(draft));
        Assert.False(draft.Source.IsApplied("configuration-snippet"));
    }

    [Theory]
    [InlineData("proxy_set_header Upgrade $http_upgrade;")]
    [InlineData("proxy_set_header Connection \"upgrade\";")]
    [InlineData("proxy_set_header Host $host;")]
    [InlineData("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;")]
    public void What_Envoy_does_by_itself_is_left_to_it(string snippet)
    {
        var draft = Convert(snippet);

        Assert.Empty(draft.RequestHeadersSet);
        Assert.Equal([FindingCatalog.SnippetUnneeded.Code], Drafts.Codes(draft));
    }

    [Theory]
    [InlineData("more_set_headers -s 404 \"X-A: 1\";")]
    [InlineData("more_clear_headers \"X-Hidden-*\";")]
    [InlineData("more_set_headers \"X A: 1\";")]
    [InlineData("add_header X-A \"a\\nb\";")]
    [InlineData("proxy_read_timeout 5s;")]
    [InlineData("add_header X-A $upstream_addr;")]
    [InlineData("gzip on;")]
    public void What_has_no_counterpart_is_reported_without_its_text(string snippet)
    {
        var draft = Convert(snippet);

        Assert.Empty(draft.ResponseHeadersSet);
        Assert.Empty(draft.ResponseHeadersAdded);
        var finding = Assert.Single(
            draft.Source.Findings,
            found => found.Message.Contains("line 1, column 1", StringComparison.Ordinal)
        );
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Null(finding.Value);
        Assert.Contains("line 1, column 1", finding.Message, StringComparison.Ordinal);
        Assert.False(draft.Source.IsRefused);
    }

    [Fact]
    public void Findings_never_show_values()
    {
        var draft = Convert(
            "proxy_set_header X-SEALOS-7KQ2M \"s3Cret $unknown\"; add_header X-A \"s3Cret\\n\"; s3Cret on;"
        );

        Assert.All(
            draft.Source.Findings,
            finding =>
                Assert.DoesNotContain("s3Cret ", finding + finding.Value + finding.Advice, StringComparison.Ordinal)
        );
        Assert.NotEmpty(draft.Source.Findings);
    }

    [Fact]
    public void Two_values_of_one_header_join_only_where_a_list_may()
    {
        var draft = Convert(
            "add_header Vary Origin always; add_header Vary Accept always; add_header X-A 1 always; add_header X-A 2 always;"
        );

        Assert.Equal("Origin, Accept", draft.ResponseHeadersAdded["Vary"]);
        Assert.Equal("1", draft.ResponseHeadersAdded["X-A"]);
        Assert.Equal([FindingCatalog.SnippetHeaderTwice.Code], Drafts.Codes(draft));
    }

    [Theory]
    [InlineData("30d", "max-age=2592000")]
    [InlineData("1h30m", "max-age=5400")]
    [InlineData("0", "max-age=0")]
    [InlineData("-1", "no-cache")]
    [InlineData("epoch", "no-cache")]
    [InlineData("max", "max-age=315360000")]
    public void Expires_becomes_cache_control(string time, string expected)
    {
        var draft = Convert($"expires {time};");

        Assert.Equal(expected, draft.ResponseHeadersSet["Cache-Control"]);
        Assert.Equal(["Expires"], draft.ResponseHeadersRemoved);
    }

    [Theory]
    [InlineData("@15h30m")]
    [InlineData("$expiry")]
    [InlineData("1d1y")]
    [InlineData("99999999999999999999")]
    public void Times_that_cannot_be_told_are_reported(string time)
    {
        Assert.Contains(FindingCatalog.SnippetDirective.Code, Drafts.Codes(Convert($"expires {time};")));
    }

    private static RouteDraft Convert(string snippet)
    {
        var draft = Drafts.With(("configuration-snippet", snippet));
        ConfigurationSnippet.Apply(draft, new ConversionOptions());
        return draft;
    }
}
