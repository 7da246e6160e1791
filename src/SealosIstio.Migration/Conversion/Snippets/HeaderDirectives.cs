using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>Reads the directives that change headers: add_header, expires, headers-more and the proxy's own.</summary>
internal static class HeaderDirectives
{
    private static readonly HashSet<string> Lists = new(StringComparer.OrdinalIgnoreCase)
    {
        "Cache-Control",
        "Vary",
        "Link",
        "Allow",
        "Content-Security-Policy",
    };

    /// <summary>Whether the name is one of theirs.</summary>
    public static bool Knows(string name) =>
        name
            is "add_header"
                or "expires"
                or "more_set_headers"
                or "more_clear_headers"
                or "more_set_input_headers"
                or "more_clear_input_headers"
                or "proxy_set_header"
                or "grpc_set_header"
                or "proxy_hide_header"
                or "grpc_hide_header";

    /// <summary>Reads one into <paramref name="headers"/>; what can't be kept is reported.</summary>
    public static void Read(NginxDirective directive, SnippetHeaders headers, SnippetReporter reporter)
    {
        switch (directive.Name)
        {
            case "add_header":
                Add(directive, headers, reporter);
                break;
            case "expires":
                Expires(directive, headers, reporter);
                break;
            case "proxy_hide_header"
            or "grpc_hide_header" when directive.Count == 1 && HeaderSyntax.IsName(directive[0]):
                headers.ClearResponse(directive[0]);
                break;
            case "proxy_set_header" or "grpc_set_header" when directive.Count == 2:
                RequestHeaderDirectives.ReadProxyHeader(directive, headers, reporter);
                break;
            case "more_set_headers" or "more_clear_headers" or "more_set_input_headers" or "more_clear_input_headers":
                ReadMore(directive, headers, reporter);
                break;
            default:
                reporter.ReportLost(FindingCatalog.SnippetDirective, directive);
                break;
        }
    }

    private static void Add(NginxDirective directive, SnippetHeaders headers, SnippetReporter reporter)
    {
        var isAlways = directive.Count == 3 && directive[2] == "always";
        if (directive.Count is < 2 or > 3 || (directive.Count == 3 && !isAlways) || !HeaderSyntax.IsName(directive[0]))
        {
            reporter.ReportLost(FindingCatalog.SnippetDirective, directive);
            return;
        }
        headers.HasAddHeader = true;
        if (Value(directive, directive[1], isResponse: true, reporter) is not { Length: > 0 } value)
            return;
        var name = directive[0];
        if (headers.Added.TryGetValue(name, out var earlier) && !Lists.Contains(name))
        {
            reporter.Report(FindingCatalog.SnippetHeaderTwice, directive);
            return;
        }
        headers.Added[name] = earlier is null ? value : $"{earlier}, {value}";
        if (!isAlways)
            reporter.Report(
                name.Equals("cache-control", StringComparison.OrdinalIgnoreCase)
                    ? FindingCatalog.SnippetCacheOnErrors
                    : FindingCatalog.SnippetHeaderOnErrors,
                directive
            );
    }

    private static void Expires(NginxDirective directive, SnippetHeaders headers, SnippetReporter reporter)
    {
        if (directive.Count != 1 || NginxTime.CacheControl(directive[0]) is not { } cacheControl)
        {
            reporter.ReportLost(FindingCatalog.SnippetDirective, directive);
            return;
        }
        headers.HasExpires = true;
        if (cacheControl.Length == 0)
            return;
        headers.SetResponse("Cache-Control", cacheControl);
        headers.Removed.Add("Expires");
        reporter.Report(FindingCatalog.SnippetExpires, directive);
        if (cacheControl != "no-cache")
            reporter.Report(FindingCatalog.SnippetCacheOnErrors, directive);
    }

    private static void ReadMore(NginxDirective directive, SnippetHeaders headers, SnippetReporter reporter)
    {
        // -s and -t narrow the directive to some answers, -r to headers that are there, -a adds: none has a counterpart.
        if (directive.Count == 0 || directive.Arguments.Any(argument => argument.Text.StartsWith('-')))
        {
            reporter.ReportLost(FindingCatalog.SnippetDirective, directive, "its options have no counterpart");
            return;
        }
        foreach (var argument in directive.Arguments)
        {
            var colon = argument.Text.IndexOf(':', StringComparison.Ordinal);
            var name = (colon < 0 ? argument.Text : argument.Text[..colon]).Trim();
            var value = colon < 0 ? "" : argument.Text[(colon + 1)..].Trim();
            var isInput = directive.Name.Contains("_input_", StringComparison.Ordinal);
            if (isInput && name.Equals("host", StringComparison.OrdinalIgnoreCase))
                reporter.Report(FindingCatalog.SnippetHost, directive);
            else if (!HeaderSyntax.IsName(name) || name.Contains('*', StringComparison.Ordinal))
                reporter.ReportLost(
                    FindingCatalog.SnippetDirective,
                    directive,
                    "a header's name holds a wildcard or isn't valid"
                );
            else if (value.Length == 0 || directive.Name.StartsWith("more_clear", StringComparison.Ordinal))
                Clear(headers, name, isInput);
            else if (Value(directive, value, !isInput, reporter) is { } text)
                Put(headers, name, text, isInput);
        }
    }

    private static void Clear(SnippetHeaders headers, string name, bool isInput)
    {
        if (!isInput)
        {
            headers.ClearResponse(name);
            return;
        }
        headers.RequestSet.Remove(name);
        headers.RequestRemoved.Add(name);
    }

    private static void Put(SnippetHeaders headers, string name, string value, bool isInput)
    {
        if (!isInput)
        {
            headers.SetResponse(name, value);
            return;
        }
        headers.RequestRemoved.Remove(name);
        headers.RequestSet[name] = value;
    }

    /// <summary>A directive's text as a VirtualService's header value; null after reporting that it can't be one.</summary>
    internal static string? Value(NginxDirective directive, string text, bool isResponse, SnippetReporter reporter)
    {
        var parsed = NginxText.Parse(text);
        if (parsed.ToHeaderValue(isResponse, out var unknown) is not { } value)
        {
            if (unknown is null)
                reporter.ReportLost(FindingCatalog.SnippetDirective, directive, "the value holds control characters");
            else
                reporter.ReportLost(FindingCatalog.SnippetVariable, directive, "$" + unknown);
            return null;
        }
        foreach (var part in parsed.Parts)
            if (part.IsVariable && EnvoyOperators.IsApproximate(part.Text))
                reporter.Report(FindingCatalog.SnippetVariableForm, directive, "$" + part.Text);
        return value;
    }
}
