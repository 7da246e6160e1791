using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// server-alias: more names for a host. Of several Ingresses the first one with the annotation counts, and a name that some
/// rule has as its host stays with that rule (recorded).
/// </summary>
internal static class HostAliases
{
    private const string Name = "server-alias";

    public static void Add(Dictionary<string, NginxHost> hosts)
    {
        foreach (var host in hosts.Values.Where(host => !host.IsCatchAll).ToList())
            if (host.Sources.FirstOrDefault(source => source.Annotation(Name) is { Length: > 0 }) is { } source)
                Add(hosts, host, source);
    }

    private static void Add(Dictionary<string, NginxHost> hosts, NginxHost host, IngressSource source)
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
                hosts[alias] = host.WithName(alias);
                source.MarkApplied(Name);
            }
        }
    }
}
