using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Conversion.Snippets;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion.Snippets;

public class ServerSnippetTests
{
    [Fact]
    public void Header_buffers_are_not_needed()
    {
        var draft = Convert("client_header_buffer_size 64k;\nlarge_client_header_buffers 4 128k;\n");

        Assert.Equal([FindingCatalog.SnippetBuffers.Code, FindingCatalog.SnippetBuffers.Code], Drafts.Codes(draft));
        Assert.True(draft.Source.IsApplied("server-snippet"));
    }

    // Recorded: oracle cases 116 and 172.
    [Fact]
    public void Headers_reach_every_location_and_the_locations_own_go_first()
    {
        var server = AnnotationSources.With(("server-snippet", "more_set_headers \"X-Server: 1\" \"X-Both: server\";"));
        var draft = Drafts.With(("configuration-snippet", "more_set_headers \"X-L: 1\" \"X-Both: location\";"));

        ConfigurationSnippet.Apply(draft, new ConversionOptions());
        ServerSnippet.Apply(draft, server, new ConversionOptions());

        Assert.Equal("1", draft.ResponseHeadersSet["X-Server"]);
        Assert.Equal("1", draft.ResponseHeadersSet["X-L"]);
        Assert.Equal("location", draft.ResponseHeadersSet["X-Both"]);
    }

    [Theory]
    [InlineData("add_header X-L 1 always;", false)]
    [InlineData("more_set_headers \"X-L: 1\";", true)]
    public void A_location_with_add_header_of_its_own_inherits_none(string location, bool inherits)
    {
        var server = AnnotationSources.With(("server-snippet", "add_header X-Server 1 always;"));
        var draft = Drafts.With(("configuration-snippet", location));

        ServerSnippet.Apply(draft, server, new ConversionOptions());

        Assert.Equal(inherits, draft.ResponseHeadersAdded.ContainsKey("X-Server"));
    }

    [Fact]
    public void The_servers_decisions_come_before_the_locations()
    {
        var server = AnnotationSources.With(("server-snippet", "if ($http_user_agent ~ bot) { return 403; }"));
        var draft = Drafts.With(("configuration-snippet", "if ($http_x = 1) { return 418; }"));

        ConfigurationSnippet.Apply(draft, new ConversionOptions());
        ServerSnippet.Apply(draft, server, new ConversionOptions());

        Assert.Equal(["user-agent", "x"], draft.Before.Select(route => route.Condition.Headers!.Keys.Single()));
    }

    [Fact]
    public void Request_headers_of_a_server_have_no_effect()
    {
        var draft = Convert("proxy_set_header X-A 1;");

        Assert.Empty(draft.RequestHeadersSet);
        Assert.Equal([FindingCatalog.SnippetUnneeded.Code], Drafts.Codes(draft));
    }

    [Fact]
    public void A_location_of_its_own_is_reported_and_with_a_guard_refused()
    {
        Assert.Contains(
            FindingCatalog.SnippetDirective.Code,
            Drafts.Codes(Convert("location = /ping { return 200 \"pong\"; }"))
        );
        var guarded = Convert("location /admin { deny all; }");
        Assert.Contains(FindingCatalog.SnippetAccessRule.Code, Drafts.Codes(guarded));
        Assert.True(guarded.Source.IsRefused);
    }

    private static RouteDraft Convert(string snippet)
    {
        var draft = Drafts.With(("server-snippet", snippet));
        ServerSnippet.Apply(draft, draft.Source, new ConversionOptions());
        return draft;
    }
}
