using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Tests.IstioValidation;

/// <summary>Where a route leads (validateDestination and its callers).</summary>
internal static class DestinationRules
{
    public static IEnumerable<string> Check(string field, Destination? destination)
    {
        if (destination is null)
            yield break;
        if (destination.Host == "*")
            yield return $"{field}.host: invalid destination host *";
        else
            foreach (var problem in NameRules.WildcardDomain($"{field}.host", destination.Host))
                yield return problem;
        if (destination.Subset is { Length: > 0 } subset && !NameRules.IsLabel(subset))
            yield return $"{field}.subset: subset name is invalid: {subset}";
        if (destination.Port is { } port)
            foreach (var problem in NameRules.Port($"{field}.port.number", port.Number))
                yield return problem;
    }

    public static IEnumerable<string> Check(
        string field,
        IReadOnlyCollection<(Destination? Destination, int? Weight)> targets
    )
    {
        foreach (var (destination, weight) in targets)
        {
            if (destination is null)
                yield return $"{field}: destination is required";
            foreach (var problem in Check($"{field}.destination", destination))
                yield return problem;
            if (weight < 0)
                yield return $"{field}.weight: {weight} < 0";
        }
        if (targets.Count > 1 && targets.Sum(target => target.Weight ?? 0) == 0)
            yield return $"{field}: total destination weight = 0";
    }
}
