using System.Text;

namespace SealosIstio.Kubernetes.Cluster.Selectors;

/// <summary>
/// A field selector in Kubernetes' syntax: <c>metadata.name=web,metadata.namespace!=default</c>. <c>\</c> escapes commas, equals
/// signs and itself in values.
/// </summary>
public sealed class FieldSelector
{
    private readonly IReadOnlyList<FieldRequirement> requirements;

    private FieldSelector(IReadOnlyList<FieldRequirement> requirements) => this.requirements = requirements;

    /// <summary>Whether the selector selects every object.</summary>
    public bool IsEmpty => requirements.Count == 0;

    /// <summary>The fields that the selector asks for, such as <c>metadata.name</c>.</summary>
    public IEnumerable<string> Fields => requirements.Select(requirement => requirement.Field);

    /// <summary>Parses a selector; null and the empty string select everything.</summary>
    /// <exception cref="FormatException">The text isn't a selector; the message is the API server's.</exception>
    public static FieldSelector Parse(string? text)
    {
        var parsed = new List<FieldRequirement>();
        foreach (var term in SplitTerms(text ?? ""))
            if (term.Length > 0)
                parsed.Add(ParseTerm(term, text!));
        return new FieldSelector(parsed);
    }

    /// <summary>The value that an object's field must have to be selected; null when the selector leaves it open.</summary>
    /// <param name="field">The field, such as <c>metadata.name</c>.</param>
    public string? RequiredValue(string field) =>
        requirements.FirstOrDefault(requirement => requirement.Field == field && requirement.Equal)?.Value;

    /// <summary>Whether an object is selected.</summary>
    /// <param name="valueOf">Gives the value of a field of the object; an absent one is the empty string.</param>
    public bool Matches(Func<string, string> valueOf) =>
        requirements.All(requirement => valueOf(requirement.Field) == requirement.Value == requirement.Equal);

    private static IEnumerable<string> SplitTerms(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == ',')
            {
                yield return text[start..i];
                start = i + 1;
            }
        }
        yield return text[start..];
    }

    private static FieldRequirement ParseTerm(string term, string selector)
    {
        for (var i = 0; i < term.Length; i++)
        {
            foreach (var sign in new[] { "!=", "==", "=" })
                if (term.AsSpan(i).StartsWith(sign, StringComparison.Ordinal))
                    return new FieldRequirement(term[..i], Unescape(term[(i + sign.Length)..]), sign != "!=");
        }
        throw new FormatException($"invalid selector: '{selector}'; can't understand '{term}'");
    }

    private static string Unescape(string value)
    {
        var result = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var escaped = value[i] == '\\';
            if (escaped && (++i == value.Length || value[i] is not ('\\' or ',' or '=')))
                throw new FormatException(
                    i == value.Length
                        ? "invalid field selector: escape at the end of the value"
                        : $"invalid field selector: invalid escape sequence: \\{value[i]}"
                );
            if (!escaped && value[i] is (',' or '='))
                throw new FormatException($"invalid field selector: unescaped character in value: {value[i]}");
            result.Append(value[i]);
        }
        return result.ToString();
    }

    private sealed record FieldRequirement(string Field, string Value, bool Equal);
}
