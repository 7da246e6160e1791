using System.Globalization;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>What return, or a redirecting rewrite, answers instead of calling the backend.</summary>
internal sealed record SnippetAnswer(int Status, HttpRedirect? Redirect, string? Location, string? Body)
{
    /// <summary>What the path of the redirect becomes, as a pattern for the whole path and a substitution; null for a fixed one.</summary>
    public (string Pattern, string Substitution)? PathOfRedirect { get; init; }

    private static readonly HashSet<int> RedirectCodes = [301, 302, 303, 307, 308];

    /// <summary>Reads <c>return code [text]</c>, <c>return code url</c> or <c>return url</c>.</summary>
    /// <returns>Null after reporting that it can't be kept.</returns>
    public static SnippetAnswer? ReadReturn(NginxDirective directive, SnippetReporter reporter)
    {
        if (directive.Count is < 1 or > 2)
            return Lost(directive, reporter);
        if (!int.TryParse(directive[0], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return directive.Count == 1 ? To(302, directive[0], directive, reporter) : Lost(directive, reporter);
        if (RedirectCodes.Contains(status) && directive.Count == 2)
            return To(status, directive[1], directive, reporter);
        if (status == 444)
        {
            reporter.Report(FindingCatalog.SnippetAnswerBody, directive);
            return new SnippetAnswer(403, null, null, null);
        }
        if (status is < 200 or > 599)
            return Lost(directive, reporter);
        var body = directive.Count == 2 ? NginxText.Parse(directive[1]).Constant : null;
        if ((directive.Count == 2 && body is null) || (directive.Count == 1 && status >= 400))
            reporter.Report(FindingCatalog.SnippetAnswerBody, directive);
        return new SnippetAnswer(status, null, null, body);
    }

    /// <summary>
    /// A redirect that keeps the path or names one of its own. A rewrite adds the client's query to it, a return doesn't.
    /// </summary>
    public static SnippetAnswer? To(
        int status,
        string url,
        NginxDirective directive,
        SnippetReporter reporter,
        bool keepsQuery = false
    )
    {
        if (RequestUriRedirect(status, url) is { } kept)
            return new SnippetAnswer(status, kept, null, null);
        // A path alone becomes an absolute URL, as nginx' absolute_redirect makes it.
        var absolute = url.StartsWith('/') ? "$scheme://$http_host" + url : url;
        if (keepsQuery)
            return NginxText.Parse(absolute).Constant is { } target && PathRedirect(status, target) is { } fixedPath
                ? new SnippetAnswer(status, fixedPath, null, null)
                : PathOfSameHost(status, url);
        return HeaderDirectives.Value(directive, absolute, isResponse: true, reporter) is { Length: > 0 } location
            ? new SnippetAnswer(status, null, location, null)
            : null;
    }

    /// <summary>Turns a copy of the location's route into this answer. CORS and headers stay: nginx adds them here too.</summary>
    public void ApplyTo(HttpRoute route)
    {
        route.Route = null;
        route.Rewrite = null;
        route.Retries = null;
        route.Timeout = null;
        route.Fault = null;
        route.Mirror = null;
        route.Mirrors = null;
        route.MirrorPercent = null;
        route.MirrorPercentage = null;
        route.Redirect = Redirect;
        route.DirectResponse = Direct();
        foreach (var (name, value) in AnswerHeaders())
        {
            var response = (route.Headers ??= new Headers()).Response ??= new HeaderOperations();
            (response.Set ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase))[name] = value;
        }
    }

    /// <summary>Makes this the answer of the whole location.</summary>
    public void ApplyTo(RouteDraft draft)
    {
        draft.Redirect = Redirect;
        NoteIn(draft);
        draft.DirectResponse = Direct();
        foreach (var (name, value) in AnswerHeaders())
            draft.ResponseHeadersSet[name] = value;
    }

    /// <summary>Tells the location of a redirect that rewrites the path.</summary>
    public void NoteIn(RouteDraft draft)
    {
        if (Redirect is not null && PathOfRedirect is { } path)
            draft.RedirectPatterns[Redirect] = path;
    }

    private HttpDirectResponse? Direct() =>
        Redirect is not null
            ? null
            : new HttpDirectResponse
            {
                Status = Status,
                Body = string.IsNullOrEmpty(Body) ? null : new HttpBody { String = Body },
            };

    private IEnumerable<(string Name, string Value)> AnswerHeaders()
    {
        if (Location is not null)
            yield return ("location", Location);
        // The controller's default_type; Envoy would say text/plain.
        if (!string.IsNullOrEmpty(Body))
            yield return ("content-type", "text/html");
    }

    private static SnippetAnswer? Lost(NginxDirective directive, SnippetReporter reporter)
    {
        reporter.ReportLost(FindingCatalog.SnippetDirective, directive);
        return null;
    }

    // https://host$request_uri and the like: Envoy's redirect keeps path and query by itself.
    private static HttpRedirect? RequestUriRedirect(int status, string url)
    {
        const string RequestUri = "$request_uri";
        if (!url.EndsWith(RequestUri, StringComparison.Ordinal))
            return null;
        var start = url[..^RequestUri.Length];
        var separator = start.IndexOf("://", StringComparison.Ordinal);
        if (separator < 0)
            return null;
        var scheme = start[..separator] switch
        {
            "http" => "http",
            "https" => "https",
            "$scheme" => "",
            _ => null,
        };
        var host = start[(separator + 3)..];
        var keepsHost = host is "$host" or "$http_host";
        if (scheme is null || (!keepsHost && !IsAuthority(host)) || (keepsHost && scheme.Length == 0))
            return null;
        return new HttpRedirect
        {
            Scheme = scheme.Length == 0 ? null : scheme,
            Authority = keepsHost ? null : host,
            RedirectCode = status,
        };
    }

    private static HttpRedirect? PathRedirect(int status, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https"))
            return null;
        return target.Query.Length > 0 || target.Fragment.Length > 0 || !IsAuthority(target.Authority)
            ? null
            : new HttpRedirect
            {
                Scheme = target.Scheme,
                Authority = target.Authority,
                Uri = target.AbsolutePath,
                RedirectCode = status,
            };
    }

    private static SnippetAnswer? PathOfSameHost(int status, string url) =>
        url.StartsWith('/') && !url.Contains('?', StringComparison.Ordinal) && NginxText.Parse(url).Constant is { } path
            ? new SnippetAnswer(status, new HttpRedirect { Uri = path, RedirectCode = status }, null, null)
            : null;

    private static bool IsAuthority(string text) =>
        text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or ':');
}
