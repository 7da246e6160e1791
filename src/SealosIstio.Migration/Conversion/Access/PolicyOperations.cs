using System.Buffers;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>
/// The requests of a host's locations, said in hosts and paths of an AuthorizationPolicy. It knows exact texts, prefixes and
/// suffixes, and compares paths after the gateway's normalization, as the routes do.
/// </summary>
internal static class PolicyOperations
{
    // What neither nginx' nor Envoy's way of decoding paths can turn into something else (RFC 3986, unreserved).
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"
    );

    /// <summary>Why locations of a host can't be told apart by a policy; null when they can.</summary>
    /// <param name="host">The host.</param>
    /// <param name="normalization">The mesh's normalization of paths.</param>
    public static string? WhyInseparable(NginxHost host, string normalization)
    {
        if (host.IsRegex)
            return "its paths are regular expressions, which a policy can't say";
        if (normalization == "NONE")
            return "the mesh doesn't normalize paths, so that /open/../closed would pass for a path of /open";
        return host.Locations.Find(location => location.Path.AsSpan().ContainsAnyExcept(Plain)) is { } odd
            ? $"the path {odd.Path} has characters that can be written in several ways"
            : null;
    }

    /// <summary>Every request of the hosts.</summary>
    public static IReadOnlyList<AuthorizationOperation> Everything(IEnumerable<NginxHost> hosts) =>
        [new AuthorizationOperation { Hosts = Names(hosts) }];

    /// <summary>The requests of the hosts that nginx gives to some of their locations.</summary>
    /// <param name="hosts">The hosts of a group.</param>
    /// <param name="isWanted">Tells the locations that are meant.</param>
    public static IReadOnlyList<AuthorizationOperation> Of(
        IReadOnlyList<NginxHost> hosts,
        Func<NginxLocation, bool> isWanted
    )
    {
        var host = hosts[0];
        var operations = new List<AuthorizationOperation>();
        foreach (var location in host.Locations.Where(isWanted))
        {
            var excluded = host
                .Locations.Where(other => !isWanted(other) && Encloses(location, other))
                .SelectMany(other => Territory(other, host))
                .Distinct()
                .ToList();
            operations.Add(
                new AuthorizationOperation
                {
                    Hosts = Names(hosts),
                    Paths = IsRoot(location) ? null : [.. Own(location, host)],
                    NotPaths = excluded.Count == 0 ? null : excluded,
                }
            );
        }
        return operations;
    }

    // The whole :authority is compared, in any case; clients may add a port.
    private static List<string> Names(IEnumerable<NginxHost> hosts) =>
        [.. hosts.SelectMany(host => new[] { host.Name, host.Name + ":*" })];

    private static bool IsRoot(NginxLocation location) => location is { Path: "/", IsExact: false };

    private static IEnumerable<string> Own(NginxLocation location, NginxHost host)
    {
        if (location.IsExact)
            return [location.Path];
        if (location.Path.EndsWith('/'))
            return [location.Path + "*"];
        return host.Locations.Exists(other => other.IsExact && other.Path == location.Path)
            ? [location.Path + "/*"]
            : [location.Path, location.Path + "/*"];
    }

    // nginx redirects the bare path of a directory before it asks anything.
    private static IEnumerable<string> Territory(NginxLocation location, NginxHost host) =>
        PathMatches.RedirectsBarePath(location, host)
            ? Own(location, host).Prepend(location.Path[..^1])
            : Own(location, host);

    private static bool Encloses(NginxLocation outer, NginxLocation inner) =>
        outer != inner
        && !outer.IsExact
        && (
            IsRoot(outer)
            || (inner.Path == outer.Path && inner.IsExact)
            || (
                inner.Path.Length > outer.Path.Length
                && inner.Path.StartsWith(outer.Path.TrimEnd('/') + "/", StringComparison.Ordinal)
            )
        );
}
