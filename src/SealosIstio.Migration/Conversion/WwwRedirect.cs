using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>from-to-www-redirect: the host's twin, with or without www, redirects to it unless it is a host of its own.</summary>
internal static class WwwRedirect
{
    private const string Name = "from-to-www-redirect";
    private const string Www = "www.";

    public static void Add(Dictionary<string, NginxHost> hosts, HostCertificateFinder certificates)
    {
        foreach (var host in hosts.Values.Where(host => host is { IsCatchAll: false, IsAlias: false }).ToList())
            if (AskingIn(host.Locations.Where(location => !location.IsImplied)) is { } source)
                Add(hosts, host, source, certificates);
            else if (AskingIn(host.Locations) is { } unheard)
                unheard.ReportAnnotation(
                    FindingCatalog.AnnotationHasNoEffect,
                    Name,
                    $"nginx looks at the paths of {host.Name} only, and none is this Ingress's."
                );
    }

    // Of the root that it gives to every server, nginx doesn't take it (controller.go, getBackendServers).
    private static IngressSource? AskingIn(IEnumerable<NginxLocation> locations) =>
        locations.Select(location => location.Source).FirstOrDefault(source => source.IsOn(Name));

    private static void Add(
        Dictionary<string, NginxHost> hosts,
        NginxHost host,
        IngressSource source,
        HostCertificateFinder certificates
    )
    {
        var twin = host.Name.StartsWith(Www, StringComparison.Ordinal) ? host.Name[Www.Length..] : Www + host.Name;
        // nginx refuses its whole configuration for a wildcard (recorded); there is no twin to speak of.
        if (host.IsWildcard || hosts.ContainsKey(twin))
        {
            source.ReportAnnotation(FindingCatalog.WwwRedirectSkipped, Name);
            return;
        }
        var certificate =
            host.Certificate is { SecretName: { } secret } wanted
            && certificates.Covers(wanted.Source.Namespace, secret, twin)
                ? wanted
                : null;
        if (host.Certificate is not null && certificate is null)
            source.ReportAnnotation(FindingCatalog.WwwRedirectWithoutCertificate, Name);
        source.ReportAnnotation(FindingCatalog.WwwRedirectKeepsSlash, Name);
        source.MarkApplied(Name);
        hosts[twin] = new NginxHost(twin, source)
        {
            RedirectsTo = host.Name,
            Certificate = certificate,
            HasTls = certificate is not null,
        };
    }
}
