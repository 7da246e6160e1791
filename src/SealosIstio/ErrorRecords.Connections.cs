using System.Management.Automation;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;

namespace SealosIstio;

internal static partial class ErrorRecords
{
    /// <summary>No connection is open.</summary>
    public static ErrorRecord NotConnected() =>
        Create(
            new InvalidOperationException("There is no connection to a cluster in this session."),
            "NotConnected",
            ErrorCategory.ConnectionError,
            null,
            "Run Connect-SealosCluster, or name a connection with -Connection."
        );

    /// <summary>The connection was closed.</summary>
    public static ErrorRecord ConnectionClosed(object connection) =>
        Create(
            new InvalidOperationException($"The connection '{connection}' has been closed."),
            "ConnectionClosed",
            ErrorCategory.ConnectionError,
            connection,
            "Run Connect-SealosCluster again."
        );

    /// <summary>The connection leads to manifests, and only an API server will do.</summary>
    public static ErrorRecord NotAnApiServer(object connection) =>
        Create(
            new InvalidOperationException(
                $"The connection '{connection}' leads to manifests, which no program can install into."
            ),
            "ConnectionNotApiServer",
            ErrorCategory.InvalidOperation,
            connection,
            "Connect to an API server, or name such a connection with -Connection."
        );

    /// <summary>No open connection has this name.</summary>
    public static ErrorRecord ConnectionNotFound(string name) =>
        Create(
            new InvalidOperationException($"No open connection is called '{name}'."),
            "ConnectionNotFound",
            ErrorCategory.ObjectNotFound,
            name,
            "Get-SealosConnection * lists the open ones."
        );

    private static ErrorRecord FromConnection(KubernetesConnectionException exception, object? target) =>
        exception.Failure switch
        {
            ConnectionFailure.CertificateInvalid => Create(
                exception,
                "ApiCertificateInvalid",
                ErrorCategory.SecurityError,
                target,
                "Give the context the certificate authority that signed the server's certificate."
            ),
            ConnectionFailure.TimedOut => Create(
                exception,
                "OperationTimedOut",
                ErrorCategory.OperationTimeout,
                target,
                "Check that the server answers, then try again."
            ),
            _ => Create(
                exception,
                "ApiUnreachable",
                ErrorCategory.ConnectionError,
                target,
                "Check that the server runs, and the address in the kubeconfig."
            ),
        };

    private static ErrorRecord FromKubeconfig(KubeconfigException exception, object? target)
    {
        var (id, category, advice) = exception.Failure switch
        {
            KubeconfigFailure.NotFound => (
                "KubeConfigNotFound",
                ErrorCategory.ObjectNotFound,
                "Name the file with -KubeConfig, or set the environment variable KUBECONFIG."
            ),
            KubeconfigFailure.ContextNotFound => (
                "ContextNotFound",
                ErrorCategory.ObjectNotFound,
                "Choose one of the contexts with -Context; the Tab key lists them."
            ),
            KubeconfigFailure.ClusterNotFound => (
                "ClusterNotFound",
                ErrorCategory.ObjectNotFound,
                "Correct the context's cluster in the kubeconfig."
            ),
            KubeconfigFailure.UserNotFound => (
                "UserNotFound",
                ErrorCategory.ObjectNotFound,
                "Correct the context's user in the kubeconfig."
            ),
            KubeconfigFailure.CredentialInvalid => (
                "CredentialInvalid",
                ErrorCategory.AuthenticationError,
                "Correct the certificate, key or token that the message names."
            ),
            KubeconfigFailure.ExecFailed => (
                "ExecPluginFailed",
                ErrorCategory.AuthenticationError,
                "Run the plugin's command by hand to see what it needs, such as a login."
            ),
            KubeconfigFailure.AuthProviderUnsupported => (
                "CredentialUnsupported",
                ErrorCategory.NotImplemented,
                "Install the plugin that the message names, or use a context with a client certificate or a token."
            ),
            _ => ("KubeConfigInvalid", ErrorCategory.ParserError, "Correct the place that the message names."),
        };
        return Create(exception, id, category, target ?? exception.File, advice);
    }
}
