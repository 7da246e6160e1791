using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Manifests;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Applying;

/// <summary>
/// What can be told wrong from the object alone, before any request: Istio's own check runs in istiod, which may be absent, and
/// an API server accepts a VirtualService whose host or regular expression no proxy would take.
/// </summary>
internal static class ResourceValidation
{
    // The routes of a cluster repeat a few expressions thousands of times, and compiling one takes as long as all else together.
    private const int MostExpressions = 1000;
    private static readonly ConcurrentDictionary<string, string?> Expressions = new(StringComparer.Ordinal);

    private const string NameRule =
        "lower-case letters, digits, '-' and '.', beginning and ending with a letter or digit";

    private const string HostRule =
        "a DNS name such as shop.example.com; a wildcard only as the first label, as in *.example.com";

    /// <summary>The refusal that names every wrong field; null when nothing is wrong.</summary>
    /// <param name="desired">The object.</param>
    /// <param name="isNamespaced">Whether its kind lives in namespaces.</param>
    public static ResourceException? Check(KubernetesObject desired, bool isNamespaced)
    {
        var problems = CheckMetadata(desired, isNamespaced)
            .Concat(
                desired switch
                {
                    VirtualService route => CheckVirtualService(route.Spec),
                    Gateway gateway => CheckGateway(gateway.Spec),
                    AuthorizationPolicy policy => PolicyValidation.Check(policy.Spec),
                    V1Secret when SecretRedaction.IsRedacted(desired) =>
                    [
                        $"metadata.annotations['{SecretRedaction.Annotation}']: the values of this Secret were withheld when it was "
                            + "written to a file; applying it would empty the real one",
                    ],
                    DestinationRule { Spec.Host: null or "" } => ["spec.host is missing: name the Service it is for"],
                    _ => [],
                }
            )
            .ToList();
        return problems.Count == 0
            ? null
            : new ResourceException(
                ResourceProblem.Invalid,
                ResourceIdentity.Of(desired),
                $"{ResourceIdentity.Of(desired)}: {string.Join("; ", problems)}.",
                "Correct the fields that the message names."
            );
    }

    private static IEnumerable<string> CheckMetadata(KubernetesObject desired, bool isNamespaced)
    {
        var metadata = desired.Metadata;
        if (string.IsNullOrEmpty(metadata.Name))
            yield return "metadata.name is missing";
        // RBAC's kinds alone take any name that fits into a URL, such as cert-manager:leaderelection.
        else if (!DnsName.IsObjectName(metadata.Name) && !(IsRbac(desired) && IsPathSegment(metadata.Name)))
            yield return $"metadata.name: '{metadata.Name}' is no name: allowed are {NameRule}";
        if (isNamespaced && string.IsNullOrEmpty(metadata.NamespaceProperty))
            yield return "metadata.namespace is missing";
    }

    private static bool IsRbac(KubernetesObject desired) =>
        desired.ApiVersion.StartsWith("rbac.authorization.k8s.io/", StringComparison.Ordinal);

    private static bool IsPathSegment(string name) => name is not ("." or "..") && !name.AsSpan().ContainsAny('/', '%');

    private static IEnumerable<string> CheckVirtualService(VirtualServiceSpec? spec)
    {
        if (spec is null)
        {
            yield return "spec is missing";
            yield break;
        }
        var routes = spec.Http ?? [];
        // A delegate has neither hosts nor gateways: the VirtualService that calls it brings both.
        if (spec.Hosts is not { Count: > 0 } && (spec.Gateways is { Count: > 0 } || routes.Count == 0))
            yield return "spec.hosts is missing: name at least one host";
        for (var i = 0; i < (spec.Hosts?.Count ?? 0); i++)
            if (!DnsName.IsHost(spec.Hosts![i]))
                yield return $"spec.hosts[{i}]: '{spec.Hosts[i]}' is no host: right would be {HostRule}";
        if (routes.Count + (spec.Tls?.Count ?? 0) + (spec.Tcp?.Count ?? 0) == 0)
            yield return "spec.http is missing: at least one route of http, tls or tcp is needed";
        for (var i = 0; i < routes.Count; i++)
            foreach (var problem in CheckRoute(routes[i], $"spec.http[{i}]"))
                yield return problem;
    }

    private static IEnumerable<string> CheckRoute(HttpRoute route, string field)
    {
        var matches = route.Match ?? [];
        for (var i = 0; i < matches.Count; i++)
            foreach (var (name, match) in MatchesOf(matches[i]))
                if (match?.Regex is { } expression && WhyNotRegex(expression) is { } reason)
                    yield return $"{field}.match[{i}].{name}.regex: '{expression}' is no regular expression of RE2: {reason}";
        var destinations = route.Route ?? [];
        if (destinations.Count == 0 && route is { Redirect: null, DirectResponse: null, Delegate: null })
            yield return $"{field}: one of route, redirect, directResponse or delegate is needed";
        for (var i = 0; i < destinations.Count; i++)
            if (string.IsNullOrEmpty(destinations[i].Destination?.Host))
                yield return $"{field}.route[{i}].destination.host is missing";
    }

    private static IEnumerable<(string Name, StringMatch? Match)> MatchesOf(HttpMatchRequest match)
    {
        yield return ("uri", match.Uri);
        yield return ("authority", match.Authority);
        foreach (var (header, value) in match.Headers ?? new Dictionary<string, StringMatch>())
            yield return ($"headers['{header}']", value);
        foreach (var (parameter, value) in match.QueryParams ?? new Dictionary<string, StringMatch>())
            yield return ($"queryParams['{parameter}']", value);
    }

    private static IEnumerable<string> CheckGateway(GatewaySpec? spec)
    {
        if (spec?.Servers is not { Count: > 0 } servers)
        {
            yield return "spec.servers is missing: name at least one server";
            yield break;
        }
        for (var i = 0; i < servers.Count; i++)
        {
            var field = $"spec.servers[{i}]";
            if (servers[i].Port is not { Number: > 0 and < 65536 })
                yield return $"{field}.port.number is missing: a port from 1 to 65535 is needed";
            if (servers[i].Hosts is not { Count: > 0 } hosts)
            {
                yield return $"{field}.hosts is missing: name at least one host";
                continue;
            }
            for (var j = 0; j < hosts.Count; j++)
                if (!DnsName.IsHost(hosts[j][(hosts[j].IndexOf('/', StringComparison.Ordinal) + 1)..]))
                    yield return $"{field}.hosts[{j}]: '{hosts[j]}' is no host: right would be {HostRule}";
        }
    }

    private static string? WhyNotRegex(string expression)
    {
        if (Expressions.Count >= MostExpressions)
            Expressions.Clear();
        return Expressions.GetOrAdd(expression, Compile);
    }

    // RE2 knows neither look-around nor back-references; .NET's non-backtracking engine has the same bound.
    private static string? Compile(string expression)
    {
        try
        {
            _ = new Regex(
                expression.Replace("(?P<", "(?<", StringComparison.Ordinal),
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant
            );
            return null;
        }
        catch (NotSupportedException)
        {
            return "look-around, back-references and atomic groups don't exist there";
        }
        catch (RegexParseException exception)
        {
            return $"{exception.Error} at offset {exception.Offset}";
        }
    }
}
