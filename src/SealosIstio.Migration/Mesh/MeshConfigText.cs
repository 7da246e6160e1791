using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Migration.Mesh;

/// <summary>
/// Changes fields of a mesh configuration in its text, so that everything else in it stays letter by letter: comments, order, quotes.
/// </summary>
internal static partial class MeshConfigText
{
    /// <summary>The text with what has changed at the top replaced; written anew as a whole only where that doesn't work out.</summary>
    /// <param name="text">The text as it is.</param>
    /// <param name="before">What it says.</param>
    /// <param name="after">What it is to say.</param>
    public static string Edit(string text, JsonObject before, JsonObject after)
    {
        var result = text;
        foreach (var name in before.Select(item => item.Key).Union(after.Select(item => item.Key)))
            if (!MeshConfigDifference.IsSame(before[name], after[name]))
                result = Replace(result, name, after.ContainsKey(name) ? after[name] : null);
        return Says(result, after) ? result : KubernetesYaml.Serialize(after);
    }

    private static bool Says(string text, JsonObject wanted)
    {
        try
        {
            return MeshConfigDifference.IsSame(KubernetesYaml.LoadTree(text, "mesh"), wanted);
        }
        catch (ManifestException)
        {
            return false;
        }
    }

    private static string Replace(string text, string name, JsonNode? value)
    {
        var lines = text.Split('\n').ToList();
        var begin = lines.FindIndex(line =>
            TopKey().Match(line) is { Success: true } key && key.Groups["name"].Value == name
        );
        var block = value is null
            ? []
            : KubernetesYaml.Serialize(new JsonObject { [name] = value.DeepClone() }).TrimEnd('\n').Split('\n');
        if (begin < 0)
        {
            // At the end, before the empty line that a final line break leaves.
            var end = lines.Count;
            while (end > 0 && string.IsNullOrWhiteSpace(lines[end - 1]))
                end--;
            lines.InsertRange(end, block);
            return Joined(lines);
        }
        var next = begin + 1;
        while (next < lines.Count && !IsTop(lines[next]))
            next++;
        // Comments and empty lines before the next field are the next field's.
        while (next > begin + 1 && (string.IsNullOrWhiteSpace(lines[next - 1]) || lines[next - 1].StartsWith('#')))
            next--;
        lines.RemoveRange(begin, next - begin);
        lines.InsertRange(begin, block);
        return Joined(lines);
    }

    private static string Joined(List<string> lines)
    {
        var text = new StringBuilder().AppendJoin('\n', lines);
        if (text.Length > 0 && text[^1] != '\n')
            text.Append('\n');
        return text.ToString();
    }

    // Not indented, no item of a list of the field before, no comment.
    private static bool IsTop(string line) =>
        line.Length > 0
        && !char.IsWhiteSpace(line[0])
        && line[0] != '#'
        && line != "-"
        && !line.StartsWith("- ", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^(?<quote>['""]?)(?<name>\w+)\k<quote>\s*:(\s|\z)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex TopKey();
}
