using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Platform;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Migration.Installing;

/// <summary>How an add-on is exposed at the gateway.</summary>
public sealed record IstioAddonRouteSettings
{
    /// <summary>The add-on; the Gateway API has nothing to expose.</summary>
    public required IstioAddon Addon { get; init; }

    /// <summary>The host, such as <c>kiali.cloud.sealos.io</c>; no wildcard.</summary>
    public required string HostName { get; init; }

    /// <summary>The namespace of the add-on and of the objects. Default <c>istio-system</c>.</summary>
    public string Namespace { get; init; } = "istio-system";

    /// <summary>The add-on's Service. Default: as its manifest names it.</summary>
    public string? ServiceName { get; init; }

    /// <summary>The port of the Service. Default: as its manifest has it.</summary>
    public int? Port { get; init; }

    /// <summary>The namespace of the gateway's pods, in which policies for them live. Default <c>istio-system</c>.</summary>
    public string GatewayNamespace { get; init; } = "istio-system";

    /// <summary>The labels of the gateway's pods. Default <c>istio: ingressgateway</c>.</summary>
    public IReadOnlyDictionary<string, string> GatewaySelector { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["istio"] = "ingressgateway" };

    /// <summary>The Secret with the host's certificate, in the namespace of the gateway's pods; null for plain HTTP.</summary>
    public string? TlsSecretName { get; init; }

    /// <summary>The clients that get in, as addresses or networks; empty for everybody.</summary>
    public IReadOnlyList<string> AllowCidrs { get; init; } = [];

    /// <summary>The cluster's DNS domain. Default <c>cluster.local</c>.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";
}

/// <summary>Makes the objects by which an add-on is reached through the gateway. Touches no cluster.</summary>
public static class IstioAddonRoute
{
    /// <summary>The Service and the port of an add-on, as Istio's manifests (samples/addons) have them.</summary>
    /// <exception cref="ResourceException">It has nothing to expose.</exception>
    public static (string Service, int Port) ServiceOf(IstioAddon addon) =>
        addon switch
        {
            IstioAddon.Prometheus => ("prometheus", 9090),
            IstioAddon.Grafana => ("grafana", 3000),
            IstioAddon.Kiali => ("kiali", 20001),
            IstioAddon.Jaeger => ("tracing", 80),
            _ => throw new ResourceException(
                ResourceProblem.Invalid,
                null,
                $"The add-on '{addon}' has nothing to expose.",
                "Name Prometheus, Grafana, Kiali or Jaeger."
            ),
        };

    /// <summary>
    /// The Gateway, the VirtualService, the DestinationRule (the add-ons have no sidecar, so no TLS of the mesh) and, where clients are
    /// named, the AuthorizationPolicy that keeps all others out.
    /// </summary>
    /// <exception cref="ResourceException">A value can't be right.</exception>
    public static IReadOnlyList<KubernetesObject> Build(IstioAddonRouteSettings settings)
    {
        var (service, port) = ServiceOf(settings.Addon);
        var name = settings.Addon.ToString().ToLowerInvariant();
        var gateway = new Gateway
        {
            Metadata = Meta(name + "-gateway", settings.Namespace),
            Spec = new GatewaySpec
            {
                Selector = new Dictionary<string, string>(settings.GatewaySelector, StringComparer.Ordinal),
                Servers = Servers(settings, name),
            },
        };
        var identity = ResourceIdentity.Of(gateway);
        Check(settings, identity);
        var host = $"{settings.ServiceName ?? service}.{settings.Namespace}.svc.{settings.ClusterDomain}";
        var route = new VirtualService
        {
            Metadata = Meta(name + "-vs", settings.Namespace),
            Spec = new VirtualServiceSpec
            {
                Hosts = [settings.HostName],
                Gateways = [$"{settings.Namespace}/{gateway.Metadata.Name}"],
                Http =
                [
                    new HttpRoute
                    {
                        Route =
                        [
                            new HttpRouteDestination
                            {
                                Destination = new Destination
                                {
                                    Host = host,
                                    Port = new PortSelector { Number = settings.Port ?? port },
                                },
                            },
                        ],
                    },
                ],
            },
        };
        var rule = new DestinationRule
        {
            Metadata = Meta(name, settings.Namespace),
            Spec = new DestinationRuleSpec
            {
                Host = host,
                TrafficPolicy = new TrafficPolicy { Tls = new ClientTlsSettings { Mode = "DISABLE" } },
            },
        };
        KubernetesObject[] objects =
            settings.AllowCidrs.Count > 0 ? [Policy(settings, name), gateway, rule, route] : [gateway, rule, route];
        return [.. objects.Select(TenantMarks.MarkManaged)];
    }

