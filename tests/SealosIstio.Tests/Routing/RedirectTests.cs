using SealosIstio.Migration.Routing;

namespace SealosIstio.Tests.Routing;

public sealed class RedirectTests
{
    // istio route.go, ApplyRedirect; envoy source/common/http/utility.cc, newUri.
    [Theory]
    [InlineData("uri: /new", "/old", "http://app.test/new")]
    [InlineData("uri: /new", "/old?a=1", "http://app.test/new?a=1")]
    [InlineData("uri: '/new?b=2'", "/old?a=1", "http://app.test/new?b=2")]
    [InlineData("authority: other.test", "/old?a=1", "http://other.test/old?a=1")]
    [InlineData("scheme: https", "/old", "https://app.test/old")]
    [InlineData("scheme: https, port: 8443", "/old", "https://app.test:8443/old")]
    [InlineData("scheme: https, port: 443", "/old", "https://app.test/old")]
    [InlineData("port: 80", "/old", "http://app.test/old")]
    [InlineData("port: 8080", "/old", "http://app.test:8080/old")]
    [InlineData("derivePort: FROM_REQUEST_PORT, scheme: https", "/old", "https://app.test:80/old")]
    [InlineData("derivePort: FROM_PROTOCOL_DEFAULT, scheme: https", "/old", "https://app.test/old")]
    [InlineData("scheme: https, authority: other.test, uri: /", "/old", "https://other.test/")]
    public void Location_keeps_what_the_redirect_does_not_name(string redirect, string target, string location)
    {
        var decision = Routers.Routes($"- redirect: {{{redirect}}}").Get(target);

        Assert.Equal(301, decision.Status);
        Assert.Equal(location, decision.Location);
        Assert.Null(decision.Backend);
    }

    // envoy utility.cc, processRequestHost: the request's port goes with a new port, or when it was the old scheme's default.
    [Theory]
    [InlineData("scheme: https", "app.test:80", "https://app.test/")]
    [InlineData("scheme: https", "app.test:8080", "https://app.test:8080/")]
    [InlineData("scheme: https, port: 8443", "app.test:8080", "https://app.test:8443/")]
    [InlineData("uri: /", "app.test:80", "http://app.test:80/")]
    [InlineData("authority: other.test", "app.test:8080", "http://other.test/")]
    public void The_port_of_the_request_is_kept_or_dropped(string redirect, string host, string location)
    {
        Assert.Equal(location, Routers.Routes($"- redirect: {{{redirect}}}").Get("/", host).Location);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public void The_code_is_kept(int code)
    {
        Assert.Equal(code, Routers.Routes($"- redirect: {{uri: /x, redirectCode: {code}}}").Get("/").Status);
    }

    // istio route.go, ApplyRedirect: another code leaves the route without an action, which Envoy refuses.
    [Fact]
    public void Other_codes_are_refused()
    {
        var router = Routers.Routes("- redirect: {uri: /x, redirectCode: 300}");

        Assert.Equal(404, router.Get("/").Status);
        Assert.Contains(router.Issues, issue => issue.Message.Contains("300", StringComparison.Ordinal));
    }

    // istio route.go, ApplyDirectResponse; envoy router.cc applies response header operations to the gateway's own answers.
    [Fact]
    public void A_direct_response_has_status_body_and_response_headers()
    {
        var decision = Routers
            .Routes("- directResponse: {status: 418, body: {string: tea}}\n  headers: {response: {set: {x-a: '1'}}}")
            .Get("/");

        Assert.Equal(418, decision.Status);
        Assert.Equal("tea", decision.Body);
        Assert.Equal([new HeaderChange(HeaderChangeKind.Set, "x-a", "1")], decision.ResponseHeaders);
    }

    // istio route.go, TranslateFault; an abort of every request is certain, any other is a chance.
    [Theory]
    [InlineData("100", 429, null)]
    [InlineData("50", null, "demo/web:80")]
    public void A_fault_aborts_its_share(string percentage, int? status, string? backend)
    {
        var decision = Routers
            .Routes(
                $"- fault: {{abort: {{httpStatus: 429, percentage: {{value: {percentage}}}}}}}\n  route: [{{destination: {{host: web}}}}]"
            )
            .Get("/");

        Assert.Equal(status, decision.Status);
        Assert.Equal(backend, decision.Backend);
        Assert.Equal(429, decision.FaultStatus);
    }
}
