using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;

namespace SealosIstio.Migration.Conversion;

/// <summary>Keeps groups whole when others are left out: an object that several groups need stands in the first of them only.</summary>
internal static class NeededObjects
{
    /// <summary>Gives the first converted group what the groups' objects need of those left out.</summary>
    /// <param name="groups">The groups that stay.</param>
    /// <param name="others">The objects of those that don't.</param>
    public static IReadOnlyList<HostGroupConversion> Restore(
        IReadOnlyList<HostGroupConversion> groups,
        IReadOnlyList<KubernetesObject> others
    )
    {
        var needed = NeededBy(groups.SelectMany(group => group.Objects), others);
        if (needed.Count == 0)
            return groups;
        var first = groups.First(group => group.Objects.Count > 0);
        return
        [
            .. groups.Select(group => group == first ? group with { Objects = [.. needed, .. group.Objects] } : group),
        ];
    }

    private static List<KubernetesObject> NeededBy(
        IEnumerable<KubernetesObject> objects,
        IReadOnlyList<KubernetesObject> others
    )
    {
        var needed = new List<KubernetesObject>();
        var open = new Queue<KubernetesObject>(objects);
        while (open.TryDequeue(out var resource))
            foreach (var other in others.Where(other => ApplyOrder.DependsOn(resource, other)).Except(needed).ToList())
            {
                needed.Add(other);
                open.Enqueue(other);
            }
        return [.. needed.OrderBy(ApplyOrder.RankOf)];
    }
}
