using System.Buffers;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>
/// Thinks up the requests that cover the routes of a host and their boundaries: http and https, every path and what lies around
/// it, what canaries, CORS, snippets and address lists look at, and a request for every match of the converted routes. The same
/// objects always give the same requests in the same order.
/// </summary>
public sealed class RequestGenerator
{
    /// <summary>The most requests for one host, unless said otherwise.</summary>
    public const int DefaultMaximum = 2000;

    private static readonly string[] Schemes = ["https", "http"];
    private static readonly SearchValues<char> PatternCharacters = SearchValues.Create("\\^$*+?()[]{}|");

    private readonly IReadOnlyList<V1Ingress> ingresses;
    private readonly IReadOnlyList<VirtualService> services;
    private readonly string prefix;
    private readonly int maximum;

    /// <summary>A generator for some hosts.</summary>
    /// <param name="ingresses">The Ingresses that have a part in the hosts, canaries included.</param>
    /// <param name="services">The VirtualServices that they became, delegates included; empty to look at the source only.</param>
    /// <param name="annotationPrefix">The prefix of ingress-nginx' annotations.</param>
    /// <param name="maximum">The most requests for one host; those about the routes themselves come first.</param>
    public RequestGenerator(
        IEnumerable<V1Ingress> ingresses,
        IEnumerable<VirtualService> services,
        string annotationPrefix = "nginx.ingress.kubernetes.io",
        int maximum = DefaultMaximum
    )
    {
        this.ingresses = [.. ingresses];
        this.services = [.. services];
        prefix = annotationPrefix;
        this.maximum = maximum;
    }

    /// <summary>The requests for one host, made while they are read.</summary>
    /// <param name="host">An exact host, <c>*.domain</c>, or <c>*</c> for rules without a host.</param>
    public IEnumerable<GeneratedRequest> ForHost(string host)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return All(host).Where(item => seen.Add(KeyOf(item.Request))).Take(maximum);
    }

    private IEnumerable<GeneratedRequest> All(string host)
    {
        var examples = HostExamples.Of(host).ToList();
        var main = examples[0].Host;
        var paths = Paths(host).ToList();
        foreach (var path in paths)
        foreach (var scheme in Schemes)
            yield return new(Plain(scheme, main, path), "path");
        foreach (var request in Witnesses(host, main))
            yield return new(request, "match of a route");
        foreach (var variant in Conditions(host, main))
            yield return variant;
        foreach (var path in paths)
        foreach (var (target, purpose) in PathExamples.Around(path))
        foreach (var scheme in Schemes)
            yield return new(Plain(scheme, main, target), purpose);
        foreach (var (other, purpose) in examples.Skip(1))
        foreach (var path in paths)
        foreach (var scheme in Schemes)
            yield return new(Plain(scheme, other, path), purpose);
    }

    /// <summary>Every path of the host, the root included, longest first as nginx would look at them.</summary>
    private IEnumerable<string> Paths(string host)
    {
        var configured = ingresses.SelectMany(ingress => PathsOf(ingress, host));
        var special = ingresses.SelectMany(ingress =>
        {
            var annotations = new SourceAnnotations(ingress, prefix);
            return annotations.Snippets.SelectMany(SnippetConditions.Paths).Append(annotations["app-root"] ?? "/");
        });
        return configured
            .SelectMany(Examples)
            .Concat(special)
            .Append("/")
            .Where(path => path.StartsWith('/') && RouteWitness.IsRequestTarget(path))
            .Distinct()
            .OrderByDescending(path => path.Length)
            .ThenBy(path => path, StringComparer.Ordinal);
    }

    private static IEnumerable<string> PathsOf(V1Ingress ingress, string host) =>
        (ingress.Spec?.Rules ?? [])
            // An alias or a www twin is no rule's host; the paths of its Ingress are tried all.
            .Where(rule => HasRule(ingress, host) ? IsSame(rule.Host, host) : true)
            .SelectMany(rule => rule.Http?.Paths ?? [])
            .Select(path => string.IsNullOrEmpty(path.Path) ? "/" : path.Path);

    private static bool HasRule(V1Ingress ingress, string host) =>
        (ingress.Spec?.Rules ?? []).Any(rule => IsSame(rule.Host, host));

    private static bool IsSame(string? ruleHost, string host) =>
        string.Equals(string.IsNullOrEmpty(ruleHost) ? "*" : ruleHost, host, StringComparison.OrdinalIgnoreCase);

    /// <summary>A path as it stands, and the texts that it matches if it is a regular expression.</summary>
    private static IEnumerable<string> Examples(string path) =>
        !path.AsSpan().ContainsAny(PatternCharacters) ? [path] : PatternExamples.Of(path).Append(path);

    private IEnumerable<RoutingRequest> Witnesses(string host, string main)
    {
        foreach (var service in services)
        {
            // Delegates have no hosts: they take part in those of their root.
            if (service.Spec?.Hosts is { Count: > 0 } hosts && !hosts.Contains(host, StringComparer.OrdinalIgnoreCase))
                continue;
            foreach (var route in service.Spec?.Http ?? [])
            foreach (var match in route.Match is { Count: > 0 } matches ? matches.Cast<HttpMatchRequest?>() : [null])
            foreach (var request in RouteWitness.Of(match, main))
                yield return request;
        }
    }

    private IEnumerable<GeneratedRequest> Conditions(string host, string main)
    {
        foreach (var ingress in ingresses)
        {
            var annotations = new SourceAnnotations(ingress, prefix);
            // The first and the last path of each Ingress stand for the others: conditions hold for all of them.
            var paths = PathsOf(ingress, host).SelectMany(Examples).Where(RouteWitness.IsRequestTarget).ToList();
            var chosen = paths.Count == 0 ? ["/"] : paths.Take(1).Append(paths[^1]).Distinct();
            foreach (var path in chosen.Where(path => path.StartsWith('/')))
            foreach (var scheme in Schemes)
            foreach (var variant in ConditionExamples.Of(Plain(scheme, main, path), annotations))
                yield return variant;
        }
    }

    private static RoutingRequest Plain(string scheme, string host, string target) =>
        new()
        {
            Scheme = scheme,
            Host = host,
            Target = target,
        };

    private static string KeyOf(RoutingRequest request) =>
        $"{request.Method} {request.Scheme} {request.Host} {request.Target} {request.SourceIp} {request.BodyLength}"
        + string.Concat(request.Headers.Select(header => $"\n{header.Key}: {header.Value}"));
}
