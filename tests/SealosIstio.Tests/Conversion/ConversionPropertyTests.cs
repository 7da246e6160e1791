using FsCheck;
using FsCheck.Fluent;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Routing;
using SealosIstio.Migration.Sealos;
using SealosIstio.Tests.IstioValidation;

namespace SealosIstio.Tests.Conversion;

/// <summary>What holds for any set of Ingresses, hostile ones included.</summary>
public sealed class ConversionPropertyTests
{
    private const int Sets = 3000;

    // The same sets in every run; a new pair finds new ones.
    private const ulong Seed = 17641075349091299418;
    private const ulong Gamma = 9955237112346177523;

    private static readonly string[] Hosts =
    [
        "a.test",
        "b.test",
        "*.test",
        "*.a.test",
        "app.cloud.test",
        "x.y.cloud.test",
        "cloud.test",
        "A.Test",
        "",
        "bad_host",
    ];

    private static readonly string[] Paths =
    [
        "",
        "/",
        "/a",
        "/a/",
        "/a/b",
        "/A",
        "/a.b",
        "/a(/|$)(.*)",
        "/()(.*)",
        "/[0-9]+$",
        "/(?=x)",
        "/a|/b",
        "no-slash",
        "/\u0007",
        "/((((",
        "/%2F",
    ];

    private static readonly string[] Values =
    [
        "true",
        "false",
        "",
        "1",
        "100",
        "-1",
        "10m",
        "cookie",
        "HTTPS",
        "GRPC",
        "FCGI",
        "/$1",
        "/$host",
        "https://x.test/$1",
        "https://x.test",
        "*",
        "https://*.x.test, null",
        "X-A, X-B",
        "10.0.0.0/8,fe80::/10",
        "ns-b/secret",
        "error timeout http_502",
        "a\r\nInjected: yes",
        "\"; return 200;",
        "{{ .Values.x }} $(id) `id` %0d%0a %REQ(X)%",
        "add_header X-A \"1\" always; more_set_headers \"X-B: %\";",
        "if ($request_uri ~* \\.js) { expires 30d; }",
        "return 403;",
        "if ( { unterminated",
        "*.many.test, other.test, ~^re$",
        "\u0000",
    ];

    [Fact]
    public void Every_Ingress_is_accounted_for_and_istiod_refuses_nothing()
    {
        var emitted = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Sets).WithReplay(Seed, Gamma),
            Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed => emitted += Holds(new Random(seed)))
        );
        // Otherwise the sets would be so hostile that nothing is left to be wrong.
        Assert.True(emitted > Sets, $"{emitted} objects of {Sets} sets");
    }

    [Fact]
    public void A_value_of_a_megabyte_stays_out_of_findings()
    {
        var large = new string('x', 1 << 20);
        foreach (var annotation in AnnotationCatalog.All)
        {
            var result = Convert([Ingress(new Random(1), 0, [(annotation.Name, large)])]);
            Assert.All(
                result.Findings,
                finding => Assert.True((finding.Value?.Length ?? 0) + finding.Message.Length < 1000)
            );
        }
    }

    /// <returns>How many objects were emitted.</returns>
    private static int Holds(Random random)
    {
        var ingresses = Enumerable
            .Range(0, random.Next(1, 6))
            .Select(index => Ingress(random, index, Annotations(random)))
            .ToList();

        var result = Convert(ingresses);

        var accounted = result.Groups.SelectMany(group => group.Source).Select(source => source.Ingress).ToHashSet();
        Assert.All(ingresses, ingress => Assert.Contains(ingress, accounted));
        Assert.All(result.Groups.Where(group => group.Objects.Count == 0), group => Assert.NotEmpty(group.Findings));
        // Nothing of one tenant reaches into another one's namespace.
        Assert.All(
            result.Objects.Where(item => item.Metadata.NamespaceProperty != "istio-system"),
            item =>
                Assert.Contains(
                    ingresses,
                    ingress => ingress.Metadata.NamespaceProperty == item.Metadata.NamespaceProperty
                )
        );
        Assert.Equal(result.Objects.Count, result.Objects.Select(item => item.ToString()).Distinct().Count());
        var gateway = new GatewayRouter(
            new GatewayConfiguration
            {
                Gateways = [.. result.Objects.OfType<Gateway>()],
                VirtualServices = [.. result.Objects.OfType<VirtualService>()],
                DestinationRules = [.. result.Objects.OfType<DestinationRule>()],
                ServiceEntries = [.. result.Objects.OfType<ServiceEntry>()],
                Services = [Service("ns-a"), Service("ns-b")],
            }
        );
        Assert.Empty(gateway.Issues);
        IstioWebhook.AssertTaken(result.Objects);
        return result.Objects.Count;
    }

    private static ConversionResult Convert(IReadOnlyList<V1Ingress> ingresses)
    {
        var options = Cloud.Options with { AllowCatchAllHost = true };
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains));
        return IngressConverter.Convert(
            ingresses.Select(classifier.Classify),
            ClusterSnapshot.Create([Service("ns-a"), Service("ns-b")]),
            options
        );
    }

    private static V1Service Service(string namespaceName) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = namespaceName },
            Spec = new V1ServiceSpec { Ports = [new V1ServicePort { Name = "http", Port = 80 }] },
        };

    private static List<(string Name, string Value)> Annotations(Random random) =>
        [
            .. Enumerable
                .Range(0, random.Next(0, 5))
                .Select(_ => (Pick(random, AnnotationCatalog.All).Name, Pick(random, Values))),
        ];

    private static V1Ingress Ingress(Random random, int index, IReadOnlyList<(string Name, string Value)> annotations)
    {
        var ingress = new V1Ingress
        {
            Metadata = new V1ObjectMeta
            {
                Name = $"i{index}",
                NamespaceProperty = random.Next(6) == 0 ? "ns-b" : "ns-a",
                CreationTimestamp = $"2024-01-0{random.Next(1, 4)}T00:00:00Z",
                Annotations = new Dictionary<string, string>(),
            },
            Spec = new V1IngressSpec
            {
                IngressClassName = random.Next(10) == 0 ? "disable" : "nginx",
                Rules = [.. Enumerable.Range(0, random.Next(0, 3)).Select(_ => Rule(random))],
                DefaultBackend = random.Next(8) == 0 ? Backend(random) : null,
                Tls =
                    random.Next(3) == 0
                        ?
                        [
                            new V1IngressTLS
                            {
                                Hosts = [Pick(random, Hosts)],
                                SecretName = random.Next(3) == 0 ? null : "cert",
                            },
                        ]
                        : null,
            },
        };
        foreach (var (name, value) in annotations)
            ingress.Metadata.Annotations["nginx.ingress.kubernetes.io/" + name] = value;
        return ingress;
    }

    private static V1IngressRule Rule(Random random) =>
        new()
        {
            Host = Pick(random, Hosts),
            Http = new V1HTTPIngressRuleValue
            {
                Paths =
                [
                    .. Enumerable
                        .Range(0, random.Next(0, 4))
                        .Select(_ => new V1HTTPIngressPath
                        {
                            Path = Pick(random, Paths),
                            PathType = Pick(random, ["Prefix", "Exact", "ImplementationSpecific"]),
                            Backend = Backend(random),
                        }),
                ],
            },
        };

    private static V1IngressBackend Backend(Random random) =>
        new()
        {
            Service = new V1IngressServiceBackend
            {
                Name = Pick(random, ["web", "gone"]),
                Port =
                    random.Next(2) == 0
                        ? new V1ServiceBackendPort { Number = 80 }
                        : new V1ServiceBackendPort { Name = "http" },
            },
        };

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
