using System.Globalization;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Tests.Oracle;

namespace SealosIstio.Tests.Cutover;

/// <summary>
/// A small cloud with one of each: a public host with two Ingresses, a custom one with a certificate of cert-manager, an address list, a
/// paused application, one in debt, one that can't be converted. Names of its own, so that several share a server.
/// </summary>
/// <param name="id">What its names begin with; null for names that nobody else has.</param>
internal sealed class CutoverCloud(string? id = null)
{
    private const string Template = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: SPACE}
        spec: {ports: [{name: http, port: 80}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          namespace: SPACE
          labels: {cloud.sealos.io/app-deploy-manager: web, team: a}
          annotations: {kubernetes.io/ingress.class: nginx, nginx.ingress.kubernetes.io/proxy-body-size: "0", note: keep me}
        spec:
          rules:
          - host: web-SPACE.DOMAIN
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web-api, namespace: SPACE, annotations: {nginx.ingress.kubernetes.io/proxy-body-size: "0"}}
        spec:
          ingressClassName: nginx
          rules:
          - host: web-SPACE.DOMAIN
            http: {paths: [{path: /api, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: office
          namespace: SPACE
          annotations: {nginx.ingress.kubernetes.io/whitelist-source-range: 203.0.113.0/24}
        spec:
          ingressClassName: nginx
          rules:
          - host: office-SPACE.DOMAIN
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: shop, namespace: SPACE}
        spec:
          ingressClassName: nginx
          tls: [{hosts: [shop-SPACE.example.com], secretName: shop}]
          rules:
          - host: shop-SPACE.example.com
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: paused, namespace: SPACE, annotations: {kubernetes.io/ingress.class: pause}}
        spec:
          rules:
          - host: paused-SPACE.DOMAIN
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: debt, namespace: SPACE, annotations: {kubernetes.io/ingress.class: disable}}
        spec:
          rules:
          - host: debt-SPACE.DOMAIN
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
        """;

    private const string Refused = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: closed, namespace: SPACE, annotations: {nginx.ingress.kubernetes.io/enable-modsecurity: 'true'}}
        spec:
          ingressClassName: nginx
          rules:
          - host: closed-SPACE.DOMAIN
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
        """;

    /// <summary>One that somebody makes later.</summary>
    public const string NewApplication = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: late, namespace: SPACE}
        spec:
          ingressClassName: nginx
          rules:
          - host: late-SPACE.DOMAIN
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
        """;

    private readonly string id = id ?? Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];

    /// <summary>Where the gateway and the records live.</summary>
    public string Gateway => $"gw-{id}";

    public string Prefix => $"u{id}-";

    public string Domain => $"{id}.test";

    public string First => Prefix + "a";

    public string Second => Prefix + "b";

    public IReadOnlyList<string> Namespaces => [Gateway, First, Second];

    /// <summary>The namespaces of Sealos' controllers, which are the same in every cloud.</summary>
    public static IReadOnlyList<string> ControllerNamespaces => ["terminal-system", "adminer-system"];

    private const string Controllers = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: terminal-controller-manager, namespace: terminal-system}
        spec:
          selector: {matchLabels: {app: terminal}}
          template:
            metadata: {labels: {app: terminal}}
            spec:
              containers:
              - {name: kube-rbac-proxy, image: 'proxy:1'}
              - {name: manager, image: 'terminal:1', env: [{name: CLOUD_DOMAIN, value: example.com}, {name: USE_ISTIO, value: 'false'}, {name: LAST, value: z}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: adminer-controller-manager, namespace: adminer-system}
        spec:
          selector: {matchLabels: {app: adminer}}
          template:
            metadata: {labels: {app: adminer}}
            spec: {containers: [{name: manager, image: 'adminer:1'}]}
        """;

    /// <summary>Adds the controllers: only to a cluster that nobody shares.</summary>
    public async Task AddControllersAsync(IKubernetesCluster cluster)
    {
        foreach (var name in ControllerNamespaces)
            await cluster.ApplyAsync(
                new V1Namespace { Metadata = new V1ObjectMeta { Name = name } },
                new ApplyOptions { FieldManager = "cloud" }
            );
        await ApplyAsync(cluster, Controllers, "");
    }

    public ConversionOptions Options =>
        new()
        {
            PublicDomains = [Domain],
            GatewayNamespace = Gateway,
            GatewayReference = $"{Gateway}/sealos-gateway",
            GatewaySelector = new Dictionary<string, string> { ["istio"] = id },
            TenantNamespacePrefix = Prefix,
        };

    /// <summary>Quotas bind every cluster; a policy would bind the whole server. Nothing here runs Pods.</summary>
    public CutoverSettings Settings =>
        new()
        {
            Options = Options,
            Mechanism = BlockMechanism.Quota,
            RolloutTimeout = TimeSpan.Zero,
        };

    /// <summary>Makes the cloud in a cluster.</summary>
    public async Task CreateAsync(IKubernetesCluster cluster, bool withRefused = false)
    {
        foreach (var name in Namespaces)
            await cluster.ApplyAsync(
                new V1Namespace { Metadata = new V1ObjectMeta { Name = name } },
                new ApplyOptions { FieldManager = "cloud" }
            );
        foreach (var tenant in new[] { First, Second })
        {
            await ApplyAsync(cluster, Template, tenant);
            await ApplyCertificateAsync(cluster, tenant);
        }
        if (withRefused)
            await ApplyAsync(cluster, Refused, First);
    }

    public async Task DeleteAsync(IKubernetesCluster cluster)
    {
        foreach (var name in Namespaces)
            await cluster.DeleteAsync(KnownTypes.Of<V1Namespace>(), null, name);
    }

    /// <summary>Applies YAML as somebody else than SealosIstio.</summary>
    public async Task<KubernetesObject> ApplyAsync(IKubernetesCluster cluster, string yaml, string tenant)
    {
        var text = yaml.Replace("SPACE", tenant, StringComparison.Ordinal)
            .Replace("DOMAIN", Domain, StringComparison.Ordinal);
        KubernetesObject? last = null;
        foreach (var item in KubernetesYaml.Load(text, "cloud.yaml"))
            last = await cluster.ApplyAsync(item.Object!, new ApplyOptions { FieldManager = "cloud", Force = true });
        return last!;
    }

    // As cert-manager's ingress-shim makes it: the Certificate, and here its Secret too, belong to the Ingress.
    private static async Task ApplyCertificateAsync(IKubernetesCluster cluster, string tenant)
    {
        var ingress = await cluster.GetAsync(KnownTypes.Of<V1Ingress>(), tenant, "shop");
        var secret = new V1Secret { Metadata = OwnedBy(ingress!), Type = "kubernetes.io/tls" };
        secret.Metadata.Annotations = new Dictionary<string, string>
        {
            [OracleCertificates.CertificateAnnotation] = $"shop-{tenant}.example.com",
        };
        OracleCertificates.Fill(secret);
        await cluster.ApplyAsync(secret, new ApplyOptions { FieldManager = "cloud" });
        if (await cluster.FindResourceTypeAsync("cert-manager.io", "Certificate") is null)
            return;
        await cluster.ApplyAsync(
            new Certificate
            {
                Metadata = OwnedBy(ingress!),
                Spec = new CertificateSpec
                {
                    SecretName = "shop",
                    DnsNames = [$"shop-{tenant}.example.com"],
                    IssuerRef = new ObjectReference { Kind = "Issuer", Name = "local" },
                },
            },
            new ApplyOptions { FieldManager = "cloud" }
        );
    }

    private static V1ObjectMeta OwnedBy(KubernetesObject ingress) =>
        new()
        {
            Name = "shop",
            NamespaceProperty = ingress.Metadata.NamespaceProperty,
            OwnerReferences =
            [
                new V1OwnerReference
                {
                    ApiVersion = ingress.ApiVersion,
                    Kind = ingress.Kind,
                    Name = ingress.Metadata.Name!,
                    Uid = ingress.Metadata.Uid!,
                    Controller = true,
                    BlockOwnerDeletion = true,
                },
            ],
        };
}
