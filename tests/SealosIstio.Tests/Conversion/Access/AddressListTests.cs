using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using static SealosIstio.Tests.Conversion.Cloud;

namespace SealosIstio.Tests.Conversion.Access;

public sealed class AddressListTests
{
    private const string Inside = "10.1.2.3";
    private const string Outside = "192.0.2.1";
    private static readonly string Services = Service("web") + Service("open");

    [Fact]
    public void A_policy_of_the_gateway_stands_for_the_lists()
    {
        var result = Convert(Services + Listed("whitelist-source-range: '10.0.0.0/8, 2001:db8::/32'"));

        var policy = Assert.Single(result.Objects.OfType<AuthorizationPolicy>());
        Assert.Equal("istio-system", policy.Metadata.NamespaceProperty);
        Assert.Equal("ns-a.app-vs-deny", policy.Metadata.Name);
        Assert.Equal("DENY", policy.Spec!.Action);
        Assert.Equal("ingressgateway", policy.Spec.Selector!.MatchLabels!["istio"]);
        var rule = Assert.Single(policy.Spec.Rules!);
        Assert.Equal(["10.0.0.0/8", "2001:db8::/32"], Assert.Single(rule.From!).Source!.NotIpBlocks);
        var operation = Assert.Single(rule.To!).Operation!;
        Assert.Equal(["a.test", "a.test:*"], operation.Hosts);
        Assert.Null(operation.Paths);
        Assert.Null(operation.NotPaths);
        Assert.Contains("ns-a/app/", policy.Metadata.Annotations![Provenance.ConvertedFrom], StringComparison.Ordinal);
        Assert.Equal("sealos-istio", policy.Metadata.Labels![Provenance.ManagedByLabel]);
    }

    [Theory]
    [InlineData("whitelist-source-range: 10.0.0.0/8", Inside, 200)]
    [InlineData("whitelist-source-range: 10.0.0.0/8", Outside, 403)]
    [InlineData("allowlist-source-range: 10.0.0.0/8", Outside, 403)]
    [InlineData("allowlist-source-range: 10.0.0.0/8, whitelist-source-range: 192.0.2.1", Outside, 403)]
    [InlineData("denylist-source-range: 10.0.0.0/8", Inside, 403)]
    [InlineData("denylist-source-range: 10.0.0.0/8", Outside, 200)]
    [InlineData("allowlist-source-range: 10.0.0.0/8, denylist-source-range: 10.1.2.3", Inside, 403)]
    [InlineData("allowlist-source-range: 10.0.0.0/8, denylist-source-range: 10.1.2.3", "10.1.2.4", 200)]
    [InlineData("whitelist-source-range: '0.0.0.0/0,::/0'", Outside, 200)]
    [InlineData("whitelist-source-range: '0.0.0.0/0'", "2001:db8::1", 403)]
    public void Lets_in_whom_nginx_lets_in(string annotations, string client, int status) =>
        Assert.Equal(status, new GatewayProbe(Convert(Services + Listed(annotations))).Status("a.test/", client));

    [Theory]
    [InlineData("A.TEST/")]
    [InlineData("a.test:8443/x")]
    [InlineData("a.test:80/")]
    public void No_spelling_of_the_host_gets_around_it(string url) =>
        Assert.NotEqual(
            200,
            new GatewayProbe(Convert(Services + Listed("whitelist-source-range: 10.0.0.0/8"))).Status(url, Outside)
        );

    [Fact]
    public void Another_tenants_host_is_untouched()
    {
        var result = Convert(
            Services
                + Service("web", namespaceName: "ns-b")
                + Listed("whitelist-source-range: 10.0.0.0/8")
                + Ingress("other", Rules("b.test", "/ Prefix web 80"), namespaceName: "ns-b")
        );

        var hosts = result
            .Objects.OfType<AuthorizationPolicy>()
            .SelectMany(policy => policy.Spec!.Rules!)
            .SelectMany(rule => rule.To!)
            .SelectMany(to => to.Operation!.Hosts!);
        Assert.DoesNotContain(
            hosts,
            host => host.StartsWith("b.test", StringComparison.Ordinal) || host.StartsWith('*')
        );
        Assert.All(
            result.Objects.OfType<AuthorizationPolicy>().SelectMany(policy => policy.Spec!.Rules!),
            rule => Assert.All(rule.To!, to => Assert.NotEmpty(to.Operation!.Hosts!))
        );
    }

