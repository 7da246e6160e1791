namespace SealosIstio.Input;

/// <summary>An input object isn't a Kubernetes object.</summary>
/// <param name="field">The field's path; empty for the object as a whole.</param>
/// <param name="problem">What is wrong with it, without its value.</param>
/// <param name="innerException">What the JSON reader says.</param>
internal sealed class InputFormatException(string field, string problem, Exception? innerException = null)
    : Exception(
        field.Length == 0 ? $"The input object {problem}" : $"The input object's field {field} {problem}",
        innerException
    )
{
    /// <summary>The field's path; empty for the object as a whole.</summary>
    public string Field { get; } = field;
}
