using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>
/// Reads proxy_set_header. The controller's template sets a number of headers in the same location, and nginx then sends
/// both values.
/// </summary>
internal static class RequestHeaderDirectives
{
    private static readonly HashSet<string> SetByTemplate = new(StringComparer.OrdinalIgnoreCase)
    {
        "X-Request-ID",
        "X-Real-IP",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Port",
        "X-Forwarded-Proto",
        "X-Forwarded-Scheme",
        "X-Scheme",
        "X-Original-Forwarded-For",
        "X-Original-Forwarded-Host",
    };

    // What the template itself writes: said again, nothing changes for the application but a doubled header.
    private static readonly Dictionary<string, string[]> SaidAgain = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Host"] = ["$host", "$http_host", "$best_http_host"],
        ["Upgrade"] = ["$http_upgrade"],
        ["X-Request-ID"] = ["$req_id", "$request_id", "$http_x_request_id"],
        ["X-Forwarded-For"] = ["$remote_addr", "$proxy_add_x_forwarded_for"],
        ["X-Forwarded-Proto"] = ["$scheme", "$pass_access_scheme"],
    };

    /// <summary>Reads <c>proxy_set_header name value</c>.</summary>
    public static void ReadProxyHeader(NginxDirective directive, SnippetHeaders headers, SnippetReporter reporter)
    {
        var (name, text) = (directive[0], directive[1]);
        if (
            name.Equals("connection", StringComparison.OrdinalIgnoreCase)
            || (SaidAgain.TryGetValue(name, out var usual) && usual.Contains(text, StringComparer.Ordinal))
        )
            reporter.Report(FindingCatalog.SnippetUnneeded, directive);
        else if (name.Equals("host", StringComparison.OrdinalIgnoreCase))
            reporter.Report(FindingCatalog.SnippetHost, directive);
        else if (!HeaderSyntax.IsName(name) || name.Equals("upgrade", StringComparison.OrdinalIgnoreCase))
            reporter.ReportLost(FindingCatalog.SnippetDirective, directive);
        else if (HeaderDirectives.Value(directive, text, isResponse: false, reporter) is { } value)
            Put(directive, value, headers, reporter);
    }

    private static void Put(NginxDirective directive, string value, SnippetHeaders headers, SnippetReporter reporter)
    {
        var name = directive[0];
        if (headers.RequestSet.ContainsKey(name))
        {
            reporter.Report(FindingCatalog.SnippetHeaderTwice, directive);
            return;
        }
        if (value.Length == 0)
        {
            // An empty value keeps nginx from sending the header, the client's own included; the template's is still sent.
            if (!SetByTemplate.Contains(name))
                headers.RequestRemoved.Add(name);
            else
                reporter.Report(FindingCatalog.SnippetUnneeded, directive);
            return;
        }
        headers.RequestRemoved.Remove(name);
        headers.RequestSet[name] = value;
        if (SetByTemplate.Contains(name) && !IsTemplateValue(name, directive[1]))
            reporter.Report(FindingCatalog.SnippetForwardedHeader, directive);
    }

    private static bool IsTemplateValue(string name, string text) =>
        (name.Equals("x-real-ip", StringComparison.OrdinalIgnoreCase) && text == "$remote_addr")
        || (name.Equals("x-forwarded-host", StringComparison.OrdinalIgnoreCase) && text is "$host" or "$http_host")
        || (text == "$scheme" && name.ToUpperInvariant() is "X-SCHEME" or "X-FORWARDED-SCHEME");
}
