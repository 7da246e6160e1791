namespace SealosIstio.Migration.Notifications;

/// <summary>Delivers to a webhook, with another attempt where that makes sense: 429, 5xx, and no answer.</summary>
/// <param name="webhook">The webhook.</param>
/// <param name="retries">The most attempts after the first.</param>
/// <param name="time">The clock; null for the system's.</param>
public sealed class WebhookDelivery(IWebhook webhook, int retries, TimeProvider? time = null)
{
    /// <summary>The first pause; each further one is twice as long.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause, whatever the server asks for.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly TimeProvider clock = time ?? TimeProvider.System;

    /// <summary>Delivers one message.</summary>
    /// <param name="target">The kind of target.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="json">The body.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<NotificationResult> SendAsync(
        NotificationTarget target,
        string subject,
        string json,
        CancellationToken cancellationToken = default
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await webhook.PostAsync(json, cancellationToken);
            if (answer.Status is >= 200 and < 300)
                return new NotificationResult(target, webhook.Host, subject, true, attempt, answer.Status);
            if (!IsPassing(answer) || attempt > retries)
                return new NotificationResult(
                    target,
                    webhook.Host,
                    subject,
                    false,
                    attempt,
                    answer.Status,
                    MessageOf(answer)
                );
            await Task.Delay(PauseAfter(attempt, answer), clock, cancellationToken);
        }
    }

    private static bool IsPassing(WebhookAnswer answer) => answer.Status is null or 429 or >= 500;

    private static TimeSpan PauseAfter(int attempt, WebhookAnswer answer)
    {
        var pause = answer.RetryAfter ?? FirstPause * Math.Pow(2, attempt - 1);
        return pause > LongestPause ? LongestPause
            : pause < TimeSpan.Zero ? TimeSpan.Zero
            : pause;
    }

    private static string MessageOf(WebhookAnswer answer) =>
        answer.Status switch
        {
            null => answer.Failure ?? "no answer",
            >= 300 and < 400 =>
                $"status {answer.Status}: it leads elsewhere, and the address of a webhook isn't told to anybody else",
            401 or 403 or 404 or 410 =>
                $"status {answer.Status}: the webhook doesn't exist any more, or asks for more than its address",
            429 => $"status {answer.Status}: too many messages",
            _ => $"status {answer.Status}",
        };
}
