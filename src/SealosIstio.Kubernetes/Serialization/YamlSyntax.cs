namespace SealosIstio.Kubernetes.Serialization;

/// <summary>
/// Adds advice to what the YAML parser complains of. The parser's messages are fixed texts that quote nothing of the document,
/// so they may be shown even when the document is a Secret.
/// </summary>
internal static class YamlSyntax
{
    // The first part that the parser's message contains decides.
    private static readonly (string Part, string Advice)[] Advice =
    [
        ("tab", "Indent with spaces; YAML takes no tabs there."),
        (
            "cannot start any token",
            "Put the value in quotes; a plain one can't begin with @, ` or %, and tabs can't indent."
        ),
        (
            "while scanning a simple key",
            "Write \"name: value\", with a blank after the colon; put text that spans lines in quotes."
        ),
        ("quoted scalar, found unexpected end", "Close the quotes."),
        ("quoted scalar, found unexpected document", "Close the quotes before the line \"---\"."),
        ("escape", "In double quotes write \\\\ for a backslash, or use single quotes."),
        ("surrogates", "Write characters beyond U+FFFF as one \\U escape or as they are."),
        ("hexadecimal", "Complete the escape: \\xNN, \\uNNNN or \\UNNNNNNNN; or use single quotes."),
        ("invalid mapping", "Put a text that contains \": \" in quotes."),
        ("expected key", "Align the fields of a mapping in one column, each as \"name: value\"."),
        ("'-' indicator", "Align the items of a list in one column, each after \"- \"."),
        ("flow", "Close the bracket, and separate what it holds with commas."),
        ("block scalar", "Indent all lines of the text below \"|\" or \">\" alike."),
        ("<document start>", "Check the indentation; start the next document with a line \"---\"."),
        ("tag", "Put a value that begins with \"!\" in quotes."),
        ("anchor", "Put a value that begins with \"&\" or \"*\" in quotes."),
        ("directive", "Put a value that begins with \"%\" in quotes."),
    ];

    /// <summary>Makes an error of the parser's message.</summary>
    /// <param name="parserMessage">What the parser says.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    public static ManifestSyntaxException Explain(string parserMessage, int line, int column)
    {
        foreach (var (part, advice) in Advice)
        {
            if (parserMessage.Contains(part, StringComparison.OrdinalIgnoreCase))
                return new ManifestSyntaxException(line, column, MessageOf(parserMessage), advice);
        }
        return new ManifestSyntaxException(
            line,
            column,
            MessageOf(parserMessage),
            "Check this place and the lines above it."
        );
    }

    private static string MessageOf(string parserMessage)
    {
        var text = parserMessage.TrimEnd('.');
        return $"This isn't YAML: {char.ToLowerInvariant(text[0])}{text[1..]}.";
    }
}
