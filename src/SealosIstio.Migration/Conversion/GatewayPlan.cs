using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion.Access;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Decides which gateway serves each host: the shared one for the cloud's own domains, a dedicated one for the hosts that a
/// tenant brought along. Collects what the dedicated ones have to serve.
/// </summary>
internal sealed class GatewayPlan(
    PublicDomains publicDomains,
    HostCertificateFinder finder,
    Credentials credentials,
    FallbackCertificate fallback,
    ConversionOptions options
)
{
    private readonly Dictionary<(string Namespace, string Name), DedicatedGateway> dedicated = [];

    /// <summary>The dedicated gateways, in the order in which they were first needed.</summary>
    public IEnumerable<DedicatedGateway> Dedicated => dedicated.Values;

    /// <summary>Binds the hosts of a group to gateways.</summary>
    /// <returns>The gateways' names as a VirtualService lists them, and the dedicated one if there is one.</returns>
    public (List<string> Gateways, DedicatedGateway? Dedicated) Bind(HostGroup group)
    {
        var gateways = new List<string>();
        DedicatedGateway? own = null;
        foreach (var host in group.Hosts)
            if (IsShared(host))
            {
                ReportShared(host);
                if (!gateways.Contains(options.GatewayReference))
                    gateways.Insert(0, options.GatewayReference);
            }
            else
            {
                own ??= DedicatedFor(group);
                own.Add(host, credentials, fallback);
                if (!gateways.Contains(own.Reference))
                    gateways.Add(own.Reference);
            }
        return (gateways, own);
    }

    /// <summary>Whose domains the hosts of a group are, by the gateways that serve them.</summary>
    public DomainClass ClassOf(HostGroup group)
    {
        var shared = group.Hosts.Count(IsShared);
        return shared == group.Hosts.Count ? DomainClass.Public
            : shared == 0 ? DomainClass.Custom
            : DomainClass.Mixed;
    }

    /// <summary>Whether the gateway answers HTTPS for any host of a group.</summary>
    public bool ServesHttps(HostGroup group) =>
        group.Hosts.Any(host =>
            !host.PassesTlsThrough
            && (IsShared(host) || host.Certificate?.SecretName is not null || IsServedByFallback(host))
        );

    private bool IsServedByFallback(NginxHost host) =>
        fallback.CredentialName is not null && (!host.IsCatchAll || fallback.TakesAnyName);

    /// <summary>
    /// Whether the shared gateway serves a host. One that the public wildcard certificate doesn't cover but a certificate of its own does is
    /// served like a custom one.
    /// </summary>
    public bool IsShared(NginxHost host) =>
        !host.IsCatchAll
        && !host.PassesTlsThrough
        && publicDomains.Contains(host.Name)
        && (publicDomains.IsCoveredByWildcardCertificate(host.Name) || !HasOwnCertificate(host));

    private bool HasOwnCertificate(NginxHost host) =>
        host.Certificate is { SecretName: { } secret } wanted
        && finder.Covers(wanted.Source.Namespace, secret, host.Name);

    private void ReportShared(NginxHost host)
    {
        if (!publicDomains.IsCoveredByWildcardCertificate(host.Name))
            host.Creator.Report(FindingCatalog.BeyondPublicWildcard, "spec.rules", host.Name);
        if (HasOwnCertificate(host))
            host.Certificate!.Source.Report(
                FindingCatalog.CertificateUnused,
                host.Certificate.Field + ".secretName",
                host.Certificate.SecretName
            );
    }

    // A VirtualService for *.x takes every host below x that its Gateway lists (istiod intersects the two), so it would stand
    // before the VirtualService of an exact host there. Wildcards and the catch-all have Gateways of their own.
    private static string QualifierOf(NginxHost host) =>
        host.PassesTlsThrough ? "-passthrough"
        : host.IsCatchAll ? "-catch-all"
        : host.IsWildcard ? "-wildcard"
        : "";

    private DedicatedGateway DedicatedFor(HostGroup group)
    {
        var key = (group.Namespace, ObjectNames.Gateway(group.Main.Sealos, QualifierOf(group.Sample)));
        if (!dedicated.TryGetValue(key, out var gateway))
            dedicated[key] = gateway = new DedicatedGateway(key.Namespace, key.Item2);
        gateway.Sources.AddRange(group.Sources.Except(gateway.Sources));
        return gateway;
    }
}

/// <summary>A Gateway in a tenant's namespace, for the hosts that the tenant brought along.</summary>
internal sealed class DedicatedGateway(string namespaceName, string name)
{
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    private readonly List<string> hosts = [];
    private readonly List<string> withFallback = [];
    private readonly Dictionary<(string Namespace, string Secret, string? Client), TlsServer> servers = [];
    private readonly List<string> passthroughHosts = [];