    [Theory]
    [InlineData("/", Outside, 200)]
    [InlineData("/admin", Outside, 403)]
    [InlineData("/admin/x", Outside, 403)]
    [InlineData("/admin/x", Inside, 200)]
    [InlineData("/administrator", Outside, 200)]
    [InlineData("/admin/open", Outside, 200)]
    [InlineData("/admin/open/x", Outside, 200)]
    [InlineData("/admin/opener", Outside, 403)]
    [InlineData("/%61dmin", Outside, 403)]
    [InlineData("/x/../admin", Outside, 403)]
    [InlineData("/admin/open/../x", Outside, 403)]
    [InlineData("//admin", Outside, 404)]
    [InlineData("/admin%2Fx", Outside, 404)]
    [InlineData("/admin/open/..%2fx", Outside, 404)]
    [InlineData("/admin/open/..%5cx", Outside, 404)]
    public void Guards_the_paths_that_nginx_guards(string path, string client, int status)
    {
        var result = Convert(
            Services
                + Ingress(
                    "app",
                    Rules("a.test", "/admin Prefix web 80"),
                    annotations: "nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8"
                )
                + Ingress("open", Rules("a.test", "/ Prefix open 80", "/admin/open Prefix open 80"))
        );

        Assert.Equal(status, new GatewayProbe(result).Status("a.test" + path, client));
        Assert.Contains(result.Findings, finding => finding.Code == FindingCatalog.UnusualPathsClosed.Code);
    }

    [Fact]
    public void A_mesh_that_decodes_slashes_needs_no_guard()
    {
        var result = Convert(
            Services
                + Mesh("pathNormalization: {normalization: DECODE_AND_MERGE_SLASHES}")
                + Ingress("app", Rules("a.test", "/admin Prefix web 80"), annotations: List)
                + Ingress("open", Rules("a.test", "/ Prefix open 80"))
        );

        Assert.Empty(result.Of(FindingCatalog.UnusualPathsClosed));
        Assert.DoesNotContain(
            result.Single().Spec!.Http!,
            route => route.Name!.EndsWith("-guard", StringComparison.Ordinal)
        );
    }

    private const string List = "nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8";

    public static TheoryData<string> Inseparable { get; } =
    [
        Ingress("app", Rules("a.test", "/admin Prefix web 80"), annotations: List)
            + Ingress(
                "open",
                Rules("a.test", "/ Prefix open 80"),
                annotations: "nginx.ingress.kubernetes.io/use-regex: 'true'"
            ),
        Ingress("app", Rules("a.test", "/a@b Prefix web 80"), annotations: List)
            + Ingress("open", Rules("a.test", "/ Prefix open 80")),
        Ingress("app", Rules("*.a.test", "/ Prefix web 80"), annotations: List),
        Mesh("pathNormalization: {normalization: NONE}")
            + Ingress("app", Rules("a.test", "/admin Prefix web 80"), annotations: List)
            + Ingress("open", Rules("a.test", "/ Prefix open 80")),
    ];

    [Theory]
    [MemberData(nameof(Inseparable))]
    public void What_a_policy_cannot_say_is_refused_unless_the_code_is_accepted(string yaml)
    {
        var refused = Convert(Services + yaml);
        var accepted = Convert(Services + yaml, Options with { AllowInsecure = new HashSet<string> { "SI1704" } });

        Assert.Empty(refused.Objects.OfType<VirtualService>());
        Assert.Equal(
            "SI1704",
            Assert
                .Single(
                    refused.Findings,
                    item => item.Severity == FindingSeverity.Error && item.Field.Contains("whitelist")
                )
                .Code
        );
        Assert.NotEmpty(accepted.Objects.OfType<VirtualService>());
        Assert.Empty(accepted.Objects.OfType<AuthorizationPolicy>());
    }

    [Fact]
    public void The_controllers_list_holds_for_all_that_have_none_of_their_own()
    {
        var result = Convert(
            Services
                + Controller("whitelist-source-range: 10.0.0.0/8")
                + Ingress("app", Rules("a.test", "/ Prefix web 80"))
                + Ingress(
                    "own",
                    Rules("b.test", "/ Prefix web 80"),
                    annotations: "nginx.ingress.kubernetes.io/whitelist-source-range: 192.0.2.0/24"
                )
        );

        var gateway = new GatewayProbe(result);
        Assert.Equal((200, 403), (gateway.Status("a.test/", Inside), gateway.Status("a.test/", Outside)));
        Assert.Equal((403, 200), (gateway.Status("b.test/", Inside), gateway.Status("b.test/", Outside)));
    }

