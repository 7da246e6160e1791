using System.Buffers;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>
/// Whether a finding declares a difference: its field must be one that can cause just this difference. A finding about the
/// Ingress as a whole explains nothing, except that a refusal explains every answer of the hosts that it takes away.
/// </summary>
public static class DifferenceExplanation
{
    private const string Normalization = "pathNormalization";
    private const string ForwardedHeaders = "data.use-forwarded-headers";

    /// <summary>The findings that explain each difference. What follows from another backend or status shares its explanation.</summary>
    /// <param name="request">The request.</param>
    /// <param name="nginxStatus">The status that a client of nginx gets; 0 for no HTTP answer.</param>
    /// <param name="gatewayStatus">The status that a client of the gateway gets; 0 for no HTTP answer.</param>
    /// <param name="differences">What differs.</param>
    /// <param name="findings">The findings on the host and on the run as a whole.</param>
    /// <param name="isRefused">Whether the host is not converted.</param>
    /// <param name="isStale">Whether nginx refuses the configuration that was converted, and answers by an older one.</param>
    public static IReadOnlyDictionary<RouteDifference, IReadOnlyList<Finding>> Of(
        RoutingRequest request,
        int nginxStatus,
        int gatewayStatus,
        IReadOnlyList<RouteDifference> differences,
        IReadOnlyList<Finding> findings,
        bool isRefused,
        bool isStale = false
    )
    {
        var root = differences.FirstOrDefault(difference => difference.Aspect is "status" or "backend");
        var result = new Dictionary<RouteDifference, IReadOnlyList<Finding>>();
        foreach (var difference in differences)
        {
            string[] causes = root is null
                ?
                [
                    .. HeaderCauses(difference.Aspect, request, nginxStatus),
                    // The path may have led to another location, with other headers.
                    .. IsUnusualPath(request) ? [Normalization] : Array.Empty<string>(),
                ]
                : [.. AnswerCauses(request, nginxStatus, gatewayStatus)];
            result[difference] =
            [
                .. findings.Where(finding =>
                    isRefused
                        ? finding.Severity == FindingSeverity.Error
                        : (isStale && finding.Code == FindingCatalog.NginxRefuses.Code)
                            || (IsOneOf(finding.Field, causes) && !IsAboutAnother(finding.Code, request))
                            || IsSaidBy(finding, difference.Aspect, request, nginxStatus, gatewayStatus)
                ),
            ];
        }
        return result;
    }

    /// <summary>What can make another status or backend out of this request.</summary>
    private static List<string> AnswerCauses(RoutingRequest request, int nginxStatus, int gatewayStatus)
    {
        var causes = new List<string>();
        causes.AddRange(
            nginxStatus switch
            {
                400 => ["auth-tls", "ssl"],
                401 => ["auth", "satisfy"],
                403 =>
                [
                    "whitelist",
                    "allowlist",
                    "denylist",
                    "source-range",
                    "satisfy",
                    "auth",
                    "block",
                    "modsecurity",
                    "snippet",
                ],
                413 => ["body-size"],
                429 => ["limit"],
                500 => ["custom-http-errors", "auth"],
                502 => ["backend-protocol", "next-upstream", "backend.service", "badGateway"],
                503 =>
                [
                    "limit",
                    "backend.service",
                    "custom-http-errors",
                    "default-backend",
                    "custom-headers",
                    "auth",
                    "proxy-ssl-secret",
                ],
                504 => ["timeout"],
                _ => [],
            }
        );
        if (nginxStatus is >= 300 and < 400 || gatewayStatus is >= 300 and < 400)
            causes.AddRange(Redirects);
        if (nginxStatus is < 300 or 404 && gatewayStatus is < 300 or 404)
            causes.AddRange([
                "path",
                "regex",
                "rewrite",
                "canary",
                "default-backend",
                "defaultBackend",
                "alias",
                "host",
                "class",
                "snippet",
                "annotations-risk",
                "custom-http-errors",
                "limit-",
            ]);
        if (gatewayStatus == 503)
            causes.AddRange(["default-backend", "custom-http-errors", "canary", "backend.service", "class"]);
        // nginx answers every OPTIONS itself where CORS is on, with an Origin or without.
        if (request.Header("Origin") is not null || request.Method == "OPTIONS")
            causes.Add("cors");
        if (gatewayStatus is 403)
            causes.AddRange(["whitelist", "allowlist", "denylist", "source-range", "satisfy", "use-forwarded-headers"]);
        if (request.IsTls && (nginxStatus == 0 || gatewayStatus == 0))
            causes.AddRange(["tls", "certificate"]);
        if (IsUnusualPath(request))
            causes.Add(Normalization);
        if (IsForwarded(request))
            causes.Add(ForwardedHeaders);
        return causes;
    }

    /// <summary>What can change a header, a path or a certificate while backend and status stay.</summary>
    private static string[] HeaderCauses(string aspect, RoutingRequest request, int nginxStatus) =>
        aspect switch
        {
            "path" => ["rewrite", "regex", "snippet"],
            "location" => [.. Redirects, .. IsForwarded(request) ? [ForwardedHeaders] : Array.Empty<string>()],
            "certificate" => ["tls", "certificate", "credential"],
            "host" => IsForwarded(request)
                ? ["vhost", "snippet", "host", ForwardedHeaders]
                : ["vhost", "snippet", "host"],
            "mirror" => ["mirror"],
            "authorization" => ["auth"],
            "backend-tls" => ["backend-protocol", "ssl", "backend.service"],
            "body" => ["snippet", "custom-http-errors", "default-backend", "source-range", "auth"],
            "response:strict-transport-security" => ["hsts"],
            "response:set-cookie" => ["affinity", "cookie", "snippet", "hide-headers"],
            "response:www-authenticate" => ["auth"],
            // An error page of nginx comes without them.
            _ when aspect.StartsWith("response:access-control", StringComparison.Ordinal) => nginxStatus >= 400
                ? ["cors", "custom-http-errors"]
                : ["cors"],
            _ when aspect.StartsWith("response:", StringComparison.Ordinal) =>
            [
                "snippet",
                "custom-headers",
                "add-headers",
                "hide-headers",
                "auth",
            ],
            "request:cookie" => ["affinity", "auth", "snippet"],
            _ =>
            [
                "snippet",
                "proxy-set-headers",
                "auth",
                "custom-http-errors",
                "x-forwarded-prefix",
                "underscores",
                "upstream-",
                "connection-proxy-header",
                "header",
            ],
        };

