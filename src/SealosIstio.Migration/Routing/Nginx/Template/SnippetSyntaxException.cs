namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>Something that nginx does not accept as configuration: it refuses all of it.</summary>
/// <param name="message">What nginx says.</param>
/// <param name="origin">The object that the text comes from; null when unknown.</param>
internal sealed class SnippetSyntaxException(string message, string? origin = null) : Exception(message)
{
    /// <summary>The object that the text comes from; null when unknown.</summary>
    public string? Origin { get; } = origin;
}
