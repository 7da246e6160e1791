using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Routing;
using SealosIstio.Migration.Routing.Comparison;

namespace SealosIstio.Tests.Routing.Comparison;

/// <summary>The generated requests reach every route and its boundaries.</summary>
public sealed class RequestGeneratorTests
{
    [Theory]
    [InlineData("/api", "path")]
    [InlineData("/api/", "path with a trailing slash")]
    [InlineData("/api/x", "below the path")]
    [InlineData("/apix", "path with a letter more")]
    [InlineData("/API", "path in another case")]
    [InlineData("/zz", "sibling of the path")]
    [InlineData("/ap%69", "path with an encoded character")]
    [InlineData("//api", "path after a doubled slash")]
    [InlineData("/zz/../api", "path after dot segments")]
    [InlineData("/api?a=1&b=%20", "path with a query")]
    [InlineData("/", "path")]
    public void What_lies_around_a_path_is_asked_on_http_and_https(string target, string purpose)
    {
        var requests = Generate("web.test", Ingress("web.test", "/api"));

        foreach (var scheme in new[] { "http", "https" })
            Assert.Contains(
                requests,
                item =>
                    item.Request.Scheme == scheme
                    && item.Request.Host == "web.test"
                    && item.Request.Target == target
                    && item.Purpose == purpose
            );
    }

    [Fact]
    public void A_wildcard_is_asked_with_one_label_with_two_and_without()
    {
        var hosts = Generate("*.wild.test", Ingress("*.wild.test", "/")).Select(item => item.Request.Host).Distinct();

        Assert.Equal(["one.wild.test", "two.one.wild.test", "wild.test"], hosts);
    }

