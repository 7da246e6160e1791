using System.Text.Json;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using static SealosIstio.Tests.Conversion.Cloud;

namespace SealosIstio.Tests.Conversion.Access;

public sealed class ExternalAuthenticationTests
{
    private const string Url = "http://proxy.ns-a.svc.cluster.local:4180/oauth2/auth";
    private const string Client = "192.0.2.1";
    private static readonly string Services = Service("web") + Service("open");

    [Fact]
    public void Without_a_provider_it_is_refused_and_the_next_run_with_the_advised_one_converts()
    {
        var yaml = Services + Asked($"auth-url: '{Url}', auth-response-headers: 'X-User, X-Email'");

        var refused = Convert(yaml);

        Assert.Empty(refused.Objects.OfType<VirtualService>());
        var finding = Assert.Single(refused.Findings, item => item.Severity == FindingSeverity.Error);
        Assert.Equal("SI1702", finding.Code);
        var entry = finding.Advice[finding.Advice.IndexOf('{', StringComparison.Ordinal)..];
        Assert.StartsWith(
            "auth-",
            JsonDocument.Parse(entry).RootElement.GetProperty("name").GetString(),
            StringComparison.Ordinal
        );

        var converted = Convert(yaml + Mesh($"extensionProviders: [{entry}]"));

        var policy = Assert.Single(converted.Objects.OfType<AuthorizationPolicy>());
        Assert.Equal("CUSTOM", policy.Spec!.Action);
        Assert.Equal("ns-a.app-vs-custom", policy.Metadata.Name);
        Assert.Equal(policy.Spec.Provider!.Name, new GatewayProbe(converted).Asked("a.test/", Client));
        Assert.Equal(
            FindingSeverity.Warning,
            Assert.Single(converted.Of(FindingCatalog.AuthenticationAskedDifferently)).Severity
        );
    }

    [Theory]
    [InlineData("service: proxy.ns-a.svc.cluster.local, port: 4180, pathPrefix: /oauth2/auth", true)]
    [InlineData("service: ns-a/proxy.ns-a.svc, port: \"4180\", pathPrefix: /oauth2/auth/", true)]
    [InlineData("service: proxy.ns-b.svc.cluster.local, port: 4180, pathPrefix: /oauth2/auth", false)]
    [InlineData("service: proxy.ns-a.svc.cluster.local, port: 80, pathPrefix: /oauth2/auth", false)]
    [InlineData("service: proxy.ns-a.svc.cluster.local, port: 4180, pathPrefix: /other", false)]
    [InlineData("service: proxy.ns-a.svc.cluster.local, port: 4180", false)]
    [InlineData("service: proxy.ns-a.svc.cluster.local, port: 4180, pathPrefix: /oauth2/auth, failOpen: true", false)]
    public void Only_a_provider_that_asks_the_same_is_taken(string provider, bool fits)
    {
        var result = Convert(Services + Asked($"auth-url: '{Url}'") + Provider("p", provider));

        Assert.Equal(fits, result.Objects.OfType<VirtualService>().Any());
        Assert.Equal(fits ? "p" : null, new GatewayProbe(result).Asked("a.test/", Client));
    }

    [Fact]
    public void A_provider_that_keeps_back_headers_or_cookies_is_not_taken()
    {
        const string Fitting = "service: proxy.ns-a.svc.cluster.local, port: 4180, pathPrefix: /oauth2/auth";
        var yaml = Services + Asked($"auth-url: '{Url}', auth-response-headers: X-User");

        Assert.Empty(Convert(yaml + Provider("p", Fitting)).Objects.OfType<VirtualService>());
        Assert.Empty(
            Convert(
                yaml
                    + Mesh(
                        $"extensionProviders: [{{name: p, envoyExtAuthzHttp: {{{Fitting}, headersToUpstreamOnAllow: [x-user]}}}}]"
                    )
            )
                .Objects.OfType<VirtualService>()
        );
        Assert.NotEmpty(
            Convert(yaml + Provider("p", Fitting + ", headersToUpstreamOnAllow: [\"x-*\"]"))
                .Objects.OfType<VirtualService>()
        );
    }

