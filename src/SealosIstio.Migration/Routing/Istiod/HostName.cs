namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>Host names with wildcards, as istiod compares them (pkg/config/host/name.go and names.go).</summary>
internal static class HostName
{
    public static bool IsSubsetOf(string name, string other)
    {
        if (!other.StartsWith('*'))
            return name == other;
        if (name.StartsWith('*'))
            return name.Length >= other.Length && name[1..].EndsWith(other[1..], StringComparison.Ordinal);
        return name.EndsWith(other[1..], StringComparison.Ordinal);
    }

    public static bool Overlaps(string name, string other) => IsSubsetOf(name, other) || IsSubsetOf(other, name);

    /// <summary>The names that both lists cover: of each overlapping pair the narrower one.</summary>
    public static IReadOnlyList<string> Intersection(IEnumerable<string> names, IReadOnlyList<string> others)
    {
        var result = new List<string>();
        foreach (var name in names)
        foreach (var other in others)
        {
            var narrower =
                IsSubsetOf(name, other) ? name
                : IsSubsetOf(other, name) ? other
                : null;
            if (narrower is not null && !result.Contains(narrower))
                result.Add(narrower);
        }
        return result;
    }

    /// <summary>The hosts of a server that a namespace may bind to, their namespace part cut off.</summary>
    public static IEnumerable<string> ForNamespace(IEnumerable<string> hosts, string ns)
    {
        foreach (var host in hosts)
        {
            var slash = host.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
                yield return host;
            else if (host[..slash] == ns || host[..slash] == "*")
                yield return host[(slash + 1)..];
        }
    }

    /// <summary>A server's hosts with <c>./</c> made the Gateway's namespace and <c>*/</c> dropped (pilot/pkg/model/gateway.go).</summary>
    public static IReadOnlyList<string> Sanitize(IEnumerable<string> hosts, string gatewayNamespace)
    {
        var result = new List<string>();
        foreach (var host in hosts)
        {
            if (host == "*/*")
                return ["*"];
            if (host.StartsWith("./", StringComparison.Ordinal))
                result.Add(gatewayNamespace + host[1..]);
            else
                result.Add(host.StartsWith("*/", StringComparison.Ordinal) ? host[2..] : host);
        }
        return result;
    }

    /// <summary>A short name gets its namespace and the cluster's domain (pilot/pkg/model/config.go, ResolveShortnameToFQDN).</summary>
    public static string Resolve(string host, string ns, string clusterDomain) =>
        host.Length == 0
        || host == "*"
        || host.Contains('.', StringComparison.Ordinal)
        || System.Net.IPAddress.TryParse(host, out _)
            ? host
            : $"{host}.{ns}.svc.{clusterDomain}";
}
