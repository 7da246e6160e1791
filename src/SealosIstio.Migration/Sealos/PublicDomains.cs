namespace SealosIstio.Migration.Sealos;

/// <summary>Tells the cloud's own hosts from those that tenants bring along. Compares whole labels, never bare suffixes:
/// <c>evilcloud.sealos.io</c> isn't below <c>cloud.sealos.io</c>.</summary>
public sealed class PublicDomains
{
    private readonly string[] domains;

    /// <param name="domains">Domains such as <c>cloud.sealos.io</c>; <c>*.x</c> and <c>.x</c> mean the same as <c>x</c>.</param>
    public PublicDomains(IEnumerable<string> domains) =>
        this.domains = [.. domains.Select(Normalize).Where(domain => domain.Length > 0).Distinct()];

    /// <summary>The domains, in lower case and without wildcard.</summary>
    public IReadOnlyList<string> Domains => domains;

    /// <summary>The public domain that a host is or lies below; null for a custom host.</summary>
    public string? DomainOf(string host)
    {
        var name = Normalize(host);
        string? longest = null;
        foreach (var domain in domains)
            if (IsAtOrBelow(name, domain) && domain.Length > (longest?.Length ?? 0))
                longest = domain;
        return longest;
    }

    private static bool IsAtOrBelow(string name, string domain) =>
        name.EndsWith(domain, StringComparison.Ordinal)
        && (name.Length == domain.Length || name[^(domain.Length + 1)] == '.');

    /// <summary>Whether a host belongs to the cloud.</summary>
    public bool Contains(string host) => DomainOf(host) is not null;

    /// <summary>
    /// Whether a certificate for the domain and <c>*.domain</c> covers the host. A wildcard stands for one label (RFC 6125).
    /// </summary>
    public bool IsCoveredByWildcardCertificate(string host) =>
        DomainOf(host) is { } domain
        && (
            Normalize(host) == domain
            || !Normalize(host)[..^(domain.Length + 1)].Contains('.', StringComparison.Ordinal)
        );

    /// <summary>Whose domains these hosts are.</summary>
    public DomainClass Classify(IEnumerable<string> hosts)
    {
        var (anyPublic, anyCustom) = (false, false);
        foreach (var host in hosts)
            if (Contains(host))
                anyPublic = true;
            else
                anyCustom = true;
        return (anyPublic, anyCustom) switch
        {
            (true, true) => DomainClass.Mixed,
            (true, false) => DomainClass.Public,
            (false, true) => DomainClass.Custom,
            _ => DomainClass.None,
        };
    }

    private static string Normalize(string domain) => domain.Trim().TrimStart('*').Trim('.').ToLowerInvariant();
}
