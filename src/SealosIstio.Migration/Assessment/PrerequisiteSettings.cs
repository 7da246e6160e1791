using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.Assessment;

/// <summary>What a cluster must have before a migration.</summary>
public sealed record PrerequisiteSettings
{
    /// <summary>The oldest Kubernetes, as major and minor. Default 1.27.</summary>
    public string MinimumKubernetesVersion { get; init; } = "1.27";

    /// <summary>The memory that every node must have left, a quantity. Default 4Gi.</summary>
    public ResourceQuantity MinimumNodeMemory { get; init; } = "4Gi";

    /// <summary>The cores that the cluster must have left, a quantity. Default 8.</summary>
    public ResourceQuantity MinimumClusterCpu { get; init; } = "8";

    /// <summary>The memory that the cluster must have left, a quantity. Default 16Gi.</summary>
    public ResourceQuantity MinimumClusterMemory { get; init; } = "16Gi";

    /// <summary>Whether the user must have every right. Default false: the roles of New-SealosOperatorRole are enough.</summary>
    public bool RequireClusterAdmin { get; init; }

    /// <summary>Whether tenants' Pods will get sidecars: each costs memory and time of a core. Default false.</summary>
    public bool EnableSidecarInjection { get; init; }

    /// <summary>Finds the addresses of a host; null when names aren't to be looked up.</summary>
    public Func<string, CancellationToken, Task<IReadOnlyList<string>>>? Resolve { get; init; }

    /// <summary>Which of <see cref="Installers"/> are on PATH; null when nobody looked.</summary>
    public IReadOnlyList<string>? FoundInstallers { get; init; }

    /// <summary>The programs that install Istio; one of them is enough.</summary>
    public static IReadOnlyList<string> Installers { get; } = ["istioctl", "helm"];

    /// <summary>The platform's settings.</summary>
    public ConversionOptions Platform { get; init; } = new();
}
