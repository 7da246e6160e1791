using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Oracle.Comparison;

/// <summary>
/// Whether a finding explains a difference: its field must be one that can cause it. A finding about the Ingress as a
/// whole explains nothing, except that a refusal explains every answer of the hosts that it takes away.
/// </summary>
internal static class Explanation
{
    private static readonly string[] Paths =
    [
        "path",
        "rewrite",
        "use-regex",
        "Normalization",
        "app-root",
        "preserve-trailing",
    ];

    private static readonly string[] Redirects =
    [
        "redirect",
        "app-root",
        "tls",
        "www",
        "ssl",
        "signin",
        "path",
        "rewrite",
        "use-port",
        "x-forwarded-prefix",
        "snippet",
    ];

    private static readonly Dictionary<string, string[]> ByAspect = new(StringComparer.Ordinal)
    {
        ["path"] = Paths,
        ["location"] = Redirects,
        ["certificate"] = ["tls", "certificate", "credential"],
        ["host"] = ["vhost", "Host", "snippet", "headers"],
        ["body"] = ["snippet", "custom-http-errors", "default-backend", "return", "auth"],
        ["response:strict-transport-security"] = ["hsts", "strict-transport"],
        ["response:set-cookie"] = ["affinity", "cookie", "snippet", "hide-headers"],
        ["response:www-authenticate"] = ["auth"],
        ["response:access-control"] = ["cors", "snippet", "headers"],
        ["response:"] = ["snippet", "headers", "expires", "cors", "auth"],
        ["request:cookie"] = ["affinity", "cookie", "auth", "snippet"],
        ["request:"] = ["snippet", "headers", "auth", "custom-http-errors", "prefix", "forwarded", "canary"],
    };

    /// <summary>Fields that never change which status or backend answers.</summary>
    private static readonly string[] NeverRouting =
    [
        "hsts",
        "proxy-buffer",
        "access-log",
        "expose-headers",
        "x-forwarded-for",
        "x-real-ip",
        "server-tokens",
    ];

    public static IReadOnlyList<Finding> Of(
        OracleDifference difference,
        IEnumerable<Finding> findings,
        bool isRefused
    ) =>
        [
            .. findings.Where(finding =>
                isRefused ? finding.Severity == FindingSeverity.Error : Explains(finding.Field, difference.Aspect)
            ),
        ];

    private static bool Explains(string field, string aspect)
    {
        // A rule as a whole, or the object as a whole, names no cause.
        if (field is "" or "metadata" or "spec" or "spec.rules" or "metadata.annotations")
            return false;
        if (aspect is "status" or "backend")
            return !ContainsAny(field, NeverRouting);
        var key = ByAspect.Keys.Where(key => aspect.StartsWith(key, StringComparison.Ordinal)).MaxBy(key => key.Length);
        return key is not null && ContainsAny(field, ByAspect[key]);
    }

    private static bool ContainsAny(string field, string[] words) =>
        Array.Exists(words, word => field.Contains(word, StringComparison.OrdinalIgnoreCase));
}
