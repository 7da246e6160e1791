namespace SealosIstio.Kubernetes.Serialization;

/// <summary>The text of one document and how many lines of the file stand before it.</summary>
internal readonly record struct DocumentText(string Text, int LinesBefore);

/// <summary>
/// Cuts a file at the lines <c>---</c> and <c>...</c>. In YAML these end a document wherever they stand, even within a quoted
/// string; cutting before parsing is what lets the next document load after a broken one.
/// </summary>
internal static class ManifestSplitter
{
    public static IEnumerable<DocumentText> Split(string text)
    {
        var start = 0;
        var linesBefore = 0;
        var line = 0;
        for (var at = 0; at < text.Length; line++)
        {
            var next = NextLine(text, at);
            if (IsMarker(text, at, "---"))
            {
                if (at > start)
                    yield return new DocumentText(text[start..at], linesBefore);
                // What follows the marker on its line belongs to the document.
                start = at;
                linesBefore = line;
            }
            else if (IsMarker(text, at, "..."))
            {
                if (at > start)
                    yield return new DocumentText(text[start..at], linesBefore);
                start = next;
                linesBefore = line + 1;
            }
            at = next;
        }
        // kubectl ends the last line where the file doesn't; a literal block at the end then keeps its line break.
        if (start < text.Length)
            yield return new DocumentText(text.EndsWith('\n') ? text[start..] : text[start..] + '\n', linesBefore);
    }

    /// <summary>Whether there is nothing but blank lines, comments, directives and a marker.</summary>
    public static bool IsEmpty(string document)
    {
        for (var at = 0; at < document.Length; )
        {
            var next = NextLine(document, at);
            var line = document.AsSpan(at, next - at);
            if (at == 0 && IsMarker(document, 0, "---"))
                line = line[3..];
            line = line.Trim();
            if (!line.IsEmpty && line[0] != '#' && !(line[0] == '%' && document[at] == '%'))
                return false;
            at = next;
        }
        return true;
    }

    private static int NextLine(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end + 1;
    }

    private static bool IsMarker(string text, int at, string marker)
    {
        if (string.CompareOrdinal(text, at, marker, 0, 3) != 0)
            return false;
        return at + 3 >= text.Length || text[at + 3] is ' ' or '\t' or '\r' or '\n';
    }
}
