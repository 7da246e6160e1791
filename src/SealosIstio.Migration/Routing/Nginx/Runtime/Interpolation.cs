using System.Text;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>Variables in a text: <c>$name</c>, <c>${name}</c>, <c>$1</c>.</summary>
internal static class Interpolation
{
    public static string Expand(string template, Func<string, string> resolve)
    {
        if (!template.Contains('$', StringComparison.Ordinal))
            return template;
        var result = new StringBuilder();
        for (var i = 0; i < template.Length; )
        {
            if (template[i] != '$' || Name(template, i, out var end) is not { } name)
            {
                result.Append(template[i++]);
                continue;
            }
            result.Append(resolve(name));
            i = end;
        }
        return result.ToString();
    }

    /// <summary>The names of the variables in a text, captures excepted.</summary>
    public static IEnumerable<string> Names(string template)
    {
        for (var i = 0; i < template.Length; i++)
            if (template[i] == '$' && Name(template, i, out _) is { } name && !char.IsAsciiDigit(name[0]))
                yield return name;
    }

    private static string? Name(string template, int dollar, out int end)
    {
        var start = dollar + 1;
        end = start;
        if (start >= template.Length)
            return null;
        if (char.IsAsciiDigit(template[start]))
        {
            end = start + 1;
            return template[start..end];
        }
        var isBraced = template[start] == '{';
        if (isBraced)
            start++;
        end = start;
        while (end < template.Length && (char.IsAsciiLetterOrDigit(template[end]) || template[end] == '_'))
            end++;
        var name = template[start..end];
        if (isBraced && (end >= template.Length || template[end++] != '}'))
            return null;
        return name.Length == 0 ? null : name;
    }
}
