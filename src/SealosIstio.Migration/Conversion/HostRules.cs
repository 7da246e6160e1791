using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>What a host as a whole may not be on a gateway that tenants share.</summary>
internal static class HostRules
{
    public static void Check(NginxHost host, ConversionOptions options)
    {
        if (host.IsCatchAll)
            CheckCatchAll(host, options);
        if (host is { IsWildcard: true, IsAlias: false })
            host.Creator.Report(
                FindingCatalog.WildcardDepth,
                "spec.rules",
                host.Name,
                $"The wildcard {host.Name} is narrowed to one label"
            );
        if (IsConflict(host, options))
            foreach (var source in host.Claimants)
                source.Report(
                    FindingCatalog.SharedHost,
                    "spec.rules",
                    host.Name,
                    $"{(host.IsCatchAll ? "*" : host.Name)} is claimed by {string.Join(", ", host.Claimants.Select(other => other.Label))}"
                );
        if (host.IsRegex)
            foreach (var source in host.Sources.Where(source => !UsesRegex(source)))
                source.Report(FindingCatalog.RegexByNeighbour, "spec.rules", host.Name);
    }

    /// <summary>Whether several namespaces claim the host and the user doesn't allow it.</summary>
    public static bool IsConflict(NginxHost host, ConversionOptions options) =>
        !options.AllowSharedHost && host.Namespaces.Skip(1).Any();

    private static void CheckCatchAll(NginxHost host, ConversionOptions options)
    {
        foreach (var source in host.Sources)
        {
            var isTenant = source.Namespace.StartsWith(options.TenantNamespacePrefix, StringComparison.Ordinal);
            if (!isTenant || options.AllowCatchAllHost)
                source.Report(FindingCatalog.CatchAllHost, "spec.rules");
            else
            {
                source.Report(FindingCatalog.CatchAllHostInTenant, "spec.rules");
                source.Refuse();
            }
        }
    }

    private static bool UsesRegex(IngressSource source) =>
        source.IsOn("use-regex") || source.Annotation("rewrite-target") is { Length: > 0 };
}
