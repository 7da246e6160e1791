namespace SealosIstio.Migration.Notifications;

/// <summary>What a webhook answered.</summary>
/// <param name="Status">The status code; null when there was no answer.</param>
/// <param name="RetryAfter">How long it asks to wait; null when it doesn't say.</param>
/// <param name="Failure">Why there was no answer, without the address; null when there was one.</param>
public sealed record WebhookAnswer(int? Status, TimeSpan? RetryAfter = null, string? Failure = null);

/// <summary>Sends JSON to a webhook. Its address is a secret: nothing but the host's name may be told to anybody.</summary>
public interface IWebhook
{
    /// <summary>The host's name: all that may be told of the address.</summary>
    string Host { get; }

    /// <summary>Sends one POST and doesn't follow redirects.</summary>
    /// <param name="json">The body.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<WebhookAnswer> PostAsync(string json, CancellationToken cancellationToken = default);
}