    private static readonly SearchValues<char> Unusual = SearchValues.Create("%\\;^`{}|\"<>");

    private static readonly string[] Redirects =
    [
        "redirect",
        "app-root",
        "www",
        "ssl",
        "signin",
        "path",
        "rewrite",
        "use-port",
        "snippet",
        "alias",
    ];

    private static bool IsUnusualPath(RoutingRequest request)
    {
        var path = request.Target.Split('?')[0];
        return path.AsSpan().ContainsAny(Unusual)
            || path.Contains("//", StringComparison.Ordinal)
            || path.Contains("/.", StringComparison.Ordinal)
            || path.Contains('#', StringComparison.Ordinal)
            || path.Any(character => character > '~');
    }

    /// <summary>A finding on a field of TLS that is about plain HTTP only.</summary>
    private static bool IsAboutAnother(string code, RoutingRequest request) =>
        code == FindingCatalog.NginxRefuses.Code
        || (
            code == FindingCatalog.HttpsRedirectKeepsSlash.Code
            && (request.IsTls || !(EndsWithSlash(request) || HasPort(request) || HasCapitals(request)))
        )
        || (code == FindingCatalog.WwwRedirectKeepsSlash.Code && !EndsWithSlash(request));

    private static bool EndsWithSlash(RoutingRequest request) =>
        request.Target.Split('?')[0].EndsWith('/') || request.Target.EndsWith('/');

    private static bool HasCapitals(RoutingRequest request) => HostOf(request).Any(char.IsAsciiLetterUpper);

    private static bool HasPort(RoutingRequest request) =>
        request.Host?.Contains(':', StringComparison.Ordinal) == true;

    private static bool IsForwarded(RoutingRequest request) =>
        request.Headers.Any(header => header.Key.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase));

    /// <summary>Codes that tell of one effect only, wherever their field points.</summary>
    private static bool IsSaidBy(
        Finding finding,
        string aspect,
        RoutingRequest request,
        int nginxStatus,
        int gatewayStatus
    ) =>
        (finding.Code == FindingCatalog.AffinityShared.Code && aspect == "response:set-cookie")
        || (
            finding.Code == FindingCatalog.ImplicitErrors.Code
            && ((nginxStatus >= 500 && gatewayStatus >= 500) || nginxStatus == 405)
        )
        || (
            finding.Code == FindingCatalog.HttpsRedirectKeepsSlash.Code
            && aspect == "location"
            && !IsAboutAnother(finding.Code, request)
        )
        || (finding.Code == FindingCatalog.ImplicitServerName.Code && IsUnderAnotherName(request))
        || (finding.Code == FindingCatalog.ImplicitRequestForm.Code && IsUnusualForm(request))
        || (
            finding.Code == FindingCatalog.AddressesDeniedByGateway.Code
            && nginxStatus == 403
            && gatewayStatus == 403
            && aspect.StartsWith("response:", StringComparison.Ordinal)
        )
        || (finding.Code == FindingCatalog.CanaryServesPath.Code && IsServedBy(request, finding.Value ?? ""))
        || (finding.Code == FindingCatalog.WildcardDepth.Code && IsDeeper(request, finding.Value ?? ""));

    private static bool IsUnderAnotherName(RoutingRequest request) =>
        request.IsTls && !request.ServerName.Equals(HostOf(request), StringComparison.OrdinalIgnoreCase);

    private static bool IsUnusualForm(RoutingRequest request) =>
        !request.Target.StartsWith('/') || HostOf(request).EndsWith('.');

    // Whether it is a request for this host; a wildcard is any host of one label below it.
    private static bool IsServedBy(RoutingRequest request, string host)
    {
        var name = HostOf(request);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return name.Equals(host, StringComparison.OrdinalIgnoreCase)
            || (dot > 0 && host.Equals("*" + name[dot..], StringComparison.OrdinalIgnoreCase));
    }

    // More than one label below a wildcard.
    private static bool IsDeeper(RoutingRequest request, string wildcard) =>
        wildcard.StartsWith("*.", StringComparison.Ordinal)
        && HostOf(request) is var host
        && host.EndsWith(wildcard[1..], StringComparison.OrdinalIgnoreCase)
        && host[..^wildcard[1..].Length].Contains('.', StringComparison.Ordinal);

    private static string HostOf(RoutingRequest request) => (request.Host ?? "").Split(':')[0];

    private static bool IsOneOf(string field, IReadOnlyCollection<string> causes) =>
        // A rule or an object as a whole names no cause, and the mesh's way with paths explains unusual paths only.
        field is not ("" or "metadata" or "spec" or "spec.rules" or "metadata.annotations")
        && causes.Any(cause =>
            field.Contains(cause, StringComparison.OrdinalIgnoreCase)
            && (cause == Normalization || !field.EndsWith(Normalization, StringComparison.Ordinal))
        );
}
