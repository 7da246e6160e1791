using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Tests.Oracle;

namespace SealosIstio.Tests.Cutover;

/// <summary>
/// A cloud of many tenants with 25 Ingresses each, of the kinds that Sealos makes and that tenants write; and Sealos' controllers. It has a
/// cluster of its own.
/// </summary>
/// <param name="tenants">How many tenants.</param>
internal sealed class LargeCloud(int tenants)
{
    public const int IngressesPerTenant = 25;

    private const string Domain = "cloud.example.io";
    private const string Gateway = "istio-system";

    // The shapes in turn. HOST is on the cloud's domain, CUSTOM a tenant's own.
    private static readonly string[] Shapes =
    [
        "metadata: {labels: {cloud.sealos.io/app-deploy-manager: NAME}, annotations: {nginx.ingress.kubernetes.io/proxy-body-size: 32m}}\nspec: {ingressClassName: nginx, rules: [{host: HOST, http: {paths: [{path: /, pathType: Prefix, backend: BACKEND}]}}]}",
        "metadata: {annotations: {nginx.ingress.kubernetes.io/rewrite-target: /$2}}\nspec: {ingressClassName: nginx, rules: [{host: HOST, http: {paths: [{path: /api(/|$)(.*), pathType: ImplementationSpecific, backend: BACKEND}]}}]}",
        "metadata: {annotations: {nginx.ingress.kubernetes.io/proxy-read-timeout: '3600', nginx.ingress.kubernetes.io/proxy-send-timeout: '3600'}}\nspec: {ingressClassName: nginx, rules: [{host: HOST, http: {paths: [{path: /ws, pathType: Exact, backend: BACKEND}, {path: /, pathType: Prefix, backend: BACKEND}]}}]}",
        "metadata: {annotations: {nginx.ingress.kubernetes.io/whitelist-source-range: 203.0.113.0/24}}\nspec: {ingressClassName: nginx, rules: [{host: HOST, http: {paths: [{path: /, pathType: Prefix, backend: BACKEND}]}}]}",
        "metadata: {annotations: {nginx.ingress.kubernetes.io/enable-cors: 'true', nginx.ingress.kubernetes.io/cors-allow-origin: 'https://CUSTOM'}}\nspec: {ingressClassName: nginx, tls: [{hosts: [CUSTOM], secretName: NAME}], rules: [{host: CUSTOM, http: {paths: [{path: /, pathType: Prefix, backend: BACKEND}]}}]}",
        "metadata: {annotations: {kubernetes.io/ingress.class: nginx, nginx.ingress.kubernetes.io/configuration-snippet: 'more_set_headers \"X-Frame-Options: DENY\";'}}\nspec: {rules: [{host: HOST, http: {paths: [{path: /, pathType: Prefix, backend: BACKEND}]}}]}",
        "metadata: {annotations: {nginx.ingress.kubernetes.io/backend-protocol: GRPC}}\nspec: {ingressClassName: nginx, tls: [{hosts: [CUSTOM], secretName: NAME}], rules: [{host: CUSTOM, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: grpc, port: {number: 90}}}}]}}]}",
        "metadata: {annotations: {kubernetes.io/ingress.class: pause}}\nspec: {rules: [{host: HOST, http: {paths: [{path: /, pathType: Prefix, backend: BACKEND}]}}]}",
        "metadata: {annotations: {nginx.ingress.kubernetes.io/ssl-redirect: 'false'}}\nspec: {ingressClassName: nginx, rules: [{host: HOST, http: {paths: [{path: /, pathType: Prefix, backend: BACKEND}]}}]}",
    ];

    private const string Controllers = """
        {apiVersion: v1, kind: Namespace, metadata: {name: terminal-system}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: terminal-controller-manager, namespace: terminal-system}
        spec:
          selector: {matchLabels: {app: terminal}}
          template:
            metadata: {labels: {app: terminal}}
            spec: {containers: [{name: manager, image: 'terminal:1', env: [{name: USE_ISTIO, value: 'false'}, {name: LAST, value: z}]}]}
        """;

    public IReadOnlyList<string> Tenants { get; } = [.. Enumerable.Range(0, tenants).Select(NameOf)];

