using System.Globalization;
using System.Net;
using System.Text;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Tests.IstioValidation;

/// <summary>validateHTTPRoute of pkg/config/validation/virtualservice.go, and what it calls.</summary>
internal static class HttpRouteRules
{
    private const int MaxBody = 1024 * 1024;

    private static readonly HashSet<string> RetryPolicies =
    [
        "5xx",
        "gateway-error",
        "reset",
        "reset-before-request",
        "connect-failure",
        "retriable-4xx",
        "refused-stream",
        "retriable-status-codes",
        "retriable-headers",
        "envoy-ratelimited",
        "http3-post-connect-failure",
        "cancelled",
        "deadline-exceeded",
        "internal",
        "resource-exhausted",
        "unavailable",
    ];

    private static readonly HashSet<string> CorsMethods =
    [
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "CONNECT",
        "OPTIONS",
        "TRACE",
        "*",
    ];

    public static IEnumerable<string> Check(string field, HttpRoute route, bool isDelegate) =>
        Conflicts(field, route, isDelegate)
            .Concat((route.Match ?? []).SelectMany((match, index) => Match($"{field}.match[{index}]", match)))
            .Concat(HeaderRules.Operations($"{field}.headers", route.Headers))
            .Concat(Cors($"{field}.corsPolicy", route.CorsPolicy))
            .Concat(Fault($"{field}.fault", route.Fault))
            .Concat(Mirrors(field, route))
            .Concat(Redirect($"{field}.redirect", route.Redirect))
            .Concat(DirectResponse($"{field}.directResponse", route.DirectResponse))
            .Concat(Retries($"{field}.retries", route.Retries))
            .Concat(Rewrite($"{field}.rewrite", route.Rewrite))
            .Concat(HeaderRules.Authority(field, route.Rewrite, route.Headers))
            .Concat(
                DestinationRules.Check(
                    $"{field}.route",
                    [.. (route.Route ?? []).Select(target => (target.Destination, target.Weight))]
                )
            )
            .Concat(
                (route.Route ?? []).SelectMany(target =>
                    HeaderRules.Operations($"{field}.route.headers", target.Headers)
                )
            )
            .Concat(DurationRules.Check($"{field}.timeout", route.Timeout));

    private static IEnumerable<string> Conflicts(string field, HttpRoute route, bool isDelegate)
    {
        var hasRoute = route.Route is { Count: > 0 };
        if (!isDelegate && route.Delegate is not null)
        {
            if (route.Redirect is not null || route.Route is not null)
                yield return $"{field}: root HTTP route must not specify redirect or route";
            yield break;
        }
        if (route.Delegate is not null)
            yield return $"{field}: delegate HTTP route cannot contain delegate";
        if (route.Redirect is not null || route.DirectResponse is not null)
        {
            if (route.Redirect is not null && route.DirectResponse is not null)
                yield return $"{field}: cannot contain both redirect and direct_response";
            if (hasRoute || route.Fault is not null || route.Rewrite is not null)
                yield return $"{field}: redirect and direct_response exclude route, fault and rewrite";
        }
        else if (!hasRoute)
        {
            yield return $"{field}: HTTP route, redirect or direct_response is required";
        }
        if (route.Mirror is not null && route.Mirrors is { Count: > 0 })
            yield return $"{field}: cannot contain both mirror and mirrors";
    }

