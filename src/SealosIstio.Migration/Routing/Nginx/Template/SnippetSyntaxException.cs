namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>Text that nginx cannot read as configuration: it refuses all of it.</summary>
internal sealed class SnippetSyntaxException(string message) : Exception(message);
