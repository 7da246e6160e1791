using System.Globalization;
using System.Text;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Hosts of one namespace that nginx serves alike: they become one VirtualService. Istio applies every route of a
/// VirtualService to all of its hosts, so hosts that differ in anything stand apart.
/// </summary>
internal sealed class HostGroup(IReadOnlyList<NginxHost> hosts)
{
    public IReadOnlyList<NginxHost> Hosts { get; } = hosts;

    /// <summary>Any of the hosts: what it serves, all of them serve.</summary>
    public NginxHost Sample => Hosts[0];

    public string Namespace => Sample.Creator.Namespace;

    /// <summary>The Ingresses that have a part in it, oldest first; canaries last.</summary>
    public List<IngressSource> Sources { get; } = [.. hosts.SelectMany(host => host.Sources).Distinct()];

    /// <summary>The Ingress that gives the group its name.</summary>
    public IngressSource Main => Sources[0];

    public bool IsRefused => Sources.Exists(source => source.IsRefused) || IsConflict;

    /// <summary>Whether other namespaces claim the hosts as well, and the user doesn't allow that.</summary>
    public bool IsConflict { get; set; }

    /// <summary>The gateway's policies that guard the hosts, nameless as yet.</summary>
    public IReadOnlyList<AuthorizationPolicy> Policies { get; set; } = [];

    /// <summary>Joins the hosts that are served alike, in the order in which they first appear.</summary>
    public static List<HostGroup> Join(IEnumerable<NginxHost> hosts) =>
        [.. hosts.GroupBy(SignatureOf, StringComparer.Ordinal).Select(group => new HostGroup([.. group]))];

    private static string SignatureOf(NginxHost host)
    {
        var signature = new StringBuilder();
        // Wildcards carry an authority match of their own, and the catch-all has a gateway of its own.
        signature.Append(
            host.IsCatchAll ? "*\n"
            : host.IsWildcard ? host.Name + "\n"
            : "\n"
        );
        signature.Append(
            CultureInfo.InvariantCulture,
            $"{host.IsRegex} {host.HasTls} {host.PassesTlsThrough} {host.Creator.Label}\n"
        );
        signature.Append(host.ServerSnippet?.Label).Append(' ').Append(host.RedirectsTo);
        foreach (var source in host.CertificateDemands)
            signature.Append('\n').Append(source.Label);
        foreach (var location in host.Locations)
            signature.Append(
                CultureInfo.InvariantCulture,
                $"\n{location.Source.Label} {location.IsExact} {location.Backend?.Service?.Name} "
                    + $"{location.Backend?.Service?.Port?.Name} {location.Backend?.Service?.Port?.Number} {location.Path}"
            );
        return signature.ToString();
    }
}
