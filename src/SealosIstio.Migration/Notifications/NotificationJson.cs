using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SealosIstio.Migration.Notifications;

/// <summary>Notifications as JSON: our own shape, and that of Slack's incoming webhooks.</summary>
public static class NotificationJson
{
    // https://docs.slack.dev/reference/block-kit/blocks: a header's text, a section's text, a field's text, and fields of a section.
    private const int MaximumHeader = 150;
    private const int MaximumText = 3000;
    private const int MaximumField = 2000;
    private const int MaximumFields = 10;

    // It goes into JSON only, never into a page.
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
    };

    /// <summary>One line of JSON: subject, severity, text, time, cluster, contact, facts.</summary>
    public static string ToJson(Notification notification)
    {
        var json = new JsonObject
        {
            ["subject"] = notification.Subject,
            ["severity"] = notification.Severity.ToString(),
            ["text"] = notification.Text,
            ["time"] = notification.Time.UtcDateTime.ToString("O"),
        };
        if (notification.Cluster is { } cluster)
            json["cluster"] = cluster;
        if (notification.Contact is { } contact)
            json["contact"] = contact;
        if (notification.Facts.Count > 0)
        {
            var facts = new JsonObject();
            foreach (var (name, value) in notification.Facts)
                facts[name] = value;
            json["facts"] = facts;
        }
        return json.ToJsonString(Readable);
    }

    /// <summary>The message of a Slack webhook: a line for notifications, and blocks for the window.</summary>
    public static string ToSlack(Notification notification)
    {
        var icon = notification.Severity switch
        {
            NotificationSeverity.Critical => ":rotating_light:",
            NotificationSeverity.Warning => ":warning:",
            _ => ":information_source:",
        };
        var blocks = new JsonArray(
            new JsonObject { ["type"] = "header", ["text"] = Plain(Cut(OneLine(notification.Subject), MaximumHeader)) }
        );
        if (notification.Text.Length > 0)
            blocks.Add(Section(Markdown($"{icon} {notification.Text}", MaximumText)));
        var facts = notification
            .Facts.Append(notification.Cluster is { } cluster ? new("Cluster", cluster) : default)
            .Append(notification.Contact is { } contact ? new("Contact", contact) : default)
            .Where(fact => fact.Key is not null);
        foreach (var part in facts.Chunk(MaximumFields))
            blocks.Add(
                new JsonObject
                {
                    ["type"] = "section",
                    ["fields"] = new JsonArray([
                        .. part.Select(fact => Markdown($"{fact.Key}: {fact.Value}", MaximumField)),
                    ]),
                }
            );
        return new JsonObject
        {
            ["text"] = Escaped(Cut($"{icon} {notification.Severity}: {OneLine(notification.Subject)}", MaximumText)),
            ["blocks"] = blocks,
        }.ToJsonString(Readable);
    }

    private static JsonObject Section(JsonObject text) => new() { ["type"] = "section", ["text"] = text };

    private static JsonObject Plain(string text) => new() { ["type"] = "plain_text", ["text"] = text };

    private static JsonObject Markdown(string text, int maximum) =>
        new() { ["type"] = "mrkdwn", ["text"] = CutEscaped(text, maximum) };

    // Slack's three control characters; nothing else of its markup can name a person or lead anywhere.
    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    // The bound is on what is sent, and no entity may be cut in two.
    private static string CutEscaped(string text, int maximum)
    {
        for (var length = Math.Min(text.Length, maximum); ; length = length * 3 / 4)
        {
            var escaped = Escaped(Cut(text, length));
            if (escaped.Length <= maximum)
                return escaped;
        }
    }

    private static string Cut(string text, int maximum)
    {
        if (text.Length <= maximum)
            return text;
        var end = maximum - 1;
        return (end > 0 && char.IsHighSurrogate(text[end - 1]) ? text[..(end - 1)] : text[..end]) + "…";
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])['\r', '\n', '\t']));
}