    private static IEnumerable<string> Match(string field, HttpMatchRequest match)
    {
        foreach (var (name, value) in match.Headers ?? new Dictionary<string, StringMatch>())
        {
            if (!HeaderRules.IsMatchName(name))
                yield return $"{field}.headers: '{name}' is not a valid header name";
            foreach (var problem in StringMatchRules.Check($"{field}.headers[{name}]", value))
                yield return problem;
        }
        foreach (var (name, value) in match.WithoutHeaders ?? new Dictionary<string, StringMatch>())
        {
            if (!HeaderRules.IsMatchName(name))
                yield return $"{field}.withoutHeaders: '{name}' is not a valid header name";
            if (value.Regex != "*")
                foreach (var problem in StringMatchRules.Check($"{field}.withoutHeaders[{name}]", value))
                    yield return problem;
        }
        var others = StringMatchRules
            .Check($"{field}.uri", match.Uri, mayBeEmptyPrefix: true)
            .Concat(StringMatchRules.Check($"{field}.scheme", match.Scheme))
            .Concat(StringMatchRules.Check($"{field}.method", match.Method))
            .Concat(StringMatchRules.Check($"{field}.authority", match.Authority))
            .Concat(
                (match.QueryParams ?? new Dictionary<string, StringMatch>()).SelectMany(pair =>
                    StringMatchRules.Check($"{field}.queryParams[{pair.Key}]", pair.Value)
                )
            )
            .Concat(NameRules.Labels($"{field}.sourceLabels", match.SourceLabels))
            .Concat(NameRules.GatewayNames($"{field}.gateways", match.Gateways));
        foreach (var problem in others)
            yield return problem;
        if (match.Port is not (null or 0))
            foreach (var problem in NameRules.Port($"{field}.port", match.Port))
                yield return problem;
    }

    private static IEnumerable<string> Cors(string field, CorsPolicy? policy)
    {
        if (policy is null)
            yield break;
        foreach (var origin in policy.AllowOrigins ?? [])
        {
            if (string.IsNullOrEmpty(origin.Exact ?? origin.Prefix ?? origin.Regex))
                yield return $"{field}.allowOrigins: an origin is empty";
            foreach (var problem in StringMatchRules.Check($"{field}.allowOrigins", origin))
                yield return problem;
        }
        foreach (var method in policy.AllowMethods ?? [])
            if (!CorsMethods.Contains(method))
                yield return $"{field}.allowMethods: '{method}' is not a supported HTTP method";
        foreach (var name in (policy.AllowHeaders ?? []).Concat(policy.ExposeHeaders ?? []))
            if (name != "*" && !HeaderRules.IsName(name))
                yield return $"{field}: header name '{name}' is not a valid header name";
        foreach (var problem in DurationRules.Check($"{field}.maxAge", policy.MaxAge))
            yield return problem;
    }

    private static IEnumerable<string> Fault(string field, HttpFaultInjection? fault)
    {
        if (fault is null)
            yield break;
        if (fault.Abort is null && fault.Delay is null)
            yield return $"{field}: must have an abort and/or a delay";
        if (fault.Abort?.HttpStatus is < 200 or > 600)
            yield return $"{field}.abort.httpStatus: not in range 200-599";
        foreach (var value in new[] { fault.Abort?.Percentage?.Value, fault.Delay?.Percentage?.Value })
            if (value is < 0 or > 100 or (> 0 and < 0.0001))
                yield return $"{field}.percentage: neither 0.0, nor in range [0.0001, 100.0]";
        foreach (var problem in DurationRules.Check($"{field}.delay.fixedDelay", fault.Delay?.FixedDelay))
            yield return problem;
    }

    private static IEnumerable<string> Mirrors(string field, HttpRoute route)
    {
        if (route.MirrorPercentage?.Value is < 0 or > 100)
            yield return $"{field}.mirrorPercentage: not in range 0..100";
        foreach (var problem in DestinationRules.Check($"{field}.mirror", route.Mirror))
            yield return problem;
        foreach (var mirror in route.Mirrors ?? [])
        {
            if (mirror.Destination is null)
                yield return $"{field}.mirrors: destination is required";
            if (mirror.Percentage?.Value is < 0 or > 100)
                yield return $"{field}.mirrors.percentage: not in range 0..100";
            foreach (var problem in DestinationRules.Check($"{field}.mirrors.destination", mirror.Destination))
                yield return problem;
        }
    }

