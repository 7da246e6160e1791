using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

public class CustomHeadersTests
{
    // Recorded: oracle case 104.
    [Fact]
    public void Allowed_headers_are_set_on_every_answer()
    {
        var draft = Convert("demo/hdrs", ["X-One", "X-Two"], ("X-One", "1"), ("X-Two", "b 50%"));

        Assert.Equal("1", draft.ResponseHeadersSet["X-One"]);
        Assert.Equal("b 50%%", draft.ResponseHeadersSet["X-Two"]);
        Assert.True(draft.Source.IsApplied("custom-headers"));
        Assert.Empty(draft.Source.Findings);
    }

    [Theory]
    [InlineData("X-Three", "3")]
    [InlineData("x-one", "1")]
    [InlineData("X-One", "a\r\nSet-Cookie: b")]
    [InlineData("X One", "1")]
    public void Headers_that_nginx_does_not_allow_are_refused(string name, string value)
    {
        var draft = Convert("demo/hdrs", ["X-One", "X One"], (name, value));

        Assert.Empty(draft.ResponseHeadersSet);
        Assert.Equal([FindingCatalog.CustomHeadersRefused.Code], Drafts.Codes(draft));
        Assert.False(draft.Source.IsApplied("custom-headers"));
    }

    [Fact]
    public void Another_namespaces_settings_stay_out_of_reach()
    {
        var draft = Convert("kube-system/hdrs", ["X-One"], ("X-One", "1"));

        Assert.Empty(draft.ResponseHeadersSet);
        Assert.Equal([FindingCatalog.CustomHeadersRefused.Code], Drafts.Codes(draft));
    }

    [Fact]
    public void A_ConfigMap_that_is_not_at_hand_is_said()
    {
        var draft = Drafts.With(("custom-headers", "demo/none"));
        CustomHeaders.Apply(draft, (_, _) => null, null);

        Assert.Equal([FindingCatalog.CustomHeadersUnknown.Code], Drafts.Codes(draft));
    }

    private static RouteDraft Convert(string reference, string[] allowed, params (string Name, string Value)[] headers)
    {
        var draft = Drafts.With(("custom-headers", reference));
        var map = new V1ConfigMap { Data = headers.ToDictionary(header => header.Name, header => header.Value) };
        CustomHeaders.Apply(draft, (_, _) => map, allowed);
        return draft;
    }
}
