using System.Management.Automation;
using SealosIstio.Migration.Notifications;
using SealosIstio.Migration.Resources;

namespace SealosIstio;

internal static partial class ErrorRecords
{
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
}
