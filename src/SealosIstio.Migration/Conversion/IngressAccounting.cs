using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>Checks the promise that no Ingress disappears: each is in a host group, converted or with a finding that says why not.</summary>
public static class IngressAccounting
{
    /// <summary>The Ingresses that a conversion has lost: an empty list, unless the conversion has a bug.</summary>
    /// <param name="given">What was to be converted.</param>
    /// <param name="result">What came of it.</param>
    public static IReadOnlyList<SealosIngress> FindLost(IEnumerable<SealosIngress> given, ConversionResult result)
    {
        var accounted = result
            .Groups.Where(group => group.Objects.Count > 0 || group.Findings.Count > 0)
            .SelectMany(group => group.Source)
            .Select(KeyOf)
            .ToHashSet();
        return [.. given.Where(ingress => !accounted.Contains(KeyOf(ingress)))];
    }

    private static (string Namespace, string Name) KeyOf(SealosIngress ingress) => (ingress.Namespace, ingress.Name);
}
