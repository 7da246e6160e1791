using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Tenancy;

/// <summary>Where a tenant's limits start from.</summary>
public enum QuotaProfile
{
    /// <summary>Requests of 10 CPUs and 20Gi, 10 volume claims, no LoadBalancer: for a cluster that is being set up.</summary>
    Setup,

    /// <summary>What Sealos' account controller gives to a user, and no LoadBalancer.</summary>
    Sealos,

    /// <summary>No limits but those that are named one by one.</summary>
    None,
}

/// <summary>A tenant's limits: a profile, and what is different from it.</summary>
public sealed record QuotaSettings
{
    /// <summary>Where to start from. Default <see cref="QuotaProfile.Setup"/>.</summary>
    public QuotaProfile Profile { get; init; } = QuotaProfile.Setup;

    /// <summary>CPUs, a quantity; of requests in the profiles Setup and None, of limits in Sealos. Null: the profile's.</summary>
    public string? Cpu { get; init; }

    /// <summary>Memory, a quantity; of requests or limits as for <see cref="Cpu"/>. Null: the profile's.</summary>
    public string? Memory { get; init; }

    /// <summary>Requested storage, a quantity. Null: the profile's.</summary>
    public string? Storage { get; init; }

    /// <summary>Volume claims. Null: the profile's.</summary>
    public int? PersistentVolumeClaims { get; init; }

    /// <summary>Services with node ports. Null: the profile's.</summary>
    public int? NodePorts { get; init; }

    /// <summary>Services of type LoadBalancer. Null: the profile's, which is 0.</summary>
    public int? LoadBalancers { get; init; }
}

/// <summary>The ResourceQuota and the LimitRange of a tenant.</summary>
internal static class TenantQuota
{
    /// <summary>The entry of a quota that counts Services of type LoadBalancer.</summary>
    public const string LoadBalancers = "services.loadbalancers";

    /// <summary>The name of the quota: Sealos' own for its profile, so that there is one object and not two.</summary>
    public static string NameOf(TenantName name, QuotaProfile profile) =>
        profile == QuotaProfile.Sealos ? $"quota-{name.Namespace}" : $"{name.Tenant}-quota";

    /// <summary>The objects for these settings; none when nothing is limited.</summary>
    /// <exception cref="ResourceException">A value isn't a quantity.</exception>
    public static IEnumerable<KubernetesObject> Build(TenantName name, QuotaSettings settings)
    {
        var hard = Profile(settings.Profile);
        Override(name, hard, settings);
        if (hard.Count == 0)
            yield break;
        yield return TenantMarks.Mark(Quota(name, NameOf(name, settings.Profile), hard), name);
        if (Range(name, settings.Profile, hard) is { } range)
            yield return TenantMarks.Mark(range, name);
    }

    /// <summary>A quota with these entries, without any mark.</summary>
    public static V1ResourceQuota Quota(
        TenantName name,
        string quotaName,
        IDictionary<string, ResourceQuantity> hard
    ) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = quotaName, NamespaceProperty = name.Namespace },
            Spec = new V1ResourceQuotaSpec { Hard = hard },
        };

    /// <summary>Writes what is named one by one over the entries of a profile or of a live quota.</summary>
    /// <exception cref="ResourceException">A value isn't a quantity.</exception>
    public static void Override(TenantName name, IDictionary<string, ResourceQuantity> hard, QuotaSettings settings)
    {
        // Where limits are counted, requests would be a second, different rule.
        var compute = settings.Profile == QuotaProfile.Sealos || hard.ContainsKey("limits.cpu") ? "limits" : "requests";
        Set($"{compute}.cpu", settings.Cpu);
        Set($"{compute}.memory", settings.Memory);
        Set("requests.storage", settings.Storage);
        Set("persistentvolumeclaims", Text(settings.PersistentVolumeClaims));
        Set("services.nodeports", Text(settings.NodePorts));
        Set(LoadBalancers, Text(settings.LoadBalancers));

        void Set(string entry, string? value)
        {
            if (value is null)
                return;
            if (!new ResourceQuantity(value).TryGetValue(out var amount) || amount < 0)
                throw new ResourceException(
                    ResourceProblem.Invalid,
                    new ResourceIdentity(V1ResourceQuota.KubeApiVersion, V1ResourceQuota.KubeKind, name.Namespace, ""),
                    $"{V1ResourceQuota.KubeKind} of {name.Namespace}: spec.hard['{entry}']: '{value}' is no quantity.",
                    "Use a number with or without a unit and not below 0, such as 10, 500m, 20Gi."
                );
            hard[entry] = value;
        }
    }

    /// <summary>The entries of a profile.</summary>
    /// <remarks>
    /// Sealos: DefaultResourceQuotaHard in labring/sealos, controllers/pkg/resources/resources.go, without the limit of GPUs, which
    /// Kubernetes doesn't count for extended resources, and with services.loadbalancers.
    /// </remarks>
    public static Dictionary<string, ResourceQuantity> Profile(QuotaProfile profile) =>
        profile switch
        {
            QuotaProfile.Setup => new(StringComparer.Ordinal)
            {
                ["requests.cpu"] = "10",
                ["requests.memory"] = "20Gi",
                ["persistentvolumeclaims"] = "10",
                [LoadBalancers] = "0",
            },
            QuotaProfile.Sealos => new(StringComparer.Ordinal)
            {
                ["limits.cpu"] = "16",
                ["limits.memory"] = "64Gi",
                ["limits.ephemeral-storage"] = "100Gi",
                ["requests.storage"] = "100Gi",
                ["requests.nvidia.com/gpu"] = "8",
                ["services.nodeports"] = "10",
                [LoadBalancers] = "0",
            },
            _ => new(StringComparer.Ordinal),
        };

    // A quota of requests or limits refuses every Pod that names none, so there must be defaults. 50m and 64Mi are those of
    // DefaultLimitRangeLimits in labring/sealos. Ephemeral storage has a default nowhere there, and needs one just as much.
    private static V1LimitRange? Range(TenantName name, QuotaProfile profile, Dictionary<string, ResourceQuantity> hard)
    {
        var counted = hard.Keys.Where(entry => entry is "requests.cpu" or "requests.memory").ToList();
        var limited = hard
            .Keys.Where(entry => entry is "limits.cpu" or "limits.memory" or "limits.ephemeral-storage")
            .ToList();
        if (counted.Count + limited.Count == 0)
            return null;
        return new V1LimitRange
        {
            Metadata = new V1ObjectMeta
            {
                Name = profile == QuotaProfile.Sealos ? name.Namespace : $"{name.Tenant}-limits",
                NamespaceProperty = name.Namespace,
            },
            Spec = new V1LimitRangeSpec
            {
                Limits =
                [
                    new V1LimitRangeItem
                    {
                        Type = "Container",
                        Default = Defaults(limited),
                        DefaultRequest = Defaults(counted),
                    },
                ],
            },
        };
    }

    private static Dictionary<string, ResourceQuantity>? Defaults(IReadOnlyList<string> entries) =>
        entries.Count == 0
            ? null
            : entries
                .Select(entry => entry[(entry.IndexOf('.', StringComparison.Ordinal) + 1)..])
                .ToDictionary(
                    resource => resource,
                    resource => new ResourceQuantity(
                        resource switch
                        {
                            "cpu" => "50m",
                            "memory" => "64Mi",
                            _ => "1Gi",
                        }
                    ),
                    StringComparer.Ordinal
                );

    private static string? Text(int? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
