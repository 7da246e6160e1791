namespace SealosIstio.Migration.Notifications;

/// <summary>Where a notification went.</summary>
public enum NotificationTarget
{
    /// <summary>A webhook that takes our JSON.</summary>
    Webhook,

    /// <summary>Slack's incoming webhook.</summary>
    Slack,

    /// <summary>A file.</summary>
    File,
}

/// <summary>What became of a notification at one target. Names hosts and files, and never the path of a webhook, which is a secret.</summary>
/// <param name="Target">The kind of target.</param>
/// <param name="Destination">The host's name, or the file.</param>
/// <param name="Subject">What it was about.</param>
/// <param name="IsSent">Whether it arrived.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="StatusCode">The last answer's status; null for a file, or when there was no answer.</param>
/// <param name="Message">Why it didn't arrive; null when it did.</param>
public sealed record NotificationResult(
    NotificationTarget Target,
    string Destination,
    string Subject,
    bool IsSent,
    int Attempts,
    int? StatusCode = null,
    string? Message = null
)
{
    /// <summary><c>target destination sent|not sent</c>.</summary>
    public override string ToString() => $"{Target} {Destination} {(IsSent ? "sent" : "not sent")}";
}
