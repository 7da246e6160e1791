using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>The gateway of the cloud's own domains: emitted unless the cluster has one of another origin, which is checked.</summary>
internal sealed class SharedGateway(
    PublicDomains publicDomains,
    ClusterSnapshot snapshot,
    HostCertificateFinder finder,
    Credentials credentials,
    ConversionOptions options
)
{
    private const string Source = "Gateway";

    /// <summary>The objects to emit, and what is to be said of the run.</summary>
    /// <param name="adopt">Whether a Gateway of another origin is emitted as well, to be taken over.</param>
    public (List<KubernetesObject> Objects, List<Finding> Findings) Provide(bool adopt = false)
    {
        var (space, name) = Parse(options.GatewayReference);
        var label = $"{Source} {space}/{name}";
        if (!snapshot.IsComplete)
            return ([], []);
        var existing = snapshot.Gateway(space, name);
        // What SealosIstio made it goes on making, so that a second run finds nothing to do and a new domain gets its server.
        if (existing is not null && !adopt && !Provenance.IsOurs(existing))
            return ([], [.. MissingHosts(existing, label)]);
        var objects = new List<KubernetesObject> { Build(space, name) };
        var findings = new List<Finding>();
        if (existing is null)
            findings.Add(FindingCatalog.SharedGatewayEmitted.On(label, "metadata.name", name));
        var credential = snapshot.Secret(options.GatewayNamespace, options.PublicCredentialName);
        if (credential is not null && !Provenance.IsOurs(credential))
            return (objects, findings);
        if (FindCertificate() is { } source)
            objects.Insert(0, Provenance.MarkShared(credentials.Copy(source, options.PublicCredentialName)));
        else if (credential is null)
            findings.Add(
                FindingCatalog.PublicCertificateMissing.On(
                    label,
                    "spec.servers[1].tls.credentialName",
                    options.PublicCredentialName
                )
            );
        return (objects, findings);
    }

    private static (string Namespace, string Name) Parse(string reference)
    {
        var slash = reference.IndexOf('/', StringComparison.Ordinal);
        return (reference[..slash], reference[(slash + 1)..]);
    }

    private Gateway Build(string space, string name) =>
        Provenance.MarkShared(
            new Gateway
            {
                ApiVersion = options.NetworkingApiVersion,
                Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = space },
                Spec = new GatewaySpec
                {
                    Selector = new Dictionary<string, string>(options.GatewaySelector),
                    Servers =
                    [
                        new Server
                        {
                            Port = new ServerPort
                            {
                                Number = 80,
                                Name = "http",
                                Protocol = "HTTP",
                            },
                            Hosts = [.. Hosts()],
                        },
                        new Server
                        {
                            Port = new ServerPort
                            {
                                Number = 443,
                                Name = "https",
                                Protocol = "HTTPS",
                            },
                            Hosts = [.. Hosts()],
                            Tls = new ServerTlsSettings
                            {
                                Mode = "SIMPLE",
                                CredentialName = options.PublicCredentialName,
                            },
                        },
                        .. ProxyServer.For(options, [.. Hosts()]),
                    ],
                },
            }
        );

    // The apex as well: *.domain doesn't stand for it, and the desktop lives there.
    private IEnumerable<string> Hosts() => publicDomains.Domains.SelectMany(domain => new[] { domain, "*." + domain });

    private IEnumerable<Finding> MissingHosts(Gateway gateway, string label)
    {
        var served = (gateway.Spec?.Servers ?? [])
            .SelectMany(server => server.Hosts ?? [])
            .ToHashSet(StringComparer.Ordinal);
        foreach (var host in Hosts())
            if (
                !served.Any(listed =>
                    listed == "*" || listed == host || listed.EndsWith("/" + host, StringComparison.Ordinal)
                )
            )
                yield return FindingCatalog.SharedGatewayLacksHost.On(label, "spec.servers", host);
    }

    // Sealos keeps the wildcard certificate in a system namespace, where nginx has it as its default certificate.
    private V1Secret? FindCertificate() =>
        publicDomains.Domains.Count == 0
            ? null
            : snapshot
                .All<V1Secret>()
                .Where(secret => !IsTenant(secret.Metadata.NamespaceProperty ?? "") && !Provenance.IsOurs(secret))
                .OrderByDescending(secret => secret.Metadata.Name == options.PublicCredentialName)
                .ThenBy(secret => Provenance.Reference(secret), StringComparer.Ordinal)
                .FirstOrDefault(secret =>
                    finder.Covers(
                        secret.Metadata.NamespaceProperty ?? "",
                        secret.Metadata.Name ?? "",
                        "*." + publicDomains.Domains[0]
                    )
                );

    private bool IsTenant(string space) => space.StartsWith(options.TenantNamespacePrefix, StringComparison.Ordinal);
}
