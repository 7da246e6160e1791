using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.ObjectStorage;

namespace SealosIstio;

/// <summary>The base of the cmdlets that work on MinIO's Service.</summary>
public abstract class ObjectStorageCommand : ClusterCommand
{
    private protected static readonly ObjectStorageSettings Defaults = new();

    /// <summary>The Service in front of MinIO. Default: object-storage.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Service")]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = Defaults.Service;

    /// <summary>Its namespace. Default: objectstorage-system.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n", "ns")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string Namespace { get; set; } = Defaults.Namespace;

    /// <summary>The settings in force.</summary>
    protected virtual ObjectStorageSettings Settings() =>
        new()
        {
            Service = Name,
            Namespace = Namespace,
            Platform = ActiveConnection.Options,
        };

    /// <summary>Reports what the server said against objects, once the work is done.</summary>
    private protected void WriteErrors(IEnumerable<(KubernetesObject Target, KubernetesApiException Error)> errors)
    {
        foreach (var (target, error) in errors)
            WriteError(ErrorRecords.Create(error, target));
    }
}
