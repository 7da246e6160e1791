using SealosIstio.Migration.Conversion.Snippets;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Routing.Nginx.Template;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// What makes nginx refuse its whole configuration (recorded: oracle cases 117 to 119 and 168). Then it runs an older one, and what
/// the Ingresses say now is not what clients get.
/// </summary>
internal static class NginxRefusals
{
    private const string WwwAnnotation = "from-to-www-redirect";
    private static readonly string[] SnippetAnnotations = ["configuration-snippet", "server-snippet"];

    // Directives that nginx takes once per location, and that the controller's template writes into each (nginx.tmpl of v1.15).
    private static readonly HashSet<string> Written =
    [
        "client_max_body_size",
        "port_in_redirect",
        "proxy_buffer_size",
        "proxy_buffering",
        "proxy_buffers",
        "proxy_busy_buffers_size",
        "proxy_connect_timeout",
        "proxy_cookie_domain",
        "proxy_cookie_path",
        "proxy_http_version",
        "proxy_max_temp_file_size",
        "proxy_next_upstream",
        "proxy_next_upstream_timeout",
        "proxy_next_upstream_tries",
        "proxy_read_timeout",
        "proxy_request_buffering",
        "proxy_send_timeout",
    ];

    /// <param name="sources">The Ingresses that take part.</param>
    /// <param name="hosts">The servers that they make.</param>
    /// <param name="options">The annotations' prefix.</param>
    public static IEnumerable<Finding> Find(
        IEnumerable<IngressSource> sources,
        IEnumerable<NginxHost> hosts,
        ConversionOptions options
    )
    {
        foreach (var source in sources)
        foreach (var annotation in SnippetAnnotations)
            if (
                source.Annotation(annotation) is { } text
                && ReasonOf(text, annotation == SnippetAnnotations[0]) is { } reason
            )
                yield return FindingCatalog.NginxRefuses.On(
                    source.Label,
                    $"{options.AnnotationPrefix}/{annotation}",
                    message: $"nginx refuses its whole configuration: {reason}"
                );
        foreach (var host in hosts)
        {
            foreach (var location in host.IsRegex ? [] : host.Locations.Where(location => IsTwice(location, host)))
                yield return FindingCatalog.NginxRefuses.On(
                    location.Source.Label,
                    location.Field + ".path",
                    location.Path,
                    $"nginx refuses its whole configuration: {location.Path[..^1]} and {location.Path} are one location for it"
                );
            foreach (var location in host.IsRegex ? [] : host.Repeated)
                yield return FindingCatalog.NginxRefuses.On(
                    location.Source.Label,
                    location.Field + ".path",
                    location.Path,
                    $"nginx refuses its whole configuration: it has {(location.IsExact ? "exactly " : "")}{location.Path} twice, "
                        + "which ingress-nginx only prevents when no path of another type comes first"
                );
            if (host.IsWildcard && host.Sources.FirstOrDefault(source => source.IsOn(WwwAnnotation)) is { } asked)
                yield return FindingCatalog.NginxRefuses.On(
                    asked.Label,
                    $"{options.AnnotationPrefix}/{WwwAnnotation}",
                    message: "nginx refuses its whole configuration: a wildcard host has no www twin"
                );
        }
    }

    // A prefix without a closing slash is two locations, one of them with it.
    private static bool IsTwice(NginxLocation location, NginxHost host) =>
        location is { IsExact: false, Path: [_, .., '/'] }
        && host.Locations.Exists(other => !other.IsExact && other.Path == location.Path[..^1]);

    private static string? ReasonOf(string text, bool isLocation)
    {
        var snippet = NginxSnippetParser.Parse(text);
        if (snippet.Fault is { } fault)
            return $"the snippet is no configuration ({fault.Message}, line {fault.Line})";
        if (
            Directives(snippet.Directives).FirstOrDefault(item => KnownDirectives.Find(item.Name) is null) is
            { } unknown
        )
            return $"it knows no directive {Quote(unknown.Name)} (line {unknown.Line})";
        if (isLocation)
            foreach (var directive in snippet.Directives)
                if (Written.Contains(directive.Name))
                    return $"the controller writes {directive.Name} into the location already (line {directive.Line})";
        return null;
    }

    // What stands in other blocks, such as types, isn't directives.
    private static IEnumerable<NginxDirective> Directives(IEnumerable<NginxDirective> directives) =>
        directives.SelectMany(directive =>
            directive is { Name: "if" or "location" or "limit_except", Block: { } block }
                ? Directives(block).Prepend(directive)
                : [directive]
        );

    private static string Quote(string name) => name.Length > 64 ? name[..64] + "…" : name;
}
