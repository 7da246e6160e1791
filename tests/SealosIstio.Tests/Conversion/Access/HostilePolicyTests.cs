using System.Text;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Tests.Conversion.Access;

/// <summary>
/// Whatever a tenant writes into his annotations: it stays in the field that it belongs to, opens nothing and reaches no other tenant.
/// </summary>
public sealed class HostilePolicyTests
{
    private const string Prefix = "nginx.ingress.kubernetes.io/";
    private static readonly string Megabyte = new('1', 1 << 20);

    private static readonly string[] Names =
    [
        "whitelist-source-range",
        "allowlist-source-range",
        "denylist-source-range",
        "auth-url",
        "auth-response-headers",
        "auth-signin",
        "auth-snippet",
        "auth-method",
        "auth-secret",
        "auth-tls-secret",
        "auth-tls-verify-client",
        "auth-tls-match-cn",
        "auth-tls-error-page",
        "auth-tls-pass-certificate-to-upstream",
        "satisfy",
        "enable-global-auth",
    ];

    private static readonly string[] Values =
    [
        "10.0.0.0/8\n  action: ALLOW",
        "10.0.0.0/8\r\nInjected: yes",
        "10.0.0.0/8, *",
        "*",
        "\"]}], action: ALLOW, rules: [{to: [{operation: {hosts: [\"*\"]",
        "{{ .Values.x }} $(id) `id` %DOWNSTREAM_PEER_SUBJECT%",
        "access_by_lua_block { os.execute('id') }",
        "victim.test",
        "ns-victim/secret",
        "ns-victim/ca",
        "../ns-victim/secret",
        "http://victim.ns-victim.svc.cluster.local:80/\"},{\"name\":\"evil",
        "http://web.ns-a.svc/\u202e",
        "0.0.0.0/0,::/0",
        "optional",
        "true",
        Megabyte,
    ];

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var name in Names)
                for (var i = 0; i < Values.Length; i++)
                    cases.Add(name, i);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Stays_in_its_field_and_within_its_tenant(string name, int index)
    {
        var result = Convert((name, Values[index]), ("auth-url", "http://auth.ns-a.svc.cluster.local/check"));

        AssertConfined(result);
    }

    [Theory]
    [InlineData("auth-tls-secret", "ns-victim/ca")]
    [InlineData("auth-tls-secret", "ns-victim/secret")]
    [InlineData("auth-secret", "ns-victim/secret")]
    [InlineData("auth-proxy-set-headers", "ns-victim/headers")]
    public void Objects_of_another_tenant_are_neither_read_nor_copied(string name, string value)
    {
        var result = Convert((name, value), ("auth-type", name == "auth-secret" ? "basic" : ""));

        AssertConfined(result);
        Assert.DoesNotContain(
            result.Objects.SelectMany(item => item.Metadata.Annotations ?? new Dictionary<string, string>()),
            mark => mark.Key == Provenance.CopiedFrom && mark.Value.StartsWith("ns-victim/", StringComparison.Ordinal)
        );
    }

    // The advice shows an entry for the mesh configuration; what the tenant wrote must stay a text in it.
    [Theory]
    [InlineData("http://auth.ns-a.svc/check\"},{\"name\":\"evil")]
    [InlineData("http://auth.ns-a.svc/a,b")]
    public void The_advised_entry_is_one_provider_whatever_the_url(string url)
    {
        var result = Convert(("auth-url", url), ("auth-response-headers", "X-A, X-B"));

        foreach (
            var finding in result.Findings.Where(finding =>
                finding.Advice.Contains("extensionProviders", StringComparison.Ordinal)
            )
        )
        {
            var entry = JsonNode
                .Parse(finding.Advice[finding.Advice.IndexOf('{', StringComparison.Ordinal)..])!
                .AsObject();
            Assert.Equal(["name", "envoyExtAuthzHttp"], entry.Select(field => field.Key));
            Assert.Matches("^auth-[0-9a-f]{8}$", entry["name"]!.GetValue<string>());
        }
    }

    private static void AssertConfined(ConversionResult result)
    {
        foreach (var policy in result.Objects.OfType<AuthorizationPolicy>())
        {
            Assert.Empty(PolicyValidation.Check(policy.Spec));
            Assert.NotEqual("ALLOW", policy.Spec!.Action);
            Assert.All(
                policy.Spec.Rules!,
                rule =>
                    Assert.All(
                        Assert.IsAssignableFrom<IEnumerable<AuthorizationTo>>(rule.To),
                        to => Assert.Equal(["app.test", "app.test:*"], to.Operation!.Hosts)
                    )
            );
        }
        foreach (var secret in result.Objects.OfType<V1Secret>())
            Assert.StartsWith("ns-a.", secret.Metadata.Name, StringComparison.Ordinal);
        foreach (var finding in result.Findings)
            Assert.True(
                (finding.Value?.Length ?? 0) <= 121 && finding.Advice.Length < 5000 && finding.Message.Length < 5000
            );
        // Whoever can read what was written can also read it back as the same objects.
        var text = KubernetesYaml.Serialize(result.Objects);
        Assert.Equal(
            result.Objects.Count,
            KubernetesYaml.Load(text, "again.yaml").Count(item => item.Object is not null)
        );
        Assert.DoesNotContain("victim-password", text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            result.Objects.OfType<VirtualService>().SelectMany(route => route.Spec!.Hosts!),
            host => host.Contains("victim", StringComparison.Ordinal)
        );
    }

    private static ConversionResult Convert(params (string Name, string Value)[] annotations)
    {
        var map = new Dictionary<string, string>();
        foreach (var (name, value) in annotations)
            if (value.Length > 0)
                map.TryAdd(Prefix + name, value);
        var ingress = new V1Ingress
        {
            Metadata = new V1ObjectMeta
            {
                Name = "app",
                NamespaceProperty = "ns-a",
                Annotations = map,
            },
            Spec = new V1IngressSpec
            {
                IngressClassName = "nginx",
                Tls = [new V1IngressTLS { Hosts = ["app.test"], SecretName = "cert" }],
                Rules =
                [
                    new V1IngressRule
                    {
                        Host = "app.test",
                        Http = new V1HTTPIngressRuleValue
                        {
                            Paths =
                            [
                                new V1HTTPIngressPath
                                {
                                    Path = "/",
                                    PathType = "Prefix",
                                    Backend = new V1IngressBackend
                                    {
                                        Service = new V1IngressServiceBackend
                                        {
                                            Name = "web",
                                            Port = new V1ServiceBackendPort { Number = 80 },
                                        },
                                    },
                                },
                            ],
                        },
                    },
                ],
            },
        };
        var snapshot = ClusterSnapshot.Create([
            ingress,
            Secret("ns-a", "cert", "tls.crt"),
            Secret("ns-victim", "secret", "auth"),
            Secret("ns-victim", "ca", "ca.crt"),
            new V1Service
            {
                Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = "ns-a" },
                Spec = new V1ServiceSpec { Ports = [new V1ServicePort { Port = 80 }] },
            },
            new V1ConfigMap
            {
                Metadata = new V1ObjectMeta { Name = "istio", NamespaceProperty = "istio-system" },
                Data = new Dictionary<string, string>
                {
                    ["mesh"] =
                        "extensionProviders: [{name: p, envoyExtAuthzHttp: {service: auth.ns-a.svc.cluster.local, port: 80, "
                        + "pathPrefix: /check, includeRequestHeadersInCheck: [cookie], headersToUpstreamOnAllow: ['*']}}]",
                },
            },
        ]);
        var options = new ConversionOptions();
        var classifier = new IngressClassifier(new PublicDomains([]), options.TenantNamespacePrefix);
        return IngressConverter.Convert([classifier.Classify(ingress)], snapshot, options);
    }

    private static V1Secret Secret(string space, string name, string key) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = space },
            Data = new Dictionary<string, byte[]>
            {
                [key] = Encoding.UTF8.GetBytes(space == "ns-victim" ? "victim-password" : "own"),
            },
        };
}