    private static IEnumerable<string> Redirect(string field, HttpRedirect? redirect)
    {
        if (redirect is null)
            yield break;
        if (
            string.IsNullOrEmpty(redirect.Uri)
            && string.IsNullOrEmpty(redirect.Authority)
            && string.IsNullOrEmpty(redirect.Scheme)
            && redirect.Port is null
            && redirect.DerivePort is null
        )
            yield return $"{field}: must specify URI, authority, scheme, or port";
        // Envoy has no other codes: RedirectResponseCode of route_components.proto. istiod takes 300 to 399 and drops the action.
        if (redirect.RedirectCode is not (null or 0 or 301 or 302 or 303 or 307 or 308))
            yield return $"{field}.redirectCode: Envoy has no redirect {redirect.RedirectCode}";
        if (redirect.Scheme is not (null or "" or "http" or "https"))
            yield return $"{field}.scheme: must be http or https";
        if (redirect.Port is > 0)
            foreach (var problem in NameRules.Port($"{field}.port", redirect.Port))
                yield return problem;
        if (redirect.DerivePort is not (null or "FROM_PROTOCOL_DEFAULT" or "FROM_REQUEST_PORT"))
            yield return $"{field}.derivePort: unknown value {redirect.DerivePort}";
    }

    private static IEnumerable<string> DirectResponse(string field, HttpDirectResponse? response)
    {
        if (response is null)
            yield break;
        if (response.Status is not (>= 200 and <= 600))
            yield return $"{field}.status: {response.Status} is not in range 200-599";
        if (Encoding.UTF8.GetByteCount(response.Body?.String ?? response.Body?.Bytes ?? "") > MaxBody)
            yield return $"{field}.body: must be less than 1MB";
    }

    private static IEnumerable<string> Retries(string field, HttpRetry? retries)
    {
        if (retries is null)
            yield break;
        if (retries.Attempts < 0)
            yield return $"{field}.attempts: cannot be negative";
        if (
            (retries.Attempts ?? 0) == 0
            && (
                retries.PerTryTimeout is not null
                || !string.IsNullOrEmpty(retries.RetryOn)
                || retries.RetryRemoteLocalities is not null
            )
        )
            yield return $"{field}: retry policy configured when attempts are set to 0";
        foreach (var policy in retries.RetryOn is { Length: > 0 } text ? text.Split(',') : [])
            if (!RetryPolicies.Contains(policy) && !IsStatus(policy))
                yield return $"{field}.retryOn: '{policy}' is not a valid retryOn policy";
        foreach (
            var problem in DurationRules
                .Check($"{field}.perTryTimeout", retries.PerTryTimeout)
                .Concat(DurationRules.Check($"{field}.backoff", retries.Backoff))
        )
            yield return problem;
    }

    private static bool IsStatus(string policy) =>
        int.TryParse(policy, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
        && Enum.IsDefined((HttpStatusCode)code);

    private static IEnumerable<string> Rewrite(string field, HttpRewrite? rewrite)
    {
        if (rewrite is null)
            yield break;
        var hasUri = !string.IsNullOrEmpty(rewrite.Uri);
        if (hasUri && rewrite.UriRegexRewrite is not null)
            yield return $"{field}: may only contain one of URI or UriRegexRewrite";
        if (!hasUri && rewrite.UriRegexRewrite is null && string.IsNullOrEmpty(rewrite.Authority))
            yield return $"{field}: must specify at least one of URI, UriRegexRewrite, or authority";
        if (rewrite.UriRegexRewrite is not { } regex)
            yield break;
        if (string.IsNullOrEmpty(regex.Match) || string.IsNullOrEmpty(regex.Rewrite))
            yield return $"{field}.uriRegexRewrite: requires both Rewrite and Match";
        else
            foreach (var problem in StringMatchRules.Regex($"{field}.uriRegexRewrite.match", regex.Match))
                yield return problem;
    }
}
