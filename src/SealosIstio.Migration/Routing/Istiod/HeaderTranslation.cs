using SealosIstio.Migration.Routing.Envoy;
using ConfiguredOperations = SealosIstio.Kubernetes.Istio.HeaderOperations;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>Header operations of a VirtualService (pilot/pkg/networking/core/route/route.go, TranslateHeadersOperations).</summary>
internal static class HeaderTranslation
{
    /// <exception cref="FormatException">Istio's webhook refuses a name or a value.</exception>
    public static IReadOnlyList<HeaderOperation> Request(ConfiguredOperations? operations) =>
        Translate(operations, allowAuthority: true);

    /// <exception cref="FormatException">Istio's webhook refuses a name or a value.</exception>
    public static IReadOnlyList<HeaderOperation> Response(ConfiguredOperations? operations) =>
        Translate(operations, allowAuthority: false);

    /// <summary>Setting <c>Host</c> or <c>:authority</c> becomes a rewrite of the authority; set wins over add.</summary>
    public static string? Authority(ConfiguredOperations? operations) => Find(operations?.Set) ?? Find(operations?.Add);

    private static string? Find(IDictionary<string, string>? headers) =>
        headers
            ?.Where(header => IsAuthority(header.Key) && header.Value.Length > 0)
            .Select(header => header.Value)
            .FirstOrDefault();

    private static List<HeaderOperation> Translate(ConfiguredOperations? operations, bool allowAuthority)
    {
        var result = new List<HeaderOperation>();
        if (operations is null)
            return result;
        foreach (var name in operations.Remove ?? [])
        {
            Check(name, allowAuthority: false);
            result.Add(new HeaderOperation(HeaderChangeKind.Remove, name, null));
        }
        Append(operations.Set, HeaderChangeKind.Set);
        Append(operations.Add, HeaderChangeKind.Add);
        return result;

        void Append(IDictionary<string, string>? headers, HeaderChangeKind kind)
        {
            foreach (
                var (name, value) in (headers ?? new Dictionary<string, string>()).OrderBy(
                    header => header.Key,
                    StringComparer.Ordinal
                )
            )
            {
                Check(name, allowAuthority);
                var format = HeaderFormat.Parse(value);
                if (!IsAuthority(name))
                    result.Add(new HeaderOperation(kind, name, format));
            }
        }
    }

    private static bool IsAuthority(string name) =>
        name.Equals("host", StringComparison.OrdinalIgnoreCase)
        || name.Equals(":authority", StringComparison.OrdinalIgnoreCase);

    private static void Check(string name, bool allowAuthority)
    {
        if (name.Length == 0)
            throw new FormatException("A header operation has an empty name.");
        var isInternal = name.StartsWith(':') || name.Equals("host", StringComparison.OrdinalIgnoreCase);
        if (isInternal && !(allowAuthority && IsAuthority(name)))
            throw new FormatException($"The header {name} can't be changed.");
    }
}
