using System.Text;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>Reads <c>rewrite pattern replacement [flag]</c>.</summary>
internal static class SnippetRewrite
{
    private static readonly HashSet<string> EveryPath = ["^", "^/", ".*", "^.*", "^.*$", "(.*)", "^(.*)", "^(.*)$"];
    private static readonly HashSet<string> WholePath = ["(.*)", "^(.*)", "^(.*)$"];
    private static readonly HashSet<string> PathAfterSlash = ["^/(.*)", "^/(.*)$"];

    /// <summary>The step; null after reporting that a VirtualService can't take it.</summary>
    public static PathStep? Read(NginxDirective directive, bool isServer, SnippetReporter reporter)
    {
        if (directive.Count is 2 or 3)
        {
            var flag = directive.Count == 3 ? directive[2] : "";
            var isEvery = EveryPath.Contains(directive[0]) || PathAfterSlash.Contains(directive[0]);
            var test = isEvery ? null : RequestTest.OfPath(directive[0]);
            if (isEvery || test is not null)
            {
                var step =
                    flag is "redirect" or "permanent" || IsAbsolute(directive[1])
                        ? Redirect(directive, flag == "permanent" ? 301 : 302, test, reporter)
                    : flag == "break" && !isServer ? Rewrite(directive, test)
                    : null;
                if (step is not null)
                    return step;
            }
        }
        reporter.ReportLost(FindingCatalog.SnippetRewrite, directive);
        return null;
    }

    private static PathStep? Redirect(NginxDirective directive, int status, RequestTest? test, SnippetReporter reporter)
    {
        var (pattern, target) = (directive[0], directive[1]);
        // A closing question mark keeps nginx from adding the client's query.
        var dropsQuery = target.EndsWith('?');
        if (dropsQuery)
            target = target[..^1];
        else if (WholePath.Contains(pattern) && target.EndsWith("$1", StringComparison.Ordinal))
            target = target[..^2] + "$request_uri";
        else if (PathAfterSlash.Contains(pattern) && target.EndsWith("/$1", StringComparison.Ordinal))
            target = target[..^3] + "$request_uri";
        var isLost =
            NginxText.Parse(target).Parts.Any(part => part.IsVariable && char.IsAsciiDigit(part.Text[0]))
            || (
                dropsQuery
                && target.Contains("$request_uri", StringComparison.Ordinal)
                && target.Contains('?', StringComparison.Ordinal)
            );
        if (isLost)
            return dropsQuery ? null : PathRedirect(pattern, target, status, test);
        // $request_uri brings the query along, so with ? behind it nothing is lost or doubled.
        var answer = SnippetAnswer.To(status, target, directive, reporter, keepsQuery: !dropsQuery);
        return answer is null ? null : new PathStep(test, answer, null);
    }

    // Of this host, or of another one that the target names.
    private static PathStep? PathRedirect(string pattern, string target, int status, RequestTest? test)
    {
        var separator = target.IndexOf("://", StringComparison.Ordinal);
        var slash = separator < 0 ? 0 : target.IndexOf('/', separator + 3);
        if (slash < 0 || SnippetPattern.MatchingWhole(pattern) is not { } whole)
            return null;
        var authority = separator < 0 ? "" : target[(separator + 3)..slash];
        var scheme = separator < 0 ? "" : target[..separator];
        var isKnown =
            scheme is "" or "http" or "https" or "$scheme"
            && (
                authority is "" or "$host" or "$http_host"
                || authority.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or ':')
            );
        if (!isKnown || Substitution(target[slash..]) is not { } substitution)
            return null;
        var redirect = new HttpRedirect
        {
            Scheme = scheme is "http" or "https" ? scheme : null,
            Authority = authority is "" or "$host" or "$http_host" ? null : authority,
            RedirectCode = status,
        };
        // Istio asks for something to change; the pattern takes its place.
        if (redirect.Scheme is null && redirect.Authority is null)
            redirect.Uri = "/";
        return new PathStep(
            test,
            new SnippetAnswer(status, redirect, null, null) { PathOfRedirect = (whole, substitution) },
            null
        );
    }

    private static PathStep? Rewrite(NginxDirective directive, RequestTest? test)
    {
        var whole = SnippetPattern.MatchingWhole(directive[0]);
        if (whole is null || !directive[1].StartsWith('/') || Substitution(directive[1]) is not { } substitution)
            return null;
        // Envoy puts the substitution in the place of what matches: of everything, as nginx does.
        return new PathStep(test, null, new RegexRewrite { Match = whole, Rewrite = substitution });
    }

    private static string? Substitution(string path)
    {
        if (path.Contains('?', StringComparison.Ordinal))
            return null;
        var substitution = new StringBuilder();
        foreach (var part in NginxText.Parse(path).Parts)
            if (!part.IsVariable)
                substitution.Append(part.Text.Replace("\\", "\\\\", StringComparison.Ordinal));
            else if (part.Text is [>= '1' and <= '9'])
                substitution.Append('\\').Append(part.Text);
            else
                return null;
        return substitution.ToString();
    }

    private static bool IsAbsolute(string target) =>
        target.StartsWith("http://", StringComparison.Ordinal)
        || target.StartsWith("https://", StringComparison.Ordinal)
        || target.StartsWith("$scheme", StringComparison.Ordinal);
}