    [Theory]
    [InlineData("auth-url: 'https://$host/oauth2/auth'", "variables")]
    [InlineData("auth-url: 'http://proxy.ns-a.svc/auth?x=1'", "query")]
    [InlineData("auth-url: 'http://proxy.ns-a.svc:99999/auth'", "port")]
    [InlineData(
        "auth-url: 'http://proxy.ns-a.svc.cluster.local:4180/oauth2/auth', auth-snippet: 'proxy_set_header A b;'",
        "auth-snippet"
    )]
    public void What_no_provider_can_ask_is_refused(string annotations, string reason)
    {
        var result = Convert(
            Services
                + Asked(annotations)
                + Provider("p", "service: proxy.ns-a.svc.cluster.local, port: 4180, pathPrefix: /oauth2/auth")
        );

        Assert.Empty(result.Objects.OfType<VirtualService>());
        var finding = Assert.Single(result.Of(FindingCatalog.ExternalAuthenticationLost));
        Assert.Contains(reason, finding.Message, StringComparison.Ordinal);
    }

    // Recorded as 085: a preflight isn't asked about. Any other OPTIONS reaches the backend through the gateway, so it is.
    [Fact]
    public void Preflights_pass_unasked_and_nothing_else_does()
    {
        var result = Convert(
            Services
                + Asked($"auth-url: '{Url}', enable-cors: 'true', cors-allow-origin: 'https://front.test'")
                + Provider("p", "service: proxy.ns-a.svc.cluster.local, port: 4180, pathPrefix: /oauth2/auth")
        );

        var gateway = new GatewayProbe(result);
        Assert.Null(
            gateway.Asked(
                "a.test/",
                Client,
                "OPTIONS",
                ("Origin", "https://front.test"),
                ("Access-Control-Request-Method", "PUT")
            )
        );
        Assert.Equal("p", gateway.Asked("a.test/", Client, "OPTIONS"));
        Assert.Equal("p", gateway.Asked("a.test/", Client, "OPTIONS", ("Origin", "https://front.test")));
        Assert.Equal(
            "p",
            gateway.Asked(
                "a.test/",
                Client,
                "OPTIONS",
                ("Origin", "https://evil.test"),
                ("Access-Control-Request-Method", "PUT")
            )
        );
        Assert.Equal("p", gateway.Asked("a.test/", Client, "GET", ("Origin", "https://front.test")));
    }

    [Fact]
    public void Either_address_or_service_asks_only_about_other_addresses()
    {
        var result = Convert(
            Services
                + Asked(
                    $"auth-url: '{Url}', satisfy: any, whitelist-source-range: 10.0.0.0/8, denylist-source-range: 10.0.0.1"
                )
                + Provider("p", "service: proxy.ns-a.svc.cluster.local, port: 4180, pathPrefix: /oauth2/auth")
        );

        var gateway = new GatewayProbe(result);
        Assert.Equal((null, 200), (gateway.Asked("a.test/", "10.1.1.1"), gateway.Status("a.test/", "10.1.1.1")));
        Assert.Equal(("p", 200), (gateway.Asked("a.test/", Client), gateway.Status("a.test/", Client)));
        Assert.Equal("p", gateway.Asked("a.test/", "10.0.0.1"));
    }

    [Fact]
    public void Both_address_and_service_are_asked_for_by_default()
    {
        var result = Convert(
            Services
                + Asked($"auth-url: '{Url}', whitelist-source-range: 10.0.0.0/8")
                + Provider("p", "service: proxy.ns-a.svc.cluster.local, port: 4180, pathPrefix: /oauth2/auth")
        );

        var gateway = new GatewayProbe(result);
        Assert.Equal(("p", 200), (gateway.Asked("a.test/", "10.1.1.1"), gateway.Status("a.test/", "10.1.1.1")));
        Assert.Equal(403, gateway.Status("a.test/", Client));
    }

    // Istio answers 403 to everything that CUSTOM policies match when they name several providers.
    [Fact]
    public void A_second_service_is_refused_because_a_gateway_asks_one()
    {
        var result = Convert(
            Services
                + Asked($"auth-url: '{Url}'")
                + Ingress(
                    "second",
                    Rules("b.test", "/ Prefix web 80"),
                    annotations: "nginx.ingress.kubernetes.io/auth-url: 'http://other.ns-a.svc/check'"
                )
                + Mesh(
                    "extensionProviders: [{name: p, envoyExtAuthzHttp: {service: proxy.ns-a.svc.cluster.local, port: 4180, pathPrefix: /oauth2/auth, includeRequestHeadersInCheck: [cookie]}},"
                        + " {name: q, envoyExtAuthzHttp: {service: other.ns-a.svc.cluster.local, port: 80, pathPrefix: /check, includeRequestHeadersInCheck: [cookie]}}]"
                )
        );

        Assert.Single(
            result.Objects.OfType<AuthorizationPolicy>().Select(policy => policy.Spec!.Provider!.Name).Distinct()
        );
        Assert.Equal("SI1702", Assert.Single(result.Findings, item => item.Severity == FindingSeverity.Error).Code);
    }

