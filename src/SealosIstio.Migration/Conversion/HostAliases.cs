using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// server-alias: more names for a host. Of several Ingresses the first one with the annotation counts, and a name that some
/// rule has as its host stays with that rule (recorded).
/// </summary>
internal static class HostAliases
{
    private const string Name = "server-alias";

    public static void Add(Dictionary<string, NginxHost> hosts, HostCertificateFinder certificates)
    {
        // An alias of two hosts is the first one's: the controller writes servers in the order of their names, and nginx keeps to the
        // first server of a name.
        foreach (
            var host in hosts
                .Values.Where(host => !host.IsCatchAll)
                .OrderBy(host => host.Name, StringComparer.Ordinal)
                .ToList()
        )
            if (host.Sources.FirstOrDefault(source => source.Annotation(Name) is { Length: > 0 }) is { } source)
                Add(hosts, host, source, certificates);
    }

    private static void Add(
        Dictionary<string, NginxHost> hosts,
        NginxHost host,
        IngressSource source,
        HostCertificateFinder certificates
    )
    {
        foreach (
            var listed in source
                .Annotation(Name)!
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
        {
            var alias = HostName.Normalize(listed);
            if (!HostName.IsValid(alias) || !HostName.IsTakenByGateway(alias))
                source.ReportAnnotation(FindingCatalog.AliasUnsupported, Name);
            else if (hosts.TryGetValue(alias, out var owner))
            {
                if (owner.Creator != source)
                    source.ReportAnnotation(
                        FindingCatalog.AliasTaken,
                        Name,
                        $"{owner.Creator.Label} already has {alias} as a host or alias"
                    );
            }
            else
            {
                // An alias has TLS only through a certificate that names it (controller.go, configureCertificates).
                var isCovered =
                    host.Certificate is { SecretName: { } secret } certificate
                    && certificates.Covers(certificate.Source.Namespace, secret, alias);
                hosts[alias] = host.WithName(alias, isCovered);
                source.MarkApplied(Name);
            }
        }
    }
}
