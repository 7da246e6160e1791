namespace SealosIstio.Kubernetes.Serialization;

/// <summary>Ends the reading of a document: its text can't be made sense of at a place.</summary>
internal sealed class ManifestSyntaxException(int line, int column, string message, string advice) : Exception(message)
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    public string Advice { get; } = advice;
}