    // Recorded as 134: the ConfigMap's service is asked for all Ingresses but those that opt out.
    [Theory]
    [InlineData("", "p")]
    [InlineData("nginx.ingress.kubernetes.io/enable-global-auth: 'true'", "p")]
    [InlineData("nginx.ingress.kubernetes.io/enable-global-auth: 'false'", null)]
    [InlineData("nginx.ingress.kubernetes.io/permanent-redirect: 'https://new.test/'", null)]
    public void The_controllers_service_is_asked_for_all_that_do_not_opt_out(string annotations, string? asked)
    {
        var global =
            $"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: ingress-nginx-controller, namespace: ingress-nginx}}\ndata: {{global-auth-url: '{Url}'}}\n";
        var yaml = Services + global + Ingress("app", Rules("a.test", "/ Prefix web 80"), annotations: annotations);

        var refused = Convert(yaml);
        var converted = Convert(
            yaml + Provider("p", "service: proxy.ns-a.svc.cluster.local, port: 4180, pathPrefix: /oauth2/auth")
        );

        Assert.Equal(asked is null, !refused.Of(FindingCatalog.ControllerProtectionLost).Any());
        Assert.Equal(asked is null, refused.Objects.OfType<VirtualService>().Any());
        Assert.Equal(asked, new GatewayProbe(converted).Asked("a.test/", Client));
    }

    [Fact]
    public void Every_detail_has_a_finding_of_its_own()
    {
        var result = Convert(
            Services
                + Asked(
                    $"auth-url: '{Url}', auth-signin: 'https://login.test/', auth-method: POST, auth-cache-key: $cookie_x, auth-request-redirect: /x"
                )
                + Provider("p", "service: proxy.ns-a.svc.cluster.local, port: 4180, pathPrefix: /oauth2/auth")
        );

        Assert.Equal(
            [
                ("SI1722", "auth-url"),
                ("SI1723", "auth-signin"),
                ("SI1724", "auth-method"),
                ("SI1724", "auth-request-redirect"),
                ("SI1725", "auth-cache-key"),
            ],
            result
                .Findings.Where(finding => finding.Code.StartsWith("SI17", StringComparison.Ordinal))
                .Select(finding => (finding.Code, finding.Field.Split('/')[^1]))
                .Order()
        );
    }

    // Recorded default of no-auth-locations.
    [Fact]
    public void Nobody_is_asked_about_challenges_of_certificates()
    {
        var result = Convert(
            Services
                + Ingress(
                    "acme",
                    Rules("a.test", "/.well-known/acme-challenge/x Exact open 80"),
                    annotations: $"nginx.ingress.kubernetes.io/auth-url: '{Url}'",
                    created: "2025-01-01T00:00:00Z"
                )
                + Ingress("app", Rules("a.test", "/ Prefix web 80"))
        );

        Assert.NotEmpty(result.Objects.OfType<VirtualService>());
        Assert.DoesNotContain(result.Findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Single(result.Of(FindingCatalog.ProtectionHasNoEffect));
    }

    [Fact]
    public void A_mesh_configuration_that_cannot_be_read_is_said_and_counts_as_empty()
    {
        var result = Convert(Services + Asked($"auth-url: '{Url}'") + Mesh("extensionProviders: {oops"));

        Assert.Single(result.Of(FindingCatalog.MeshSettingsUnreadable));
        Assert.Empty(result.Objects.OfType<VirtualService>());
    }

    private static string Asked(string annotations) =>
        Ingress(
            "app",
            Rules("a.test", "/ Prefix web 80"),
            annotations: string.Join(
                ", ",
                annotations
                    .Split(", ")
                    .Select(part => part.Contains(": ") ? "nginx.ingress.kubernetes.io/" + part : part)
            )
        );

    private static string Provider(string name, string fields) =>
        Mesh(
            $"extensionProviders: [{{name: {name}, envoyExtAuthzHttp: {{{fields}, includeRequestHeadersInCheck: [cookie]}}}}]"
        );

    private static string Mesh(string text) =>
        $"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: istio, namespace: istio-system}}\ndata: {{mesh: '{text}'}}\n";
}
