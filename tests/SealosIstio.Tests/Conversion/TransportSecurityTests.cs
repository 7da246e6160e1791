using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Tests.Conversion;

/// <summary>Strict-Transport-Security is a matter of HTTPS (recorded: oracle cases 043, 046, 051 and 061).</summary>
public sealed class TransportSecurityTests
{
    private const string Header = "Strict-Transport-Security";

    // The limit of bodies has a route of its own, and tests.
    private const string AnyBody = """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
        data: {proxy-body-size: "0"}

        """;

    [Fact]
    public void Plain_http_has_a_route_without_it_where_it_does_not_redirect()
    {
        var routes = Routes("", "");

        Assert.Equal(["web-1-http", "web-1"], routes.Select(route => route.Name));
        Assert.Equal([false, true], routes.Select(Sets));
        Assert.All(routes[0].Match!, match => Assert.Equal(80, match.Port));
        Assert.All(routes[1].Match!, match => Assert.Null(match.Port));
    }

    [Fact]
    public void Where_plain_http_redirects_no_route_is_doubled()
    {
        var routes = Routes("tls: [{hosts: [web.cloud.test]}]\n", "");

        Assert.Equal(["web-1-https", "web-1"], routes.Select(route => route.Name));
        Assert.Equal([false, true], routes.Select(Sets));
    }

    [Fact]
    public void What_nginx_answers_before_it_looks_for_a_location_lacks_it()
    {
        var routes = Routes("", "nginx.ingress.kubernetes.io/app-root: /start");

        Assert.Equal(["web-1-app-root", "web-1-http", "web-1"], routes.Select(route => route.Name));
        Assert.Equal([false, false, true], routes.Select(Sets));
        // Recorded: oracle case 043: the client's query is left out.
        Assert.Equal("%REQ(:SCHEME)%://%REQ(:AUTHORITY)%/start", routes[0].Headers!.Response!.Set!["Location"]);
    }

    private static bool Sets(HttpRoute route) => route.Headers?.Response?.Set?.ContainsKey(Header) == true;

    private static IList<HttpRoute> Routes(string spec, string annotations) =>
        Cloud
            .Convert(
                Cloud.Ingress("web", spec + Cloud.Rules("web.cloud.test", "/ Prefix web 80"), annotations: annotations)
                    + Cloud.Service("web")
                    + AnyBody,
                Cloud.Options with
                {
                    Implicit = ImplicitMode.Keep,
                }
            )
            .Single()
            .Spec!.Http!;
}
