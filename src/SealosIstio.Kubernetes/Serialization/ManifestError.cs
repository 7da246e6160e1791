using System.Globalization;
using System.Text;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>Why a document, or one object of it, could not be read. Never holds a value of a Secret.</summary>
/// <param name="File">The file, as the caller named it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Document">The number of the document within the file, from 1; empty ones don't count.</param>
/// <param name="Object">The object, <c>Kind namespace/name</c>, as far as it is known; otherwise null.</param>
/// <param name="Field">The field's path, such as <c>spec.rules[0].host</c>; null when the whole document is concerned.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Advice">What would be right.</param>
public sealed record ManifestError(
    string File,
    int Line,
    int Column,
    int Document,
    string? Object,
    string? Field,
    string Message,
    string Advice
)
{
    /// <summary>One line with everything: <c>file:line:column: object: field: message advice</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: ");
        if (Object is not null)
            text.Append(Object).Append(": ");
        if (Field is not null)
            text.Append(Field).Append(": ");
        return text.Append(Message).Append(' ').Append(Advice).ToString();
    }
}

/// <summary>A manifest that could not be read where nothing less than all of it will do.</summary>
public sealed class ManifestException : Exception
{
    /// <summary>Carries an error.</summary>
    public ManifestException(ManifestError error)
        : base(error?.ToString()) => Error = error ?? throw new ArgumentNullException(nameof(error));

    /// <summary>The error.</summary>
    public ManifestError Error { get; }
}
