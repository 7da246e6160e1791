using System.Management.Automation;
using SealosIstio.Downloading;
using SealosIstio.Input;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Backup;
using SealosIstio.Migration.Platform;
using SealosIstio.Migration.Resources;

namespace SealosIstio;

/// <summary>
/// Every error that a cmdlet reports, with its id, one part per subject. The ids are API: scripts match on them, so none is ever renamed.
/// </summary>
internal static partial class ErrorRecords
{
    /// <summary>Whether nothing that the cmdlet could still do makes sense after this error.</summary>
    public static bool IsFatal(Exception exception) =>
        exception switch
        {
            KubeconfigException => true,
            KubernetesConnectionException => true,
            ToolException { Failure: ToolFailure.NotFound } => true,
            KubernetesApiException { Code: 401 } => true,
            ResourceException { Problem: ResourceProblem.TypeNotInstalled } => true,
            _ => false,
        };

    /// <summary>Makes the record of an expected exception; null for one that nobody foresaw.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="target">The object concerned; what the exception names when null.</param>
    public static ErrorRecord? TryCreate(Exception exception, object? target) =>
        exception switch
        {
            KubernetesApiException api => FromApi(api, target ?? NameOf(api)),
            KubernetesConnectionException connection => FromConnection(connection, target),
            ResourceException resource => FromResource(resource, target ?? resource.Resource),
            KubeconfigException kubeconfig => FromKubeconfig(kubeconfig, target),
            BackupException backup => FromBackup(backup, target ?? backup.Path),
            ManifestException manifest => Create(
                manifest,
                "ManifestInvalid",
                ErrorCategory.ParserError,
                target ?? manifest.Error,
                manifest.Error.Advice
            ),
            InputFormatException format => Create(
                format,
                "ManifestInvalid",
                ErrorCategory.InvalidData,
                target,
                format.Advice
            ),
            ToolException tool => FromTool(tool, target ?? tool.Tool),
            DownloadException download => FromDownload(download, target ?? download.Origin),
            TimeoutException => Create(
                exception,
                "OperationTimedOut",
                ErrorCategory.OperationTimeout,
                target,
                "See what holds it up; a longer -TimeoutSeconds waits longer."
            ),
            IOException or UnauthorizedAccessException => Create(
                exception,
                "FileAccessFailed",
                ErrorCategory.OpenError,
                target,
                "Check the path and its permissions."
            ),
            _ => null,
        };

    /// <summary>Makes the record of an exception that is known to be expected.</summary>
    /// <param name="exception">What was thrown, or would have been.</param>
    /// <param name="target">The object concerned; what the exception names when null.</param>
    public static ErrorRecord Create(Exception exception, object? target = null) =>
        TryCreate(exception, target) ?? throw exception;

    private static ErrorRecord Create(
        Exception exception,
        string id,
        ErrorCategory category,
        object? target,
        string advice
    ) =>
        new(exception, id, category, target)
        {
            ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = advice },
        };
}