    [Fact]
    public void A_rule_without_host_is_asked_by_a_host_that_nobody_has()
    {
        Assert.All(
            Generate("*", Ingress(null, "/")),
            item => Assert.EndsWith(".invalid", item.Request.Host, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("X-Canary", "always")]
    [InlineData("X-Canary", "never")]
    [InlineData("X-Canary", "other")]
    [InlineData("X-Canary", "blue")]
    [InlineData("Cookie", "tester=always")]
    [InlineData("Cookie", "tester=never")]
    [InlineData("Cookie", "tester=other")]
    public void Canaries_are_asked_by_header_and_cookie(string header, string value)
    {
        var canary = Ingress(
            "web.test",
            "/",
            ("canary", "true"),
            ("canary-by-header", "X-Canary"),
            ("canary-by-header-value", "blue"),
            ("canary-by-cookie", "tester")
        );

        Assert.Contains(Generate("web.test", canary), item => item.Request.Header(header) == value);
    }

    [Theory]
    [InlineData("GET", "https://app.test", null)]
    [InlineData("OPTIONS", "https://app.test", "PUT")]
    [InlineData("OPTIONS", "https://one.site.test", "PUT")]
    [InlineData("OPTIONS", "https://other.invalid", "PUT")]
    [InlineData("OPTIONS", "https://app.test", null)]
    [InlineData("OPTIONS", null, null)]
    public void Cors_is_asked_by_preflights_and_simple_requests(string method, string? origin, string? asked)
    {
        var ingress = Ingress(
            "web.test",
            "/",
            ("enable-cors", "true"),
            ("cors-allow-origin", "https://app.test, https://*.site.test")
        );

        Assert.Contains(
            Generate("web.test", ingress),
            item =>
                item.Request.Method == method
                && item.Request.Header("Origin") == origin
                && item.Request.Header("Access-Control-Request-Method") == asked
        );
    }

    [Theory]
    [InlineData("same-origin")]
    [InlineData("same-site")]
    [InlineData("cross-site")]
    [InlineData("none")]
    public void Sec_Fetch_Site_is_asked_where_a_snippet_looks_at_it(string value)
    {
        const string snippet = "if ($http_sec_fetch_site = \"same-site\") { return 403; }";

        Assert.Contains(
            Generate("web.test", Ingress("web.test", "/", ("configuration-snippet", snippet))),
            item => item.Request.Header("Sec-Fetch-Site") == value
        );
        Assert.DoesNotContain(
            Generate("web.test", Ingress("web.test", "/")),
            item => item.Request.Header("Sec-Fetch-Site") is not null
        );
    }

    [Fact]
    public void Locations_of_a_server_snippet_and_address_lists_are_asked()
    {
        var ingress = Ingress(
            "web.test",
            "/",
            ("server-snippet", "location = /health { return 200; }"),
            ("whitelist-source-range", "10.1.0.0/16"),
            ("proxy-body-size", "1k")
        );
        var requests = Generate("web.test", ingress);

        Assert.Contains(requests, item => item.Request.Target == "/health");
        Assert.Contains(requests, item => item.Request.SourceIp.ToString() == "10.1.0.0");
        Assert.Contains(requests, item => item.Request.BodyLength == 1025);
        Assert.Contains(requests, item => item.Request.Header("Upgrade") == "websocket");
    }

    [Fact]
    public void The_same_objects_give_the_same_requests_none_twice_and_never_more_than_the_bound()
    {
        var ingress = Ingress("web.test", "/a(/|$)(.*)", ("use-regex", "true"), ("enable-cors", "true"));
        var all = Generate("web.test", ingress).Select(item => item.ToString()).ToList();
        var few = new RequestGenerator([ingress], [], maximum: 7).ForHost("web.test").Select(item => item.ToString());

        Assert.Equal(all, Generate("web.test", ingress).Select(item => item.ToString()));
        Assert.Equal(
            all.Count,
            all.Select(text => text[..text.LastIndexOf(" (", StringComparison.Ordinal)]).Distinct().Count()
        );
        Assert.Equal(all.Take(7), few);
    }

    [Fact]
    public void Requests_are_made_only_while_they_are_read()
    {
        var reads = 0;
        IEnumerable<V1Ingress> Counted()
        {
            reads++;
            yield return Ingress("web.test", "/");
        }
        var requests = new RequestGenerator(Counted(), []).ForHost("web.test");

        Assert.Equal(2, requests.Take(2).Count());
        Assert.Equal(1, reads);
    }

    /// <summary>Routes of the sample that no request can reach, each with the reason.</summary>
    private static readonly Dictionary<string, string> Unreachable = new()
    {
        ["VirtualService ns-z9y3m7kx/force-ssl-redirect-vs spec.http[2]"] =
            "plain HTTP is redirected by the route before, and without a certificate there is no HTTPS",
        ["VirtualService ns-z9y3m7kx/ssl-passthrough-vs spec.http[2]"] =
            "plain HTTP is redirected by the route before, and TLS goes to the backend unopened",
        ["VirtualService istio-system/sealos-default spec.http[0]"] = "it is for hosts that no Ingress names",
    };

    [Fact]
    public async Task Every_route_of_the_sample_that_can_be_reached_is_reached()
    {
        var sample = await SampleComparison.LoadAsync();
        var router = new GatewayRouter(
            TargetSide.Of(
                sample.Result.Objects,
                [.. sample.Ingresses.Select(ingress => ingress.Ingress)],
                sample.Snapshot,
                sample.Options
            )
        );
        var missed = new List<string>();
        var routes = 0;
        foreach (
            var group in sample.Result.Groups.Where(group => group.Status <= ConversionStatus.ConvertedWithWarnings)
        )
        {
            var services = group.Objects.OfType<VirtualService>().ToList();
            var generator = new RequestGenerator(group.Source.Select(source => source.Ingress), services);
            var reached = group
                .Hosts.SelectMany(generator.ForHost)
                .Select(item => router.Decide(item.Request).Route)
                .ToHashSet();
            foreach (var service in services)
                for (var index = 0; index < service.Spec!.Http!.Count; index++)
                {
                    routes++;
                    var name =
                        $"VirtualService {service.Metadata.NamespaceProperty}/{service.Metadata.Name} spec.http[{index}]";
                    if (!reached.Any(route => route.StartsWith(name, StringComparison.Ordinal)))
                        missed.Add(name);
                }
        }

        Assert.True(routes > 50, $"only {routes} routes");
        Assert.Empty(missed.Except(Unreachable.Keys));
    }

    private static List<GeneratedRequest> Generate(string host, params V1Ingress[] ingresses) =>
        new RequestGenerator(ingresses, []).ForHost(host).ToList();

    private static V1Ingress Ingress(string? host, string path, params (string Name, string Value)[] annotations) =>
        new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = "web",
                NamespaceProperty = "ns",
                Annotations = annotations.ToDictionary(
                    annotation => "nginx.ingress.kubernetes.io/" + annotation.Name,
                    annotation => annotation.Value
                ),
            },
            Spec = new V1IngressSpec
            {
                Rules =
                [
                    new V1IngressRule
                    {
                        Host = host,
                        Http = new V1HTTPIngressRuleValue { Paths = [new V1HTTPIngressPath { Path = path }] },
                    },
                ],
            },
        };
}
