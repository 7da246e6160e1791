using System.Diagnostics;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Rehearsal;

/// <summary>The manifests, loaded into a cluster in memory.</summary>
/// <param name="Path">Where they were read.</param>
/// <param name="Cluster">The cluster that they make.</param>
/// <param name="ObjectCount">How many objects it holds, with the namespaces that the others imply.</param>
/// <param name="HasServices">Whether a Service is among them.</param>
/// <param name="Elapsed">How long it took to load.</param>
internal sealed record Input(string Path, ManifestCluster Cluster, int ObjectCount, bool HasServices, TimeSpan Elapsed)
{
    /// <summary>Loads a folder or file.</summary>
    /// <exception cref="BadInputException">It can't be read, or it holds no Ingress.</exception>
    public static async Task<Input> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var cluster = await OpenAsync(path, cancellationToken);
        var (count, hasIngresses, hasServices) = (0, false, false);
        foreach (var type in await cluster.GetResourceTypesAsync(cancellationToken))
        await foreach (var item in cluster.ListAsync(type, null, cancellationToken))
        {
            count++;
            hasIngresses |= item is V1Ingress;
            hasServices |= item is V1Service;
        }
        if (cluster.LoadErrors.Count > 0)
            throw new BadInputException([
                .. cluster.LoadErrors.Select(error => error.ToString()),
                $"{path}: {cluster.LoadErrors.Count} problem(s); what else is in it can be read. Nothing was converted or written.",
            ]);
        if (!hasIngresses)
            throw new BadInputException([
                $"{path}: no Ingress in it. Name a folder or file that has objects of kind Ingress, "
                    + "apiVersion networking.k8s.io/v1; such as the output of: kubectl get ingress,service,secret,configmap,ingressclass -A -o yaml",
            ]);
        return new Input(path, cluster, count, hasServices, clock.Elapsed);
    }

    private static async Task<ManifestCluster> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await ManifestCluster.LoadAsync(path, null, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            throw new BadInputException([
                $"{path}: there is no such file or folder. Name one that exists with --input.",
            ]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException([$"{path}: {exception.Message} Name a folder or file that you may read."]);
        }
    }
}

/// <summary>The input can't be used.</summary>
/// <param name="problems">One line each: the place, what is wrong, what would be right.</param>
internal sealed class BadInputException(IReadOnlyList<string> problems) : Exception(string.Join("\n", problems))
{
    /// <summary>The lines.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
