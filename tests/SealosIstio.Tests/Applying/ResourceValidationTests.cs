using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Applying;

namespace SealosIstio.Tests.Applying;

public sealed class ResourceValidationTests
{
    [Theory]
    [InlineData("shop.example.com")]
    [InlineData("*.example.com")]
    [InlineData("*")]
    [InlineData("web")]
    [InlineData("192.0.2.1")]
    public void Hosts_of_Istio_pass(string host) =>
        Assert.Null(ResourceValidation.Check(Objects.Route("ns-a", "web", host), isNamespaced: true));

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("-a.example.com")]
    [InlineData("a_b.example.com")]
    [InlineData("a.*.example.com")]
    [InlineData("https://a.example.com")]
    [InlineData("a.example.com:443")]
    public void Others_are_named_with_their_field(string host) =>
        Assert.StartsWith(
            $"VirtualService ns-a/web: spec.hosts[0]: '{host}' is no host",
            ResourceValidation.Check(Objects.Route("ns-a", "web", host), isNamespaced: true)!.Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("/a(?P<rest>.*)", null)]
    [InlineData("/(a|b)+", null)]
    [InlineData(@"/(a)\1", "look-around")]
    [InlineData("/a(?!b)", "look-around")]
    [InlineData("/a[", "UnterminatedBracket at offset 3")]
    public void Regular_expressions_must_be_RE2(string expression, string? problem)
    {
        var route = Objects.Route("ns-a", "web", "a.example.com");
        route.Spec!.Http![0].Match = [new HttpMatchRequest { Uri = new StringMatch { Regex = expression } }];

        var refusal = ResourceValidation.Check(route, isNamespaced: true);

        if (problem is null)
            Assert.Null(refusal);
        else
            Assert.Contains(
                $"spec.http[0].match[0].uri.regex: '{expression}' is no regular expression of RE2: {problem}",
                refusal!.Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void A_delegate_needs_no_host()
    {
        var route = Objects.Route("ns-a", "web", "a.example.com");
        route.Spec!.Hosts = null;
        route.Spec.Gateways = null;

        Assert.Null(ResourceValidation.Check(route, isNamespaced: true));
    }

    [Fact]
    public void All_problems_are_named_at_once()
    {
        var route = Objects.Route("", "Web", "a.example.com");
        route.Spec!.Hosts = [];
        route.Spec.Http = [new HttpRoute(), new HttpRoute { Route = [new HttpRouteDestination()] }];

        var message = ResourceValidation.Check(route, isNamespaced: true)!.Message;

        foreach (
            var part in new[]
            {
                "metadata.name: 'Web' is no name",
                "metadata.namespace is missing",
                "spec.hosts is missing",
                "spec.http[0]: one of route, redirect, directResponse or delegate is needed",
                "spec.http[1].route[0].destination.host is missing",
            }
        )
            Assert.Contains(part, message, StringComparison.Ordinal);
    }
}