    public string Reference => $"{namespaceName}/{name}";

    /// <summary>The Ingresses whose hosts it serves.</summary>
    public List<IngressSource> Sources { get; } = [];

    /// <summary>The certificates that it serves, each with its hosts.</summary>
    public IEnumerable<TlsServer> Certificates => servers.Values;

    /// <summary>Whether it presents the fallback certificate for any host.</summary>
    public bool UsesFallback => withFallback.Count > 0;

    public void Add(NginxHost host, Credentials credentials, FallbackCertificate fallback)
    {
        var listed = host.IsCatchAll ? "*" : host.Name;
        if (hosts.Contains(listed))
            return;
        hosts.Add(listed);
        if (host.PassesTlsThrough)
        {
            passthroughHosts.Add(listed);
            return;
        }
        // A host that asks for its clients' certificates never gets a server that doesn't.
        var canFallBack =
            fallback.CredentialName is not null
            && host.ClientCertificate is null
            && (!host.IsCatchAll || fallback.TakesAnyName);
        if (host.Certificate is not { } wanted)
        {
            if (canFallBack)
                withFallback.Add(listed);
            else if (!fallback.IsIgnored)
                host.Creator.Report(FindingCatalog.FallbackCertificate, "spec.tls", listed);
            return;
        }
        if (!canFallBack || wanted.SecretName is not null)
            credentials.Check(wanted, host.Name);
        if (canFallBack && !credentials.IsServed(wanted, host.Name))
        {
            withFallback.Add(listed);
            return;
        }
        if (wanted.SecretName is not { } secret)
            return;
        var key = (wanted.Source.Namespace, secret, host.ClientCertificate?.Key);
        if (!servers.TryGetValue(key, out var server))
            servers[key] = server = new TlsServer(wanted, host.ClientCertificate, []);
        server.Hosts.Add(listed);
    }

    public Gateway Build(ConversionOptions options, FallbackCertificate fallback) =>
        new()
        {
            ApiVersion = options.NetworkingApiVersion,
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = namespaceName },
            Spec = new GatewaySpec
            {
                Selector = new Dictionary<string, string>(options.GatewaySelector),
                Servers =
                [
                    new Server
                    {
                        Port = new ServerPort
                        {
                            Number = HttpPort,
                            Name = "http",
                            Protocol = "HTTP",
                        },
                        Hosts = [.. hosts.Select(Owned)],
                    },
                    .. servers.Values.Select((server, index) => Https(server, index, options)),
                    .. passthroughHosts.Count == 0 ? Array.Empty<Server>() : [Passthrough()],
                    .. UsesFallback && fallback.ServerOf(withFallback.Select(Owned)) is { } server
                        ? [server]
                        : Array.Empty<Server>(),
                    .. ProxyServer.For(
                        options,
                        [.. hosts.Where(host => !passthroughHosts.Contains(host)).Select(Owned)]
                    ),
                ],
            },
        };

    // Only VirtualServices of this namespace may bind: another tenant can't take the host over by naming the gateway.
    private string Owned(string host) => $"{namespaceName}/{host}";

    private Server Passthrough() =>
        new()
        {
            Port = new ServerPort
            {
                Number = HttpsPort,
                Name = "tls",
                Protocol = "TLS",
            },
            Hosts = [.. passthroughHosts.Select(Owned)],
            Tls = new ServerTlsSettings { Mode = "PASSTHROUGH" },
        };

    private Server Https(TlsServer server, int index, ConversionOptions options) =>
        new()
        {
            Port = new ServerPort
            {
                Number = HttpsPort,
                Name = index == 0 ? "https" : $"https-{index + 1}",
                Protocol = "HTTPS",
            },
            Hosts = [.. server.Hosts.Select(Owned)],
            Tls = new ServerTlsSettings
            {
                // Left out, the mode would mean PASSTHROUGH.
                Mode = server.Client switch
                {
                    null => "SIMPLE",
                    { IsOptional: true } => "OPTIONAL_MUTUAL",
                    _ => "MUTUAL",
                },
                CredentialName = ObjectNames.Credential(server.Wanted, server.Client, options),
            },
        };
}

/// <summary>A certificate that a gateway serves, and what it asks of clients.</summary>
/// <param name="Wanted">The certificate.</param>
/// <param name="Client">What is asked of clients' certificates; null for nothing.</param>
/// <param name="Hosts">The hosts.</param>
internal sealed record TlsServer(HostCertificate Wanted, ClientCertificateDemand? Client, List<string> Hosts);
