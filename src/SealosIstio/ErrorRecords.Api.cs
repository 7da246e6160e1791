using System.Management.Automation;
using SealosIstio.Kubernetes.Cluster;

namespace SealosIstio;

internal static partial class ErrorRecords
{
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

    private static string? NameOf(KubernetesApiException exception) =>
        exception.Status.Details is { } details ? $"{details.Kind}/{details.Name}".TrimEnd('/') : null;
}
