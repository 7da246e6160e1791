using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Tests.Rehearsal;

namespace SealosIstio.Tests.Conversion;

/// <summary>Sets of Ingresses drawn by chance: sensible annotations and hostile ones, on few hosts and paths so that they meet.</summary>
/// <param name="random">The source of chance.</param>
/// <param name="isAdmitted">Whether rules are only such as an API server takes. Default false.</param>
internal sealed class RandomIngresses(Random random, bool isAdmitted = false)
{
    private static readonly string[] HostileHosts =
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

    private static readonly string[] SensibleHosts =
    [
        "a.test",
        "b.test",
        "www.a.test",
        "*.a.test",
        "app.cloud.test",
        "cloud.test",
    ];

    private static readonly string[] HostilePaths =
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

    private static readonly string[] SensiblePaths =
    [
        "/",
        "/a",
        "/a/",
        "/a/b",
        "/api/v1",
        "/A",
        "/a.b",
        "/v2",
        "/a(/|$)(.*)",
        "/()(.*)",
        "/x/[0-9]+",
    ];

    private static readonly string[] HostileValues =
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

    /// <summary>One to five Ingresses with any annotation and any value.</summary>
    public IReadOnlyList<V1Ingress> Hostile() =>
        Set(
            () =>
                [
                    .. Enumerable
                        .Range(0, random.Next(0, 5))
                        .Select(_ => (Pick(AnnotationCatalog.All).Name, Pick(HostileValues))),
                ],
            HostileHosts,
            HostilePaths
        );

    /// <summary>One to five Ingresses with annotations that somebody would write, and what they need beside them.</summary>
    public IReadOnlyList<V1Ingress> Sensible() =>
        Set(
            () =>
                [
                    .. Enumerable
                        .Range(0, random.Next(0, 4))
                        .Select(_ => AnnotationValues.All[Pick(AnnotationCatalog.All).Name])
                        .SelectMany(values =>
                            values.Beside.Select(pair => (pair.Key, pair.Value)).Append((values.Name, values.Value))
                        ),
                ],
            SensibleHosts,
            SensiblePaths
        );

    /// <summary>An Ingress with these annotations, its hosts and paths drawn from the hostile ones.</summary>
    public V1Ingress Hostile(int index, IReadOnlyList<(string Name, string Value)> annotations) =>
        Ingress(index, annotations, HostileHosts, HostilePaths);

    private List<V1Ingress> Set(
        Func<IReadOnlyList<(string Name, string Value)>> annotations,
        IReadOnlyList<string> hosts,
        IReadOnlyList<string> paths
    ) => [.. Enumerable.Range(0, random.Next(1, 6)).Select(index => Ingress(index, annotations(), hosts, paths))];

    private V1Ingress Ingress(
        int index,
        IReadOnlyList<(string Name, string Value)> annotations,
        IReadOnlyList<string> hosts,
        IReadOnlyList<string> paths
    )
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
                Rules = [.. Enumerable.Range(0, random.Next(0, 3)).Select(_ => Rule(hosts, paths))],
                DefaultBackend = random.Next(8) == 0 ? Backend() : null,
                Tls =
                    random.Next(3) == 0
                        ? [new V1IngressTLS { Hosts = [Pick(hosts)], SecretName = random.Next(3) == 0 ? null : "cert" }]
                        : null,
            },
        };
        foreach (var (name, value) in annotations)
            ingress.Metadata.Annotations["nginx.ingress.kubernetes.io/" + name] = value;
        return ingress;
    }

    // An API server takes a rule without http, but no http without paths; files hold both.
    private V1IngressRule Rule(IReadOnlyList<string> hosts, IReadOnlyList<string> paths) =>
        new()
        {
            Host = Pick(hosts),
            Http =
                random.Next(0, 4) is > 0 and var count
                    ? new V1HTTPIngressRuleValue { Paths = [.. Enumerable.Range(0, count).Select(_ => Path(paths))] }
                : isAdmitted || random.Next(2) == 0 ? null
                : new V1HTTPIngressRuleValue { Paths = [] },
        };

    private V1HTTPIngressPath Path(IReadOnlyList<string> paths) =>
        new()
        {
            Path = Pick(paths),
            PathType = Pick(["Prefix", "Exact", "ImplementationSpecific"]),
            Backend = Backend(),
        };

    private V1IngressBackend Backend() =>
        new()
        {
            Service = new V1IngressServiceBackend
            {
                Name = Pick(["web", "gone"]),
                Port =
                    random.Next(2) == 0
                        ? new V1ServiceBackendPort { Number = 80 }
                        : new V1ServiceBackendPort { Name = "http" },
            },
        };

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
