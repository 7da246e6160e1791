using System.Globalization;
using System.Net;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>
/// One rule of an AuthorizationPolicy on a gateway (pilot/pkg/security/authz/model/model.go and generator.go): from, to and
/// when must all hold, one entry of each list suffices, and every field of an entry must hold.
/// </summary>
internal static class PolicyRule
{
    public static bool IsMatch(AuthorizationRule rule, HttpTransaction transaction) =>
        (rule.From is not { Count: > 0 } from || from.Any(entry => MatchesSource(entry.Source, transaction)))
        && (rule.To is not { Count: > 0 } to || to.Any(entry => MatchesOperation(entry.Operation, transaction)))
        && (rule.When ?? []).All(condition => MatchesCondition(condition, transaction));

    private static bool MatchesSource(AuthorizationSource? source, HttpTransaction transaction)
    {
        if (source is null)
            return true;
        return Holds(source.IpBlocks, source.NotIpBlocks, block => Contains(block, transaction.Request.SourceIp))
            && Holds(
                source.RemoteIpBlocks,
                source.NotRemoteIpBlocks,
                block => Contains(block, transaction.RemoteAddress)
            )
            // A client of a gateway proves no mesh identity and this model has no tokens: positive conditions never hold.
            && Holds(source.Principals, source.NotPrincipals, _ => false)
            && Holds(source.RequestPrincipals, source.NotRequestPrincipals, _ => false)
            && Holds(source.Namespaces, source.NotNamespaces, _ => false)
            && Holds(source.ServiceAccounts, source.NotServiceAccounts, _ => false);
    }

    private static bool MatchesOperation(AuthorizationOperation? operation, HttpTransaction transaction)
    {
        if (operation is null)
            return true;
        var path = transaction.PathWithoutQuery;
        return Holds(
                operation.Hosts,
                operation.NotHosts,
                // The whole :authority is compared, port included, in any case.
                host => StringMatcher.FromPolicy(host, ignoreCase: true).IsMatch(transaction.Authority)
            )
            && Holds(
                operation.Methods,
                operation.NotMethods,
                method => StringMatcher.FromPolicy(method).IsMatch(transaction.Request.Method)
            )
            && Holds(operation.Paths, operation.NotPaths, pattern => MatchesPath(pattern, path))
            && Holds(operation.Ports, operation.NotPorts, port => port == Text(transaction.ListenerPort));
    }

    private static bool MatchesCondition(AuthorizationCondition condition, HttpTransaction transaction)
    {
        var key = condition.Key ?? "";
        Func<string, bool>? test = key switch
        {
            "remote.ip" => block => Contains(block, transaction.RemoteAddress),
            "source.ip" => block => Contains(block, transaction.Request.SourceIp),
            "destination.port" => port => port == Text(transaction.ListenerPort),
            "connection.sni" => name => StringMatcher.FromPolicy(name).IsMatch(transaction.Request.ServerName),
            _ when key.StartsWith("request.headers[", StringComparison.Ordinal) && key.EndsWith(']') => value =>
                transaction.Header(key["request.headers[".Length..^1]) is { } header
                && (value == "*" || StringMatcher.FromPolicy(value).IsMatch(header)),
            _ when key.StartsWith("source.", StringComparison.Ordinal)
                    || key.StartsWith("request.auth.", StringComparison.Ordinal) => _ => false,
            _ => null,
        };
        // istiod drops a rule with an attribute it doesn't know.
        return test is not null && Holds(condition.Values, condition.NotValues, test);
    }

    private static bool Holds(IList<string>? values, IList<string>? notValues, Func<string, bool> test) =>
        (values is not { Count: > 0 } || values.Any(test)) && (notValues is not { Count: > 0 } || !notValues.Any(test));

    private static bool MatchesPath(string pattern, string path)
    {
        if (!pattern.Contains("{*}", StringComparison.Ordinal) && !pattern.Contains("{**}", StringComparison.Ordinal))
            return StringMatcher.FromPolicy(pattern).IsMatch(path);
        var expression = string.Join(
            '/',
            pattern
                .Split('/')
                .Select(segment =>
                    segment switch
                    {
                        "{*}" or "*" => "[^/]+",
                        "{**}" or "**" => ".*",
                        _ => System.Text.RegularExpressions.Regex.Escape(segment),
                    }
                )
        );
        return Re2.Compile(expression).IsFullMatch(path);
    }

    private static bool Contains(string block, IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.TryParse(block, out var single))
            return single.Equals(address);
        if (block.Split('/') is not [var start, var length] || !IPAddress.TryParse(start, out var network))
            return false;
        if (
            network.AddressFamily != address.AddressFamily
            || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
        )
            return false;
        var left = network.GetAddressBytes();
        var right = address.GetAddressBytes();
        if (bits > left.Length * 8)
            return false;
        for (var bit = 0; bit < bits; bit++)
            if (((left[bit / 8] ^ right[bit / 8]) & (0x80 >> (bit % 8))) != 0)
                return false;
        return true;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
