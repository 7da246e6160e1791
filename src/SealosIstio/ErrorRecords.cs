using System.Management.Automation;
using SealosIstio.Downloading;
using SealosIstio.Input;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Backup;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Notifications;
using SealosIstio.Migration.Platform;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Rollout;

namespace SealosIstio;

/// <summary>Every error that a cmdlet reports, with its id. The ids are API: scripts match on them, so none is ever renamed.</summary>
internal static class ErrorRecords
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

    /// <summary>A path leads nowhere.</summary>
    public static ErrorRecord PathNotFound(string path) =>
        Create(
            new FileNotFoundException($"There is no file or folder '{path}'."),
            "PathNotFound",
            ErrorCategory.ObjectNotFound,
            path,
            "Check the path; a relative one starts at the session's current location."
        );

    /// <summary>The file to write exists.</summary>
    public static ErrorRecord ManifestExists(string path) =>
        Create(
            new IOException($"The file '{path}' exists."),
            "ManifestExists",
            ErrorCategory.ResourceExists,
            path,
            "Choose another name, or replace it with -Force."
        );

    /// <summary>The file of the checkpoint exists.</summary>
    public static ErrorRecord CheckpointExists(string path) =>
        Create(
            new IOException($"The file '{path}' exists."),
            "CheckpointExists",
            ErrorCategory.ResourceExists,
            path,
            "Choose another name, or replace it with -Force."
        );

    /// <summary>An object that is no Ingress was to be converted.</summary>
    public static ErrorRecord NotAnIngress(KubernetesObject resource) =>
        Create(
            new ResourceException(
                ResourceProblem.KindNotAccepted,
                ResourceIdentity.Of(resource),
                $"{resource}: only an Ingress of networking.k8s.io/v1 can be converted; this is a {resource.Kind} of "
                    + $"{resource.ApiVersion}.",
                "Choose the Ingresses: Get-SealosIngress, or Import-SealosManifest -Kind Ingress."
            ),
            resource
        );

    /// <summary>An Ingress was to be marked as failed without a reason.</summary>
    public static ErrorRecord ReasonMissing() =>
        Create(
            new InvalidOperationException(
                "The state Failed needs a reason, which stands on the Ingress for whoever looks at it."
            ),
            "ReasonMissing",
            ErrorCategory.InvalidArgument,
            null,
            "Give it with -Reason."
        );

    /// <summary>Only shards share a run by its id.</summary>
    public static ErrorRecord ShardMissing() =>
        Create(
            new InvalidOperationException("-RunId names the run that shards share, and -Shard isn't given."),
            "ShardMissing",
            ErrorCategory.InvalidArgument,
            null,
            "Give -Shard i/n as well, or -Resume instead to go on with the unfinished cutover."
        );

    /// <summary>A parameter is about one manifest, and several add-ons were named.</summary>
    public static ErrorRecord OneAddonOnly(int count, string parameter) =>
        Create(
            new InvalidOperationException($"-{parameter} is about one manifest, and {count} add-ons were named."),
            "ParameterConflict",
            ErrorCategory.InvalidArgument,
            parameter,
            "Install them one by one."
        );

    /// <summary>The cluster has none of the controllers that a migration switches.</summary>
    public static ErrorRecord NoController(string cluster) =>
        Create(
            new ResourceException(
                ResourceProblem.NotFound,
                null,
                $"The cluster '{cluster}' has none of the controllers {string.Join(", ", SealosController.Default)}.",
                "Name the Deployments with -Controller as namespace/deployment."
            )
        );

    /// <summary>A document of a file can't be read.</summary>
    public static ErrorRecord FromManifest(ManifestError error) => Create(new ManifestException(error), error);

    /// <summary>A finding of severity Error: the code is the id.</summary>
    public static ErrorRecord FromFinding(Finding finding) =>
        Create(
            new InvalidOperationException($"{finding.Source}: {finding.Field}: {finding.Message}"),
            finding.Code,
            ErrorCategory.InvalidData,
            finding,
            finding.Advice
        );

    /// <summary>An object that a step of a cutover can't deal with.</summary>
    public static ErrorRecord FromProblem(CutoverProblem problem) =>
        problem switch
        {
            { Finding: { } finding } => FromFinding(finding),
            { Error: { } error } when TryCreate(error, problem.Resource) is { } record => record,
            _ => Create(
                new ResourceException(
                    ResourceProblem.NotMigrated,
                    problem.Resource,
                    problem.ToString(),
                    "See to what the message names, then run Invoke-SealosCutover -Resume, or in a rollout Step-IstioRollout."
                ),
                problem.Resource
            ),
        };

    /// <summary>An object that a rollback couldn't put back.</summary>
    public static ErrorRecord FromRollback(ApplyResult result) =>
        Create(
            new InvalidOperationException($"{result.Identity}: {result.Message}"),
            "RollbackIncomplete",
            ErrorCategory.NotSpecified,
            result.Identity,
            "See to what the message names, then run Invoke-IstioRollback again: it does what is left."
        );

    /// <summary>There is nowhere to send a notification to.</summary>
    public static ErrorRecord NotificationTargetMissing() =>
        Create(
            new InvalidOperationException("The notification has no target."),
            "NotificationTargetMissing",
            ErrorCategory.InvalidArgument,
            null,
            "Name one or several: -WebhookUri, -SlackWebhookUri, -Path."
        );

    /// <summary>There is nothing to tell.</summary>
    public static ErrorRecord NotificationEmpty() =>
        Create(
            new InvalidOperationException("The input is null or empty: there is nothing to tell."),
            "NotificationEmpty",
            ErrorCategory.InvalidArgument,
            null,
            "Give a text, or an object of a cutover, a rollback or a check."
        );

    /// <summary>The address of a webhook can't be used. It is a secret, so nothing of the record holds it.</summary>
    public static ErrorRecord WebhookInvalid(ResourceException exception, string parameter) =>
        Create(exception, "WebhookInvalid", ErrorCategory.InvalidArgument, parameter, exception.Advice);

    /// <summary>A notification didn't arrive at one of its targets.</summary>
    public static ErrorRecord NotificationFailed(NotificationResult result) =>
        Create(
            new InvalidOperationException($"{result.Target} {result.Destination}: {result.Message}."),
            "NotificationFailed",
            result.Target == NotificationTarget.File ? ErrorCategory.WriteError : ErrorCategory.ConnectionError,
            result,
            "See to what the message names, then send it again."
        );

    /// <summary>The address of Prometheus is none. It isn't repeated: a password may stand in it.</summary>
    public static ErrorRecord PrometheusUriInvalid() =>
        Create(
            new InvalidOperationException("-PrometheusUri is no address of a server."),
            "PrometheusUriInvalid",
            ErrorCategory.InvalidArgument,
            null,
            "Give it as http://host:port or https://host:port, with the path before /api if there is one."
        );

    /// <summary>Neither metrics nor a gate were named.</summary>
    public static ErrorRecord NoGate() =>
        Create(
            new InvalidOperationException("There is nothing to judge by: neither metrics nor a gate were named."),
            "RolloutGateMissing",
            ErrorCategory.InvalidArgument,
            null,
            "Name a Prometheus server with -PrometheusUri, or give script blocks with -Gate."
        );

    /// <summary>Canaries are to go while the rollout still needs them.</summary>
    public static ErrorRecord RolloutNotCompleted(IstioRolloutState state) =>
        Create(
            new ResourceException(
                ResourceProblem.RolloutUnfinished,
                null,
                $"The rollout {state.RunId} is {state.Phase}: its canaries are what it consists of.",
                "Complete it with Step-IstioRollout, or take everything back with Stop-IstioRollout -Revert."
            ),
            state
        );

    /// <summary>A rollout doesn't go on, or went back.</summary>
    public static ErrorRecord FromDecision(IstioRolloutState state, RolloutDecision decision)
    {
        var (problem, message, advice) = decision.Action switch
        {
            RolloutAction.StepBack or RolloutAction.Rollback => (
                ResourceProblem.RolloutSteppedBack,
                $"The rollout {state.RunId} goes back to {state.Plan.Stage(decision.Stage)}: {decision.Reason}",
                decision.Stage == 0
                    ? "Find the cause; then go on with Start-IstioRollout -Resume, or remove everything with Stop-IstioRollout -Revert."
                    : "Find the cause before the stage is over again."
            ),
            RolloutAction.AwaitApproval => (
                ResourceProblem.RolloutDecisionNeeded,
                $"The rollout {state.RunId} stays in {state.Plan.Stage(state.Stage)}: {decision.Reason}",
                "When somebody has decided that it goes on: Step-IstioRollout -Approve."
            ),
            _ => (
                ResourceProblem.RolloutGateFailed,
                $"The rollout {state.RunId} stays in {state.Plan.Stage(state.Stage)}: {decision.Reason}",
                "Name metrics with -PrometheusUri, or a gate of your own with -Gate; Test-IstioRolloutGate shows each."
            ),
        };
        return Create(new ResourceException(problem, null, message, advice), state);
    }

    private static ErrorRecord FromApi(KubernetesApiException exception, object? target)
    {
        var (id, category, advice) = exception switch
        {
            { Code: 401 } => (
                "ApiUnauthorized",
                ErrorCategory.AuthenticationError,
                "The server doesn't accept the credentials of this context: renew the token or the client certificate, then connect again."
            ),
            { Code: 403 } => (
                "ApiForbidden",
                ErrorCategory.PermissionDenied,
                "Ask for a Role or ClusterRole that allows it, or connect as another user."
            ),
            { Code: 404, Status.Details: { Kind.Length: > 0, Name: null or "" } } => (
                "ResourceTypeNotInstalled",
                ErrorCategory.NotInstalled,
                "Install the CustomResourceDefinition of the kind, or use a version that the cluster serves."
            ),
            { Code: 404 } => (
                "ResourceNotFound",
                ErrorCategory.ObjectNotFound,
                "Check name and namespace; wildcards find what exists."
            ),
            { Code: 409, Reason: "AlreadyExists" } => (
                "ResourceAlreadyExists",
                ErrorCategory.ResourceExists,
                "Remove the object, or choose another name."
            ),
            { Code: 409 } => (
                "ResourceConflict",
                ErrorCategory.ResourceBusy,
                "Another manager owns the fields that the message names. Leave them to it, or take them over with -Force."
            ),
            { Code: 400 or 422 } when exception.Message.Contains("admission webhook", StringComparison.Ordinal) => (
                "AdmissionDenied",
                ErrorCategory.PermissionDenied,
                "A webhook of the cluster refuses the object; its message says why."
            ),
            { Code: 400 } when IsAboutSelector(exception.Message) => (
                "SelectorInvalid",
                ErrorCategory.InvalidArgument,
                "Write the selector as kubectl takes it, such as app=web,tier in (a,b)."
            ),
            { Code: 400 or 422 } => (
                "ResourceInvalid",
                ErrorCategory.InvalidData,
                "Correct the fields that the message names."
            ),
            { Code: 504 } => ("OperationTimedOut", ErrorCategory.OperationTimeout, "Try again."),
            { Code: 429 or >= 500 } => (
                "ApiOverloaded",
                ErrorCategory.LimitsExceeded,
                "It was tried several times. Wait until the server is well again; a smaller -ThrottleLimit asks less of it."
            ),
            _ => ("ApiFailure", ErrorCategory.InvalidResult, "See what the server's log says."),
        };
        return Create(exception, id, category, target, advice);
    }

    /// <summary>The API server's words for label and field selectors that it can't use.</summary>
    private static bool IsAboutSelector(string message) =>
        message.Contains("selector", StringComparison.Ordinal)
        || message.Contains("unable to parse requirement", StringComparison.Ordinal)
        || message.Contains("field label not supported", StringComparison.Ordinal);

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

    private static ErrorRecord FromResource(ResourceException exception, object? target)
    {
        var (id, category) = exception.Problem switch
        {
            ResourceProblem.TypeNotInstalled => ("ResourceTypeNotInstalled", ErrorCategory.NotInstalled),
            ResourceProblem.NotFound => ("ResourceNotFound", ErrorCategory.ObjectNotFound),
            ResourceProblem.KindNotAccepted => ("ResourceKindNotAccepted", ErrorCategory.InvalidType),
            ResourceProblem.Duplicate => ("ResourceDuplicate", ErrorCategory.InvalidData),
            ResourceProblem.HostOwnedElsewhere => ("HostOwnedElsewhere", ErrorCategory.ResourceExists),
            ResourceProblem.GuardsRoute => ("ResourceGuardsRoute", ErrorCategory.ResourceBusy),
            ResourceProblem.TenantNameInvalid => ("TenantNameInvalid", ErrorCategory.InvalidArgument),
            ResourceProblem.NamespaceTaken => ("NamespaceTaken", ErrorCategory.ResourceExists),
            ResourceProblem.NotATenant => ("NotATenantNamespace", ErrorCategory.InvalidArgument),
            ResourceProblem.Terminating => ("ResourceTerminating", ErrorCategory.ResourceBusy),
            ResourceProblem.Ambiguous => ("ResourceAmbiguous", ErrorCategory.InvalidArgument),
            ResourceProblem.RolloutFailed => ("RolloutFailed", ErrorCategory.InvalidResult),
            ResourceProblem.RunInProgress => ("CutoverInProgress", ErrorCategory.ResourceBusy),
            ResourceProblem.RunUnfinished => ("CutoverUnfinished", ErrorCategory.ResourceBusy),
            ResourceProblem.RunNotFound => ("CutoverNotFound", ErrorCategory.ObjectNotFound),
            ResourceProblem.NotMigrated => ("IngressNotMigrated", ErrorCategory.ResourceBusy),
            ResourceProblem.NodePortTaken => ("NodePortTaken", ErrorCategory.ResourceExists),
            ResourceProblem.NotManaged => ("ResourceNotManaged", ErrorCategory.ResourceExists),
            ResourceProblem.SourceRangesLost => ("SourceRangesLost", ErrorCategory.SecurityError),
            ResourceProblem.InUse => ("ResourceInUse", ErrorCategory.ResourceBusy),
            ResourceProblem.ChangedMeanwhile => ("ResourceConflict", ErrorCategory.ResourceBusy),
            ResourceProblem.RolloutPlanInvalid => ("RolloutPlanInvalid", ErrorCategory.InvalidArgument),
            ResourceProblem.RolloutNotFound => ("RolloutNotFound", ErrorCategory.ObjectNotFound),
            ResourceProblem.RolloutUnfinished => ("RolloutUnfinished", ErrorCategory.ResourceBusy),
            ResourceProblem.RolloutStopped => ("RolloutStopped", ErrorCategory.ResourceBusy),
            ResourceProblem.RolloutStateChanged => ("RolloutStateChanged", ErrorCategory.ResourceBusy),
            ResourceProblem.RolloutGateFailed => ("RolloutGateFailed", ErrorCategory.InvalidResult),
            ResourceProblem.RolloutDecisionNeeded => ("RolloutDecisionNeeded", ErrorCategory.ResourceBusy),
            ResourceProblem.RolloutSteppedBack => ("RolloutSteppedBack", ErrorCategory.InvalidResult),
            ResourceProblem.IngressesBlocked => ("IngressesBlocked", ErrorCategory.ResourceBusy),
            ResourceProblem.CanaryNotPossible => ("CanaryNotPossible", ErrorCategory.InvalidOperation),
            _ => ("ResourceInvalid", ErrorCategory.InvalidData),
        };
        return Create(exception, id, category, target, exception.Advice);
    }

    private static ErrorRecord FromTool(ToolException exception, object target)
    {
        var (id, category) = exception.Failure switch
        {
            ToolFailure.NotFound => ("ToolNotFound", ErrorCategory.ObjectNotFound),
            ToolFailure.WrongVersion => ("ToolVersionDiffers", ErrorCategory.InvalidArgument),
            _ => ("ToolFailed", ErrorCategory.InvalidResult),
        };
        return Create(exception, id, category, target, exception.Advice);
    }

    private static ErrorRecord FromDownload(DownloadException exception, object target)
    {
        var (id, category) = exception.Failure switch
        {
            DownloadFailure.AddressRefused => ("DownloadAddressRefused", ErrorCategory.SecurityError),
            DownloadFailure.ChecksumDiffers => ("ChecksumDiffers", ErrorCategory.SecurityError),
            DownloadFailure.TooLarge => ("DownloadTooLarge", ErrorCategory.LimitsExceeded),
            _ => ("DownloadFailed", ErrorCategory.ConnectionError),
        };
        return Create(exception, id, category, target, exception.Advice);
    }

    private static ErrorRecord FromBackup(BackupException exception, object? target)
    {
        var (id, category) = exception.Problem switch
        {
            BackupProblem.NotFound => ("BackupNotFound", ErrorCategory.ObjectNotFound),
            BackupProblem.Exists => ("BackupExists", ErrorCategory.ResourceExists),
            BackupProblem.Incomplete => ("BackupIncomplete", ErrorCategory.InvalidData),
            BackupProblem.FormatUnknown => ("BackupFormatUnknown", ErrorCategory.NotImplemented),
            _ => ("BackupDamaged", ErrorCategory.InvalidData),
        };
        return Create(exception, id, category, target, exception.Advice);
    }

    private static string? NameOf(KubernetesApiException exception) =>
        exception.Status.Details is { } details ? $"{details.Kind}/{details.Name}".TrimEnd('/') : null;

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
