using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion.Access;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>One location of an nginx server: a path of one Ingress.</summary>
/// <param name="Source">The Ingress whose annotations rule it.</param>
/// <param name="Field">The field it comes from, such as <c>spec.rules[0].http.paths[1]</c>.</param>
/// <param name="Path">The path, <c>/</c> when the Ingress leaves it out.</param>
/// <param name="IsExact">Whether the path type is Exact; Prefix and ImplementationSpecific are one for nginx.</param>
/// <param name="Backend">Where it leads; null for the root that nginx implies, which answers 404.</param>
/// <param name="IsImplied">Whether no rule has it: the root that nginx gives to every server.</param>
internal sealed record NginxLocation(
    IngressSource Source,
    string Field,
    string Path,
    bool IsExact,
    V1IngressBackend? Backend,
    bool IsImplied = false
)
{
    /// <summary>The text that nginx matches: the path, or with a slash behind it where ingress-nginx makes a directory of it.</summary>
    public string MatchedText { get; init; } = Path;
}

/// <summary>One nginx server: a host and what all Ingresses together say of it.</summary>
internal sealed class NginxHost(string name, IngressSource creator)
{
    /// <summary>The host in lower case; empty for the server that catches all other hosts.</summary>
    public string Name { get; } = name;

    /// <summary>The oldest Ingress of the host: its annotations rule the paths that nobody routes.</summary>
    public IngressSource Creator { get; } = creator;

    public bool IsCatchAll => Name.Length == 0;

    public bool IsWildcard => Name.StartsWith("*.", StringComparison.Ordinal);

    /// <summary>Whether it is a server-alias of another host: its wildcard then takes any number of labels.</summary>
    public bool IsAlias { get; private init; }

    /// <summary>The host that this one, its www twin, redirects to; null for a host of its own.</summary>
    public string? RedirectsTo { get; init; }

    /// <summary>The locations in the order in which nginx got to know them.</summary>
    public List<NginxLocation> Locations { get; } = [];

    /// <summary>Whether nginx matches every path of the host by regular expression.</summary>
    public bool IsRegex { get; set; }

    /// <summary>The Ingress whose tls entry decides, or null when no Ingress of the host has one.</summary>
    public HostCertificate? Certificate { get; set; }

    /// <summary>Whether nginx regards the host as one with HTTPS, through its own or a wildcard's tls entry.</summary>
    public bool HasTls { get; set; }

    /// <summary>The Ingresses that ask the host's clients for certificates, in order. An alias is the same server, with the same ones.</summary>
    public List<IngressSource> CertificateDemands { get; private init; } = [];

    /// <summary>What the host asks of its clients' certificates; null for nothing.</summary>
    public ClientCertificateDemand? ClientCertificate { get; set; }

    /// <summary>Whether TLS goes to the backend unopened.</summary>
    public bool PassesTlsThrough { get; set; }

    /// <summary>The Ingress whose server-snippet counts; the first one of the host.</summary>
    public IngressSource? ServerSnippet { get; set; }

    /// <summary>The Ingresses that have a part in the host, oldest first.</summary>
    public IEnumerable<IngressSource> Sources =>
        // Nearly always there is one.
        Locations.TrueForAll(location => location.Source == Creator)
            ? [Creator]
            : Locations.Select(location => location.Source).Prepend(Creator).Distinct();

    /// <summary>The Ingresses with a rule for the host, those included whose every path an older one has already taken.</summary>
    public List<IngressSource> Claimants { get; } = [creator];

    /// <summary>The namespaces that claim the host.</summary>
    public IEnumerable<string> Namespaces =>
        Claimants is [var only] ? [only.Namespace] : Claimants.Select(source => source.Namespace).Distinct();

    /// <summary>The same server under another name, with its certificate if that covers the name.</summary>
    public NginxHost WithName(string alias, bool isCovered)
    {
        var copy = new NginxHost(alias, Creator)
        {
            IsAlias = true,
            IsRegex = IsRegex,
            Certificate = isCovered ? Certificate : null,
            ServerSnippet = ServerSnippet,
            CertificateDemands = CertificateDemands,
        };
        copy.Locations.AddRange(Locations);
        copy.Claimants.AddRange(Claimants.Except(copy.Claimants));
        return copy;
    }

    /// <summary>
    /// Locations that nginx has a second time: ingress-nginx looks for a path's first location only, and when that one is of the other
    /// type, it doesn't see that it has both (controller.go, getBackendServers).
    /// </summary>
    public List<NginxLocation> Repeated { get; } = [];

    /// <summary>Adds a location unless an older one has the same path; the loser is told.</summary>
    public void Add(NginxLocation location)
    {
        var winner = Locations.Find(other => other.Path == location.Path && other.IsExact == location.IsExact);
        if (winner is null)
            Locations.Add(location);
        else
        {
            if (location.IsExact != IsFirstExact(location.Path))
                Repeated.Add(location);
            location.Source.Report(
                FindingCatalog.DuplicatePath,
                location.Field,
                location.Path,
                $"{winner.Source.Label} already serves {(IsCatchAll ? "*" : Name)}{location.Path}"
            );
        }
    }

    // Every server begins with a root of type Prefix.
    private bool IsFirstExact(string path) => path != "/" && Locations.Find(other => other.Path == path)!.IsExact;
}
