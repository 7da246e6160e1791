using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollout;

/// <summary>
/// Which Ingresses a share of a cluster is. Every name has a bucket, 0 to 9999: the first four bytes of the SHA-256 of
/// <c>namespace/name</c> in UTF-8, as a big-endian number, modulo 10000. A stage of N percent takes the buckets below N × 100. So the
/// choice is the same on every machine and at any time, and what is in stays in as the share grows.
/// </summary>
/// <remarks>
/// nginx answers for a host with all of its Ingresses together, so those that share a host, directly or by others, are one group and go
/// together, by the bucket of the name that comes first in the group in ordinal order.
/// </remarks>
public static class RolloutCohort
{
    /// <summary>So many buckets there are.</summary>
    public const int Buckets = 10_000;

    /// <summary>The bucket of a name.</summary>
    /// <param name="namespaceName">The namespace.</param>
    /// <param name="name">The name.</param>
    public static int BucketOf(string namespaceName, string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{namespaceName}/{name}"));
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % Buckets);
    }

    /// <summary>Whether a bucket belongs to a share.</summary>
    public static bool IsIn(int bucket, int percent) => bucket < percent * (Buckets / 100);

    /// <summary>The Ingresses of a share.</summary>
    /// <param name="ingresses">Every Ingress of the cluster: who shares a host with whom shows only among all.</param>
    /// <param name="percent">The share, 0 to 100.</param>
    public static IReadOnlyList<SealosIngress> Of(IEnumerable<SealosIngress> ingresses, int percent) =>
        [
            .. Groups(ingresses)
                .Where(group => IsIn(BucketOf(group[0].Namespace, group[0].Name), percent))
                .SelectMany(group => group),
        ];

    /// <summary>The groups that can't be torn apart, each with the name first that decides for it.</summary>
    internal static IReadOnlyList<IReadOnlyList<SealosIngress>> Groups(IEnumerable<SealosIngress> ingresses)
    {
        var groups = new ConnectedGroups<SealosIngress>();
        foreach (var ingress in ingresses)
            groups.Add(ingress, ServedHosts.Of(ingress.Ingress));
        return
        [
            .. groups
                .All()
                .Select(group =>
                    (IReadOnlyList<SealosIngress>)
                        [.. group.OrderBy(item => $"{item.Namespace}/{item.Name}", StringComparer.Ordinal)]
                ),
        ];
    }
}
