using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Assessment;

/// <summary>Whether the cluster has the parts that a migration counts on, and none that it stumbles over.</summary>
internal sealed class PlatformCheck(string suite, string target, PrerequisiteSettings settings)
{
    // Where Sealos has its object storage.
    private const string StorageNamespace = "objectstorage-system";
    private const string StorageService = "object-storage";

    public IEnumerable<SealosCheckResult> Check(ClusterFacts facts)
    {
        yield return NetworkPolicy(suite, target, facts);
        yield return Result(
            "CertManager",
            facts.HasCertManager ? CheckStatus.Pass : CheckStatus.Warn,
            "cert-manager",
            facts.HasCertManager ? "installed" : "not installed",
            facts.HasCertManager ? null : "Certificates of custom domains are then copied once and not renewed."
        );
        yield return TenantBalancers(suite, target, facts);
        yield return ObjectStorage(facts);
        yield return Installer();
    }

    /// <summary>Whether NetworkPolicies are enforced: without, tenants aren't kept apart.</summary>
    public static SealosCheckResult NetworkPolicy(string suite, string target, ClusterFacts facts)
    {
        var plugins = facts.DaemonSets is null ? null : NetworkPlugin.Of(facts.DaemonSets);
        var (status, actual, detail) = plugins switch
        {
            null => (CheckStatus.Skip, "unknown", "DaemonSets may not be listed."),
            [] => (CheckStatus.Skip, "unknown", "No network plugin is known by its DaemonSet."),
            [{ EnforcesPolicies: true } plugin, ..] => (CheckStatus.Pass, plugin.Name, (string?)null),
            [var plugin, ..] => (
                CheckStatus.Fail,
                plugin.Name,
                "It ignores NetworkPolicies, and nothing else keeps tenants apart without sidecars: use Cilium or Calico."
            ),
        };
        return new SealosCheckResult(
            suite,
            "NetworkPolicy",
            target,
            status,
            "a network plugin that enforces NetworkPolicies",
            actual,
            detail
        );
    }

    /// <summary>Whether tenants have load balancers, which a quota will forbid.</summary>
    public static SealosCheckResult TenantBalancers(string suite, string target, ClusterFacts facts)
    {
        var balanced = facts.LoadBalancers?.Where(service => service.IsTenant).ToList();
        return new SealosCheckResult(
            suite,
            "TenantLoadBalancers",
            target,
            balanced switch
            {
                null => CheckStatus.Skip,
                [] => CheckStatus.Pass,
                _ => CheckStatus.Fail,
            },
            "no Service of type LoadBalancer in a tenant's namespace",
            balanced is null ? "unknown" : $"{balanced.Count}",
            balanced switch
            {
                null => "Services may not be listed.",
                [] => null,
                _ =>
                    $"{Few(balanced)}. Get-SealosLoadBalancerService lists them; change each to ClusterIP or NodePort.",
            }
        );
    }

    private SealosCheckResult ObjectStorage(ClusterFacts facts)
    {
        var storage = facts.Services?.FirstOrDefault(service =>
            service.Metadata is { NamespaceProperty: StorageNamespace, Name: StorageService }
        );
        var type = storage?.Spec?.Type ?? "ClusterIP";
        var (status, actual, detail) = storage switch
        {
            null when facts.Services is null => (CheckStatus.Skip, "unknown", "Services may not be listed."),
            null => (CheckStatus.Skip, "none", "The cluster has no object storage under this name."),
            _ when type == "LoadBalancer" => (
                CheckStatus.Warn,
                type,
                "Move it to a node port first: Move-MinioToNodePort."
            ),
            _ => (CheckStatus.Pass, type, (string?)null),
        };
        return new SealosCheckResult(
            suite,
            "ObjectStorage",
            $"{StorageNamespace}/{StorageService}",
            status,
            "no load balancer",
            actual,
            detail
        );
    }

    private SealosCheckResult Installer()
    {
        var wanted = string.Join(" or ", PrerequisiteSettings.Installers);
        return settings.FoundInstallers switch
        {
            null => Result("Installer", CheckStatus.Skip, wanted, "not looked for"),
            [] => Result(
                "Installer",
                CheckStatus.Warn,
                wanted,
                "neither",
                "Istio is installed with one of them: put it on PATH."
            ),
            var found => Result("Installer", CheckStatus.Pass, wanted, string.Join(", ", found)),
        };
    }

    private SealosCheckResult Result(
        string name,
        CheckStatus status,
        string expected,
        string actual,
        string? detail = null
    ) => new(suite, name, target, status, expected, actual, detail);

    private static string Few(IReadOnlyCollection<SealosServiceInfo> services) =>
        string.Join(", ", services.Take(5).Select(service => $"{service.Namespace}/{service.Name}"))
        + (services.Count > 5 ? ", …" : "");
}
