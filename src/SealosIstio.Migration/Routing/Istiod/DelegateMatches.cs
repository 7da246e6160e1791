using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>The conditions of a delegate's route within those of its root (pilot/pkg/model/virtualservice.go, mergeHTTPMatchRequests).</summary>
internal static class DelegateMatches
{
    /// <summary>The merged conditions, or null when one of the delegate's fits none of the root's: the route is dropped.</summary>
    public static IReadOnlyList<HttpMatchRequest>? Merge(
        IReadOnlyList<HttpMatchRequest> root,
        IReadOnlyList<HttpMatchRequest> part
    )
    {
        if (root.Count == 0 || part.Count == 0)
            return root.Count == 0 ? part : root;
        var result = new List<HttpMatchRequest>();
        foreach (var inner in part)
        {
            var fitting = root.Where(outer => !Conflicts(outer, inner)).ToList();
            if (fitting.Count == 0)
                return null;
            result.AddRange(fitting.Select(outer => Merge(outer, inner)));
        }
        return result;
    }

    /// <summary>The same condition with other gateways.</summary>
    public static HttpMatchRequest Copy(HttpMatchRequest match, IList<string> gateways) =>
        Merge(
            new HttpMatchRequest { Gateways = gateways },
            new HttpMatchRequest
            {
                Name = match.Name,
                Uri = match.Uri,
                Scheme = match.Scheme,
                Method = match.Method,
                Authority = match.Authority,
                Headers = match.Headers,
                WithoutHeaders = match.WithoutHeaders,
                QueryParams = match.QueryParams,
                Port = match.Port,
                SourceLabels = match.SourceLabels,
                SourceNamespace = match.SourceNamespace,
                IgnoreUriCase = match.IgnoreUriCase,
            }
        );

    private static HttpMatchRequest Merge(HttpMatchRequest root, HttpMatchRequest part) =>
        new()
        {
            Name =
                string.IsNullOrEmpty(part.Name) ? root.Name
                : string.IsNullOrEmpty(root.Name) ? part.Name
                : $"{root.Name}-{part.Name}",
            Uri = part.Uri ?? root.Uri,
            Scheme = part.Scheme ?? root.Scheme,
            Method = part.Method ?? root.Method,
            Authority = part.Authority ?? root.Authority,
            Headers = Union(root.Headers, part.Headers),
            WithoutHeaders = Union(root.WithoutHeaders, part.WithoutHeaders),
            QueryParams = Union(root.QueryParams, part.QueryParams),
            Port = part.Port ?? root.Port,
            SourceLabels = Union(root.SourceLabels, part.SourceLabels),
            SourceNamespace = part.SourceNamespace ?? root.SourceNamespace,
            Gateways = part.Gateways is { Count: > 0 } ? part.Gateways : root.Gateways,
            IgnoreUriCase = part.IgnoreUriCase,
        };

    private static Dictionary<string, T>? Union<T>(IDictionary<string, T>? root, IDictionary<string, T>? part)
    {
        if (root is null && part is null)
            return null;
        var result = new Dictionary<string, T>(root ?? new Dictionary<string, T>());
        foreach (var (key, value) in part ?? new Dictionary<string, T>())
            result[key] = value;
        return result;
    }

    private static bool Conflicts(HttpMatchRequest root, HttpMatchRequest part) =>
        Conflicts(root.Uri, part.Uri)
        || Conflicts(root.Scheme, part.Scheme)
        || Conflicts(root.Method, part.Method)
        || Conflicts(root.Authority, part.Authority)
        || Conflicts(root.Headers, part.Headers)
        || Conflicts(root.WithoutHeaders, part.WithoutHeaders)
        || Conflicts(root.QueryParams, part.QueryParams)
        || (root.IgnoreUriCase ?? false) != (part.IgnoreUriCase ?? false)
        || root.Port > 0 && part.Port > 0 && root.Port != part.Port
        || !string.IsNullOrEmpty(root.SourceNamespace) && part.SourceNamespace != root.SourceNamespace
        || (part.SourceLabels ?? new Dictionary<string, string>()).Any(label =>
            root.SourceLabels?.TryGetValue(label.Key, out var value) == true && value != label.Value
        )
        || root.Gateways is { Count: > 0 } outer && part.Gateways is { Count: > 0 } inner && inner.Except(outer).Any();

    private static bool Conflicts(IDictionary<string, StringMatch>? root, IDictionary<string, StringMatch>? part) =>
        (part ?? new Dictionary<string, StringMatch>()).Any(entry =>
            root?.TryGetValue(entry.Key, out var outer) == true && Conflicts(outer, entry.Value)
        );

    private static bool Conflicts(StringMatch? root, StringMatch? part)
    {
        if (root is null || part is null)
            return false;
        if (!string.IsNullOrEmpty(root.Regex) || !string.IsNullOrEmpty(part.Regex))
            return true;
        if (!string.IsNullOrEmpty(root.Exact))
            return part.Exact != root.Exact;
        return string.IsNullOrEmpty(root.Prefix)
            || (part.Prefix ?? part.Exact) is not { Length: > 0 } inner
            || !inner.StartsWith(root.Prefix, StringComparison.Ordinal);
    }
}