    // Recorded as 123: with use-forwarded-headers nginx looks at X-Forwarded-For.
    [Fact]
    public void Addresses_from_headers_need_a_gateway_that_trusts_its_proxies()
    {
        var yaml =
            Services + Controller("use-forwarded-headers: 'true'") + Listed("whitelist-source-range: 10.0.0.0/8");

        var refused = Convert(yaml);
        var kept = Convert(yaml + Mesh("defaultConfig: {gatewayTopology: {numTrustedProxies: 1}}"));

        Assert.Empty(refused.Objects.OfType<VirtualService>());
        Assert.Equal("SI1711", Assert.Single(refused.Findings, item => item.Severity == FindingSeverity.Error).Code);
        var source = kept.Objects.OfType<AuthorizationPolicy>().Single().Spec!.Rules![0].From![0].Source!;
        Assert.Equal(["10.0.0.0/8"], source.NotRemoteIpBlocks);
        Assert.Null(source.NotIpBlocks);
        var gateway = new GatewayProbe(kept, trustedProxies: 1);
        Assert.Equal(200, gateway.Status("a.test/", Outside, headers: ("X-Forwarded-For", Inside)));
        Assert.Equal(403, gateway.Status("a.test/", Inside, headers: ("X-Forwarded-For", Outside)));
    }

    // Without such a setting nginx looks at the peer, whatever the gateway trusts.
    [Fact]
    public void The_peers_address_counts_even_behind_trusted_proxies()
    {
        var result = Convert(Services + Listed("whitelist-source-range: 10.0.0.0/8"));

        Assert.Equal(
            403,
            new GatewayProbe(result, trustedProxies: 1).Status("a.test/", Outside, headers: ("X-Forwarded-For", Inside))
        );
    }

    [Theory]
    [InlineData("type: LoadBalancer", true)]
    [InlineData("type: LoadBalancer, externalTrafficPolicy: Cluster", true)]
    [InlineData("type: NodePort", true)]
    [InlineData("type: LoadBalancer, externalTrafficPolicy: Local", false)]
    [InlineData("type: ClusterIP", false)]
    public void A_gateway_behind_address_translation_is_no_judge_of_addresses(string service, bool isRefused)
    {
        var yaml =
            Services
            + Listed("whitelist-source-range: 10.0.0.0/8")
            + $"---\napiVersion: v1\nkind: Service\nmetadata: {{name: istio-ingressgateway, namespace: istio-system}}\n"
            + $"spec: {{{service}, selector: {{istio: ingressgateway, app: x}}, ports: [{{port: 80}}]}}\n";

        var result = Convert(yaml);
        var accepted = Convert(yaml, Options with { AllowInsecure = new HashSet<string> { "SI1711" } });

        Assert.Equal(isRefused, result.Of(FindingCatalog.ClientAddressHidden).Any());
        Assert.Equal(isRefused, !result.Objects.OfType<VirtualService>().Any());
        Assert.Single(accepted.Objects.OfType<AuthorizationPolicy>());
    }

    [Fact]
    public void What_the_cluster_does_not_show_is_said_once()
    {
        var result = Convert(Services + Listed("whitelist-source-range: 10.0.0.0/8"));

        Assert.Single(result.RunFindings, finding => finding.Code == FindingCatalog.ClientAddressesPresumed.Code);
    }

    [Fact]
    public void The_policy_comes_before_the_route()
    {
        var kinds = Convert(Services + Listed("whitelist-source-range: 10.0.0.0/8"))
            .Objects.Select(item => item.Kind)
            .ToList();

        Assert.True(kinds.IndexOf("AuthorizationPolicy") < kinds.IndexOf("VirtualService"));
    }

    // Recorded as 126 and 129: a value that nginx can't use closes the Ingress's own paths and no others.
    [Theory]
    [InlineData("whitelist-source-range: nonsense")]
    [InlineData("auth-type: basic, nginx.ingress.kubernetes.io/auth-secret: nobody")]
    public void A_list_or_secret_that_nginx_cannot_use_closes_the_paths(string annotations)
    {
        var result = Convert(
            Services
                + Ingress(
                    "app",
                    Rules("a.test", "/ Prefix web 80"),
                    annotations: "nginx.ingress.kubernetes.io/" + annotations
                )
                + Ingress("open", Rules("a.test", "/open Prefix open 80"))
        );

        var gateway = new GatewayProbe(result);
        Assert.Equal((503, 200), (gateway.Status("a.test/", Inside), gateway.Status("a.test/open", Inside)));
        Assert.Equal(
            FindingSeverity.Warning,
            Assert.Single(result.Of(FindingCatalog.AnnotationDeniesRequests)).Severity
        );
    }

    private static string Listed(string annotations) =>
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

    private static string Controller(string data) =>
        $"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: ingress-nginx-controller, namespace: ingress-nginx}}\ndata: {{{data}}}\n";

    private static string Mesh(string text) =>
        $"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: istio, namespace: istio-system}}\ndata: {{mesh: '{text}'}}\n";
}
