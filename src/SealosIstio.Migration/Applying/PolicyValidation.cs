using System.Globalization;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion.Annotations;

namespace SealosIstio.Migration.Applying;

/// <summary>
/// What istiod would refuse of an AuthorizationPolicy (pkg/config/validation), and what it would take and understand as something else:
/// a rule without condition matches every request of every tenant behind the gateway.
/// </summary>
internal static class PolicyValidation
{
    private static readonly string[] Actions = ["ALLOW", "DENY", "AUDIT", "CUSTOM"];

    /// <summary>Each wrong field and what would be right.</summary>
    public static IEnumerable<string> Check(AuthorizationPolicySpec? spec)
    {
        // Without a spec the policy allows nothing: istiod takes that, and some mean it.
        if (spec is null)
            yield break;
        if (spec.Action is { Length: > 0 } action && !Actions.Contains(action))
            yield return $"spec.action: '{action}' is none: right would be one of {string.Join(", ", Actions)}";
        var isCustom = spec.Action == "CUSTOM";
        if (isCustom && string.IsNullOrEmpty(spec.Provider?.Name))
            yield return "spec.provider.name is missing: action CUSTOM asks a provider of the mesh configuration";
        if (!isCustom && spec.Provider is not null)
            yield return "spec.provider: only action CUSTOM asks one";
        if (spec.Action is "CUSTOM" or "DENY" && spec.Rules is not { Count: > 0 })
            yield return $"spec.rules is missing: without any, action {spec.Action} never acts";
        if (
            spec.Selector?.MatchLabels is { Count: > 0 }
            && (spec.TargetRef is not null || spec.TargetRefs is { Count: > 0 })
        )
            yield return "spec.selector and spec.targetRefs exclude each other";
        for (var i = 0; i < (spec.Rules?.Count ?? 0); i++)
            foreach (var problem in CheckRule(spec.Rules![i], $"spec.rules[{i}]"))
                yield return problem;
    }

    private static IEnumerable<string> CheckRule(AuthorizationRule rule, string field)
    {
        if (rule.From is { Count: 0 })
            yield return $"{field}.from is empty: leave it out to mean every source";
        if (rule.To is { Count: 0 })
            yield return $"{field}.to is empty: leave it out to mean every request";
        for (var i = 0; i < (rule.From?.Count ?? 0); i++)
            foreach (var problem in CheckLists(SourceLists(rule.From![i].Source), $"{field}.from[{i}].source"))
                yield return problem;
        for (var i = 0; i < (rule.To?.Count ?? 0); i++)
            foreach (var problem in CheckLists(OperationLists(rule.To![i].Operation), $"{field}.to[{i}].operation"))
                yield return problem;
        for (var i = 0; i < (rule.When?.Count ?? 0); i++)
        {
            var condition = rule.When![i];
            if (string.IsNullOrEmpty(condition.Key))
                yield return $"{field}.when[{i}].key is missing";
            if (condition.Values is not { Count: > 0 } && condition.NotValues is not { Count: > 0 })
                yield return $"{field}.when[{i}]: one of values and notValues is needed";
        }
    }

    private static IEnumerable<string> CheckLists(
        IReadOnlyList<(string Name, IList<string>? Values, Func<string, string?>? WhyNot)> lists,
        string field
    )
    {
        if (lists.All(list => list.Values is not { Count: > 0 }))
            yield return $"{field} is empty: name what it is about";
        foreach (var (name, values, whyNot) in lists)
            for (var i = 0; i < (values?.Count ?? 0); i++)
                if (string.IsNullOrEmpty(values![i]))
                    yield return $"{field}.{name}[{i}] is empty";
                else if (whyNot?.Invoke(values[i]) is { } reason)
                    yield return $"{field}.{name}[{i}]: '{values[i]}' {reason}";
    }

    private static List<(string Name, IList<string>? Values, Func<string, string?>? WhyNot)> SourceLists(
        AuthorizationSource? source
    ) =>
        [
            ("principals", source?.Principals, null),
            ("notPrincipals", source?.NotPrincipals, null),
            ("requestPrincipals", source?.RequestPrincipals, null),
            ("notRequestPrincipals", source?.NotRequestPrincipals, null),
            ("namespaces", source?.Namespaces, null),
            ("notNamespaces", source?.NotNamespaces, null),
            ("serviceAccounts", source?.ServiceAccounts, null),
            ("notServiceAccounts", source?.NotServiceAccounts, null),
            ("ipBlocks", source?.IpBlocks, WhyNoNetwork),
            ("notIpBlocks", source?.NotIpBlocks, WhyNoNetwork),
            ("remoteIpBlocks", source?.RemoteIpBlocks, WhyNoNetwork),
            ("notRemoteIpBlocks", source?.NotRemoteIpBlocks, WhyNoNetwork),
        ];

    private static List<(string Name, IList<string>? Values, Func<string, string?>? WhyNot)> OperationLists(
        AuthorizationOperation? operation
    ) =>
        [
            ("hosts", operation?.Hosts, null),
            ("notHosts", operation?.NotHosts, null),
            ("ports", operation?.Ports, WhyNoPort),
            ("notPorts", operation?.NotPorts, WhyNoPort),
            ("methods", operation?.Methods, null),
            ("notMethods", operation?.NotMethods, null),
            ("paths", operation?.Paths, null),
            ("notPaths", operation?.NotPaths, null),
        ];

    private static string? WhyNoNetwork(string text) =>
        IpNetworkText.TryNormalize(text, out _) ? null : "is no address or network such as 10.0.0.0/8";

    private static string? WhyNoPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? null
            : "is no port from 1 to 65535";
}
