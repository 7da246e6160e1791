using System.Management.Automation;
using System.Net;
using System.Security;
using SealosIstio.Migration.Notifications;
using SealosIstio.Notifications;

namespace SealosIstio.Commands;

/// <summary>Tells people how a cutover or a rollback stands: by a webhook, in Slack, in a file.</summary>
[Cmdlet(
    VerbsCommunications.Send,
    "SealosNotification",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low
)]
[OutputType(typeof(NotificationResult))]
public sealed class SendSealosNotificationCommand : SealosCommand
{
    private Uri? webhook;
    private Uri? slack;
    private string? file;

    /// <summary>A text, or what Invoke-SealosCutover, Invoke-IstioRollback and the checks wrote.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject?[]? InputObject { get; set; } = [];

    /// <summary>A webhook that takes JSON: subject, severity, text, time, contact, facts. A secret; text or a SecureString.</summary>
    [Parameter]
    [SecretTransformation]
    public SecureString? WebhookUri { get; set; }

    /// <summary>An incoming webhook of Slack. A secret; text or a SecureString.</summary>
    [Parameter]
    [SecretTransformation]
    public SecureString? SlackWebhookUri { get; set; }

    /// <summary>A file to which a line of JSON is added.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>How urgent it is: Info, Warning or Critical. Default: what the object says; Info for a text.</summary>
    [Parameter]
    public NotificationSeverity? Severity { get; set; }

    /// <summary>What it is about, one line. Default: what the object says; a text's first line.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Subject { get; set; }

    /// <summary>Whom to turn to. Default: nobody in particular.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Contact { get; set; }

    /// <summary>Allows webhooks over plain HTTP. To this machine it is always allowed.</summary>
    [Parameter]
    public SwitchParameter AllowHttp { get; set; }

    /// <summary>How long an answer may take, in seconds. Default: 10.</summary>
    [Parameter]
    [ValidateRange(1, 300)]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>The most attempts after the first, for 429, 5xx and no answer. Default: 3.</summary>
    [Parameter]
    [ValidateRange(0, 10)]
    public int RetryCount { get; set; } = 3;

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (WebhookUri is null && SlackWebhookUri is null && Path is null)
            ThrowTerminatingError(ErrorRecords.NotificationTargetMissing());
        // All of them before the first is told.
        webhook = Address(WebhookUri, nameof(WebhookUri));
        slack = Address(SlackWebhookUri, nameof(SlackWebhookUri));
        file = Path is null ? null : GetUnresolvedProviderPathFromPSPath(Path);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var input in InputObject ?? [null])
            if (input?.BaseObject is { } message && !string.IsNullOrWhiteSpace(message.ToString()))
                Send(Make(message));
            else
                WriteError(ErrorRecords.NotificationEmpty());
    }

    private Uri? Address(SecureString? secret, string parameter)
    {
        if (secret is null)
            return null;
        try
        {
            return WebhookAddress.Parse(new NetworkCredential("", secret).Password, $"-{parameter}", AllowHttp);
        }
        catch (Migration.Resources.ResourceException exception)
        {
            ThrowTerminatingError(ErrorRecords.WebhookInvalid(exception, $"-{parameter}"));
            throw;
        }
    }

    private Notification Make(object message)
    {
        var content = NotificationContent.Of(message);
        return new Notification(
            Subject ?? content.Subject,
            Severity ?? content.Severity,
            content.Text,
            DateTimeOffset.UtcNow
        )
        {
            Facts = content.Facts,
            Contact = Contact,
            Cluster = ConnectionName(),
        };
    }

    // The cmdlet needs no connection; where there is one, it is what the message is about.
    private static string? ConnectionName() => Connections.ConnectionStore.Current.Active?.Name;

    private void Send(Notification notification)
    {
        if (webhook is not null)
            Post(NotificationTarget.Webhook, webhook, notification, NotificationJson.ToJson(notification));
        if (slack is not null)
            Post(NotificationTarget.Slack, slack, notification, NotificationJson.ToSlack(notification));
        if (file is not null)
            Append(file, notification);
    }

    private void Post(NotificationTarget target, Uri address, Notification notification, string json)
    {
        if (!ShouldProcess($"{target} {address.Host}", $"Send '{notification}'"))
            return;
        using var channel = new HttpWebhook(address, TimeSpan.FromSeconds(TimeoutSeconds));
        var delivery = new WebhookDelivery(channel, RetryCount);
        Finish(Await(token => delivery.SendAsync(target, notification.Subject, json, token)));
    }

    private void Append(string path, Notification notification)
    {
        if (!ShouldProcess(path, $"Append '{notification}'"))
            return;
        string? failure = null;
        try
        {
            NotificationFile.Append(path, notification);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failure = exception.Message;
        }
        Finish(
            new NotificationResult(
                NotificationTarget.File,
                path,
                notification.Subject,
                failure is null,
                1,
                Message: failure
            )
        );
    }

    private void Finish(NotificationResult result)
    {
        if (!result.IsSent)
            WriteError(ErrorRecords.NotificationFailed(result));
        WriteObject(result);
    }
}