    // The same certificates in every cluster. By name backwards: so nginx counts them, whether they are of one second or not.
    private readonly Lazy<List<List<KubernetesObject>>> objects = new(() =>
        [
            .. Enumerable
                .Range(0, tenants)
                .Select(index =>
                    ObjectsOf(NameOf(index))
                        .OrderByDescending(item => item.Metadata.Name, StringComparer.Ordinal)
                        .ToList()
                ),
        ]
    );

    public int Ingresses => tenants * IngressesPerTenant;

    /// <summary>Every namespace that a cutover may touch.</summary>
    public IReadOnlyList<string> Namespaces => [Gateway, "terminal-system", .. Tenants];

    public CutoverSettings Settings { get; } =
        new()
        {
            Options = new ConversionOptions { PublicDomains = [Domain] },
            Mechanism = BlockMechanism.Quota,
            RolloutTimeout = TimeSpan.Zero,
        };

    public async Task CreateAsync(IKubernetesCluster cluster)
    {
        foreach (var name in new[] { Gateway }.Concat(Tenants))
            await ApplyAsync(cluster, new V1Namespace { Metadata = new V1ObjectMeta { Name = name } });
        foreach (var item in KubernetesYaml.Load(Controllers, "controllers.yaml"))
            await ApplyAsync(cluster, item.Object!);
        await Parallel.ForEachAsync(
            objects.Value,
            new ParallelOptions { MaxDegreeOfParallelism = cluster.ConcurrentCalls(16) },
            async (tenant, _) =>
            {
                foreach (var item in tenant)
                    await ApplyAsync(cluster, item);
            }
        );
    }

    /// <summary>The number of Ingresses that are there now.</summary>
    public static async Task<int> CountAsync(IKubernetesCluster cluster)
    {
        var count = 0;
        await foreach (var _ in cluster.ListAsync(KnownTypes.Of<V1Ingress>()))
            count++;
        return count;
    }

    private static string NameOf(int index) => $"ns-t{index.ToString("D3", CultureInfo.InvariantCulture)}";

    private static IEnumerable<KubernetesObject> ObjectsOf(string tenant)
    {
        yield return Parse(
            $"{{apiVersion: v1, kind: Service, metadata: {{name: web, namespace: {tenant}}}, spec: {{ports: [{{name: http, port: 80}}]}}}}"
        );
        yield return Parse(
            $"{{apiVersion: v1, kind: Service, metadata: {{name: grpc, namespace: {tenant}}}, spec: {{ports: [{{name: grpc, port: 90}}]}}}}"
        );
        for (var index = 0; index < IngressesPerTenant; index++)
        {
            var name = $"network-{index.ToString("D2", CultureInfo.InvariantCulture)}";
            var host = $"{name}-{tenant}.{Domain}";
            var custom = $"{name}.{tenant}.customer.example";
            var text = Shapes[index % Shapes.Length]
                .Replace("metadata: {", "metadata: {name: NAME, namespace: SPACE, ", StringComparison.Ordinal)
                .Replace("SPACE", tenant, StringComparison.Ordinal)
                .Replace("NAME", name, StringComparison.Ordinal)
                .Replace("HOST", host, StringComparison.Ordinal)
                .Replace("CUSTOM", custom, StringComparison.Ordinal)
                .Replace("BACKEND", "{service: {name: web, port: {number: 80}}}", StringComparison.Ordinal);
            yield return Parse($"apiVersion: networking.k8s.io/v1\nkind: Ingress\n{text}");
            if (text.Contains("secretName", StringComparison.Ordinal))
                yield return CertificateFor(tenant, name, custom);
        }
    }

    private static V1Secret CertificateFor(string tenant, string name, string host)
    {
        var secret = new V1Secret
        {
            Type = "kubernetes.io/tls",
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = tenant,
                Annotations = new Dictionary<string, string> { [OracleCertificates.CertificateAnnotation] = host },
            },
        };
        OracleCertificates.Fill(secret);
        return secret;
    }

    private static KubernetesObject Parse(string yaml) =>
        Assert.Single(KubernetesYaml.Load(yaml, "large.yaml").ToList()).Object!;

    private static Task ApplyAsync(IKubernetesCluster cluster, KubernetesObject item) =>
        cluster.ApplyAsync(item, new ApplyOptions { FieldManager = "cloud" });
}
