namespace SealosIstio.Migration.Notifications;

/// <summary>How urgent a notification is.</summary>
public enum NotificationSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Worth a look soon.</summary>
    Warning,

    /// <summary>Somebody has to act now.</summary>
    Critical,
}

/// <summary>What people are told. Never holds a secret.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Severity">How urgent it is.</param>
/// <param name="Text">What is the matter; several lines are allowed.</param>
/// <param name="Time">When, UTC.</param>
public sealed record Notification(string Subject, NotificationSeverity Severity, string Text, DateTimeOffset Time)
{
    /// <summary>Names and values beside the text, in this order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    /// <summary>Whom to turn to; null for nobody in particular.</summary>
    public string? Contact { get; init; }

    /// <summary>The cluster that it is about; null when it is about none.</summary>
    public string? Cluster { get; init; }

    /// <summary><c>severity: subject</c>.</summary>
    public override string ToString() => $"{Severity}: {Subject}";
}
