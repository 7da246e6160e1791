using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>What the header directives of one block ask for. nginx adds with add_header first, then sets and clears.</summary>
internal sealed class SnippetHeaders
{
    public SortedDictionary<string, string> Set { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedDictionary<string, string> Added { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedSet<string> Removed { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedDictionary<string, string> RequestSet { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedSet<string> RequestRemoved { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the block says expires, which then replaces the outer block's.</summary>
    public bool HasExpires { get; set; }

    /// <summary>Whether the block says add_header, which then replaces all of the outer block's.</summary>
    public bool HasAddHeader { get; set; }

    public bool IsEmpty => Set.Count + Added.Count + Removed.Count + RequestSet.Count + RequestRemoved.Count == 0;

    /// <summary>Sets a header of the answer, whatever was asked of it before.</summary>
    public void SetResponse(string name, string value)
    {
        Removed.Remove(name);
        Set[name] = value;
    }

    /// <summary>Clears a header of the answer.</summary>
    public void ClearResponse(string name)
    {
        Set.Remove(name);
        Removed.Add(name);
    }

    /// <summary>Makes the location's own headers.</summary>
    public void ApplyTo(RouteDraft draft)
    {
        foreach (var (name, value) in Set)
        {
            draft.ResponseHeadersRemoved.Remove(name);
            draft.ResponseHeadersAdded.Remove(name);
            draft.ResponseHeadersSet[name] = value;
        }
        foreach (var name in Removed)
        {
            draft.ResponseHeadersSet.Remove(name);
            draft.ResponseHeadersAdded.Remove(name);
            draft.ResponseHeadersRemoved.Add(name);
        }
        foreach (var (name, value) in EffectiveAdded())
            draft.ResponseHeadersAdded[name] = value;
        foreach (var (name, value) in RequestSet)
        {
            draft.RequestHeadersRemoved.Remove(name);
            draft.RequestHeadersSet[name] = value;
        }
        foreach (var name in RequestRemoved)
        {
            draft.RequestHeadersSet.Remove(name);
            draft.RequestHeadersRemoved.Add(name);
        }
    }

    /// <summary>Changes a copy of the location's route, which already has the headers of the <paramref name="outer"/> block.</summary>
    public void ApplyTo(HttpRoute route, SnippetHeaders outer)
    {
        route.Headers ??= new Headers();
        var request = route.Headers.Request ??= new HeaderOperations();
        var response = route.Headers.Response ??= new HeaderOperations();
        if (HasAddHeader)
            foreach (var name in outer.Added.Keys)
                Drop(response.Add, name);
        foreach (var (name, value) in Set)
        {
            Keep(response.Remove, name);
            Drop(response.Add, name);
            Put(response.Set ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), name, value);
        }
        foreach (var name in Removed)
        {
            Drop(response.Set, name);
            Drop(response.Add, name);
            Ban(response.Remove ??= [], name);
        }
        foreach (var (name, value) in EffectiveAdded())
            Put(response.Add ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), name, value);
        foreach (var (name, value) in RequestSet)
        {
            Keep(request.Remove, name);
            Put(request.Set ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), name, value);
        }
        foreach (var name in RequestRemoved)
        {
            Drop(request.Set, name);
            Ban(request.Remove ??= [], name);
        }
        if (IsNothing(request))
            route.Headers.Request = null;
        if (IsNothing(response))
            route.Headers.Response = null;
        if (route.Headers.Request is null && route.Headers.Response is null)
            route.Headers = null;
    }

    // headers-more works after add_header, so what it sets or clears is no longer added. expires sets Cache-Control before,
    // and an added Cache-Control stands beside it.
    private IEnumerable<KeyValuePair<string, string>> EffectiveAdded() =>
        Added.Where(header =>
            !Removed.Contains(header.Key)
            && (!Set.ContainsKey(header.Key) || (HasExpires && IsCacheControl(header.Key)))
        );

    private static bool IsCacheControl(string name) => name.Equals("cache-control", StringComparison.OrdinalIgnoreCase);

    private static bool IsNothing(HeaderOperations operations) =>
        operations is { Set: null or { Count: 0 }, Add: null or { Count: 0 }, Remove: null or { Count: 0 } };

    private static void Put(IDictionary<string, string> headers, string name, string value)
    {
        Drop(headers, name);
        headers[name] = value;
    }

    private static void Drop(IDictionary<string, string>? headers, string name)
    {
        foreach (
            var key in (headers?.Keys ?? []).Where(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList()
        )
            headers!.Remove(key);
    }

    private static void Keep(IList<string>? removed, string name)
    {
        for (var index = (removed?.Count ?? 0) - 1; index >= 0; index--)
            if (removed![index].Equals(name, StringComparison.OrdinalIgnoreCase))
                removed.RemoveAt(index);
    }

    private static void Ban(IList<string> removed, string name)
    {
        Keep(removed, name);
        removed.Add(name);
    }
}