    private static List<Server> Servers(IstioAddonRouteSettings settings, string name)
    {
        var plain = new Server
        {
            Port = new ServerPort
            {
                Number = 80,
                Name = "http-" + name,
                Protocol = "HTTP",
            },
            Hosts = [settings.HostName],
        };
        if (settings.TlsSecretName is null)
            return [plain];
        plain.Tls = new ServerTlsSettings { HttpsRedirect = true };
        return
        [
            plain,
            new Server
            {
                Port = new ServerPort
                {
                    Number = 443,
                    Name = "https-" + name,
                    Protocol = "HTTPS",
                },
                Hosts = [settings.HostName],
                Tls = new ServerTlsSettings { Mode = "SIMPLE", CredentialName = settings.TlsSecretName },
            },
        ];
    }

    // DENY for this host alone: a policy of action ALLOW would close every other host of the gateway. The remote address is the peer's
    // where no proxy in front is trusted, and what the trusted proxies say where one is.
    private static AuthorizationPolicy Policy(IstioAddonRouteSettings settings, string name) =>
        new()
        {
            Metadata = Meta(name + "-clients", settings.GatewayNamespace),
            Spec = new AuthorizationPolicySpec
            {
                Selector = new WorkloadSelector
                {
                    MatchLabels = new Dictionary<string, string>(settings.GatewaySelector, StringComparer.Ordinal),
                },
                Action = "DENY",
                Rules =
                [
                    new AuthorizationRule
                    {
                        From =
                        [
                            new AuthorizationFrom
                            {
                                Source = new AuthorizationSource { NotRemoteIpBlocks = [.. settings.AllowCidrs] },
                            },
                        ],
                        To =
                        [
                            new AuthorizationTo
                            {
                                Operation = new AuthorizationOperation
                                {
                                    Hosts = [settings.HostName, settings.HostName + ":*"],
                                },
                            },
                        ],
                    },
                ],
            },
        };

    private static void Check(IstioAddonRouteSettings settings, ResourceIdentity identity)
    {
        if (settings.HostName.Contains('*', StringComparison.Ordinal) || !DnsName.IsHost(settings.HostName))
            throw CertificateNames.Invalid(
                identity,
                "spec.servers[0].hosts[0]",
                settings.HostName,
                "a DNS name such as kiali.cloud.sealos.io"
            );
        CertificateNames.RequireObjectName(identity, "metadata.namespace", settings.Namespace);
        if (settings.ServiceName is { } service)
            CertificateNames.RequireObjectName(identity, "service", service);
        if (settings.TlsSecretName is { } secret)
            CertificateNames.RequireObjectName(identity, "spec.servers[1].tls.credentialName", secret);
        if (settings.Port is not (null or (> 0 and < 65536)))
            throw CertificateNames.Invalid(identity, "port", $"{settings.Port}", "a port from 1 to 65535");
        if (settings.GatewaySelector.Count == 0)
            throw CertificateNames.Invalid(
                identity,
                "spec.selector",
                "",
                "the labels of the gateway's pods, such as istio=ingressgateway"
            );
        foreach (var network in settings.AllowCidrs)
            if (!IpNetworkText.TryNormalize(network, out _))
                throw CertificateNames.Invalid(
                    identity,
                    "allowCidr",
                    network,
                    "an address or a network such as 10.0.0.0/8"
                );
    }

    private static V1ObjectMeta Meta(string name, string space) => new() { Name = name, NamespaceProperty = space };
}
