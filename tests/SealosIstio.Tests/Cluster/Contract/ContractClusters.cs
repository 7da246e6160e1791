using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;

namespace SealosIstio.Tests.Cluster.Contract;

/// <summary>A cluster that the contract is checked on.</summary>
public abstract class ContractCluster
{
    /// <summary>Why the contract can't be checked on it here; null when it can.</summary>
    public virtual string? SkipReason => null;

    public abstract Task<IKubernetesCluster> ConnectAsync();

    /// <summary>Called when the test is over.</summary>
    public virtual void CleanUp() { }
}

public sealed class MemoryCluster : ContractCluster
{
    public override Task<IKubernetesCluster> ConnectAsync() =>
        Task.FromResult<IKubernetesCluster>(ManifestCluster.Create());
}

/// <summary>A folder to which every change is written.</summary>
public sealed class FolderCluster : ContractCluster
{
    private DirectoryInfo? folder;

    public override async Task<IKubernetesCluster> ConnectAsync()
    {
        folder = Directory.CreateTempSubdirectory("sealos-istio-");
        return await ManifestCluster.LoadAsync(folder.FullName, new ManifestClusterOptions { WriteBack = true });
    }

    public override void CleanUp() => folder?.Delete(recursive: true);
}

/// <summary>A disposable API server with Istio's CustomResourceDefinitions.</summary>
public sealed class ApiServer : ApiServerCluster
{
    protected override string Variable => "SEALOSISTIO_TEST_KUBECONFIG";
}

/// <summary>One that serves today's CustomResourceDefinitions with strict validation.</summary>
public sealed class StrictApiServer : ApiServerCluster
{
    protected override string Variable => "SEALOSISTIO_TEST_KUBECONFIG_STRICT";
}

public abstract class ApiServerCluster : ContractCluster
{
    public override string? SkipReason =>
        Kubeconfig is null ? $"{Variable} doesn't name the kubeconfig of a disposable API server." : null;

    protected abstract string Variable { get; }

    /// <summary>The path of its kubeconfig; null when it isn't there.</summary>
    public string? Kubeconfig => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? path : null;

    public override async Task<IKubernetesCluster> ConnectAsync() => await ApiCluster.ConnectAsync(Kubeconfig, null);
}
