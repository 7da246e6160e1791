using System.Globalization;
using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Tests.IstioValidation;

/// <summary>ValidateAuthorizationPolicy of pkg/config/validation/validation.go, and pkg/config/security/security.go.</summary>
internal static partial class AuthorizationPolicyRules
{
    private static readonly string[] Attributes =
    [
        "source.ip",
        "remote.ip",
        "source.namespace",
        "source.principal",
        "request.auth.principal",
        "request.auth.audiences",
        "request.auth.presenter",
        "destination.ip",
        "destination.port",
        "connection.sni",
    ];

    public static IEnumerable<string> Check(AuthorizationPolicy policy)
    {
        var spec = policy.Spec ?? new AuthorizationPolicySpec();
        if (
            (spec.Selector is null ? 0 : 1)
                + (spec.TargetRef is null ? 0 : 1)
                + (spec.TargetRefs is { Count: > 0 } ? 1 : 0)
            > 1
        )
            yield return "spec: only one of targetRefs or selector can be set";
        foreach (var problem in NameRules.Selector("spec.selector", spec.Selector?.MatchLabels))
            yield return problem;
        if (spec.Action is not (null or "ALLOW" or "DENY" or "AUDIT" or "CUSTOM"))
            yield return $"spec.action: unknown action {spec.Action}";
        var isCustom = spec.Action == "CUSTOM";
        if (spec.Action is "CUSTOM" or "DENY" && spec.Rules is null)
            yield return $"spec.rules: {spec.Action} without rules is never triggered";
        if (isCustom && spec.Rules is not null && string.IsNullOrEmpty(spec.Provider?.Name))
            yield return "spec.provider.name: must not be empty";
        if (!isCustom && spec.Provider is not null)
            yield return "spec.provider: must not be with non CUSTOM action";
        foreach (
            var problem in (spec.Rules ?? []).SelectMany((rule, index) => Rule($"spec.rules[{index}]", rule, isCustom))
        )
            yield return problem;
    }

    private static IEnumerable<string> Rule(string field, AuthorizationRule rule, bool isCustom)
    {
        if (rule.From is { Count: 0 })
            yield return $"{field}.from: must not be empty";
        if (rule.To is { Count: 0 })
            yield return $"{field}.to: must not be empty";
        var parts = (rule.From ?? [])
            .SelectMany(from => Source($"{field}.from", from.Source, isCustom))
            .Concat((rule.To ?? []).SelectMany(to => Operation($"{field}.to", to.Operation)))
            .Concat((rule.When ?? []).SelectMany(condition => Condition($"{field}.when", condition, isCustom)));
        foreach (var problem in parts)
            yield return problem;
    }

    private static IEnumerable<string> Source(string field, AuthorizationSource? source, bool isCustom)
    {
        if (source is null)
        {
            yield return $"{field}.source: must not be nil";
            yield break;
        }
        IList<string>?[] identities =
        [
            source.Principals,
            source.NotPrincipals,
            source.RequestPrincipals,
            source.NotRequestPrincipals,
            source.Namespaces,
            source.NotNamespaces,
            source.ServiceAccounts,
            source.NotServiceAccounts,
        ];
        IList<string>?[] addresses =
        [
            source.IpBlocks,
            source.NotIpBlocks,
            source.RemoteIpBlocks,
            source.NotRemoteIpBlocks,
        ];
        if (identities.Concat(addresses).All(list => list is not { Count: > 0 }))
            yield return $"{field}.source: must not be empty";
        if (isCustom && identities.Any(list => list is { Count: > 0 }))
            yield return $"{field}.source: identities are not supported with CUSTOM action";
        foreach (var value in identities.Concat(addresses).SelectMany(list => list ?? []))
            if (value.Length == 0)
                yield return $"{field}.source: empty value not allowed";
        foreach (
            var problem in addresses
                .SelectMany(list => list ?? [])
                .SelectMany(value => NameRules.Subnet($"{field}.source", value))
        )
            yield return problem;
    }

    private static IEnumerable<string> Operation(string field, AuthorizationOperation? operation)
    {
        if (operation is null)
        {
            yield return $"{field}.operation: must not be nil";
            yield break;
        }
        IList<string>?[] all =
        [
            operation.Hosts,
            operation.NotHosts,
            operation.Ports,
            operation.NotPorts,
            operation.Methods,
            operation.NotMethods,
            operation.Paths,
            operation.NotPaths,
        ];
        if (all.All(list => list is not { Count: > 0 }))
            yield return $"{field}.operation: must not be empty";
        if (all.SelectMany(list => list ?? []).Any(value => value.Length == 0))
            yield return $"{field}.operation: empty value not allowed";
        foreach (var port in (operation.Ports ?? []).Concat(operation.NotPorts ?? []))
            if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                yield return $"{field}.operation.ports: '{port}' is no port";
        foreach (var path in (operation.Paths ?? []).Concat(operation.NotPaths ?? []))
            if (!IsPath(path))
                yield return $"{field}.operation.paths: invalid or unsupported path '{path}'";
    }

    // CheckValidPathTemplate: {*} is one segment, {**} the rest and only the last one; no other braces.
    private static bool IsPath(string path)
    {
        var isTemplate =
            path.Contains("{*}", StringComparison.Ordinal) || path.Contains("{**}", StringComparison.Ordinal);
        var hasRest = false;
        foreach (var segment in path.Trim('/').Split('/'))
        {
            if (segment is "{*}" or "{**}")
            {
                if (hasRest)
                    return false;
                hasRest = segment == "{**}";
                continue;
            }
            if (segment.AsSpan().IndexOfAny('{', '}') >= 0 || (isTemplate && !PathLiteral().IsMatch(segment)))
                return false;
        }
        return true;
    }

    private static IEnumerable<string> Condition(string field, AuthorizationCondition condition, bool isCustom)
    {
        var key = condition.Key ?? "";
        if (key.Length == 0)
            yield return $"{field}.key: must not be empty";
        else if (!Attributes.Contains(key) && !IsMapKey(key))
            yield return $"{field}.key: unknown attribute {key}";
        if (condition.Values is not { Count: > 0 } && condition.NotValues is not { Count: > 0 })
            yield return $"{field}: at least one of values or notValues must be set for key {key}";
        var values = (condition.Values ?? []).Concat(condition.NotValues ?? []).ToList();
        if (values.Contains(""))
            yield return $"{field}: empty value not allowed";
        if (key is "source.ip" or "remote.ip" or "destination.ip")
            foreach (var problem in values.SelectMany(value => NameRules.Subnet(field, value)))
                yield return problem;
        if (
            isCustom
            && (
                key is "source.namespace" or "source.principal" or "source.serviceAccount"
                || key.StartsWith("request.auth.", StringComparison.Ordinal)
            )
        )
            yield return $"{field}.key: {key} is not supported with CUSTOM action";
    }

    private static bool IsMapKey(string key) => MapKey().IsMatch(key);

    [GeneratedRegex(@"\A[a-zA-Z0-9\-._~%!$&'()+,;:@=]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathLiteral();

    [GeneratedRegex(
        @"\A(?:request\.headers|request\.auth\.claims|experimental\.envoy\.filters\.[^\[]*)\[[^\]]+.*\]\z",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex MapKey();
}
