using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Input;

/// <summary>An input object isn't a Kubernetes object.</summary>
internal sealed class InputFormatException : Exception
{
    private const string DefaultAdvice =
        "Give a Kubernetes object: a typed one, or a hashtable, PSCustomObject or text with the fields of a manifest.";

    /// <param name="field">The field's path; empty for the object as a whole.</param>
    /// <param name="problem">What is wrong with it, without its value.</param>
    public InputFormatException(string field, string problem)
        : base(field.Length == 0 ? $"The input object {problem}" : $"The input object's field {field} {problem}") =>
        Advice = DefaultAdvice;

    /// <param name="error">What the reader of manifests found.</param>
    public InputFormatException(ManifestError error)
        : base(
            string.Join(": ", new[] { "The input object", error.Object, error.Field }.Where(part => part is not null))
                + $": {error.Message} {error.Advice}"
        ) => Advice = error.Advice;

    /// <summary>What would be right.</summary>
    public string Advice { get; }
}
