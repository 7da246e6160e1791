using SealosIstio.Migration.Routing.Nginx.Controller;
using SealosIstio.Migration.Routing.Nginx.Runtime;

namespace SealosIstio.Migration.Routing.Nginx.Template;

/// <summary>Checks the arguments of the directives that the model follows, as nginx does when it loads them.</summary>
internal static class ArgumentTest
{
    private const int Many = int.MaxValue;

    private static readonly Dictionary<string, (int Least, int Most)> Counts = new(StringComparer.Ordinal)
    {
        ["set"] = (2, 2),
        ["set_escape_uri"] = (1, 2),
        ["set_unescape_uri"] = (1, 2),
        ["return"] = (1, 2),
        ["rewrite"] = (2, 3),
        ["break"] = (0, 0),
        ["if"] = (1, Many),
        ["location"] = (1, 2),
        ["internal"] = (0, 0),
        ["add_header"] = (2, 3),
        ["expires"] = (1, 2),
        ["proxy_set_header"] = (2, 2),
        ["proxy_hide_header"] = (1, 1),
        ["proxy_redirect"] = (1, 2),
        ["proxy_pass"] = (1, 1),
        ["more_set_headers"] = (1, Many),
        ["more_clear_headers"] = (1, Many),
        ["more_set_input_headers"] = (1, Many),
        ["more_clear_input_headers"] = (1, Many),
        ["error_page"] = (2, Many),
        ["allow"] = (1, 1),
        ["deny"] = (1, 1),
        ["satisfy"] = (1, 1),
        ["auth_basic"] = (1, 1),
        ["auth_basic_user_file"] = (1, 1),
        ["auth_request"] = (1, 1),
        ["auth_request_set"] = (2, 2),
        ["client_max_body_size"] = (1, 1),
        ["mirror"] = (1, 1),
        ["absolute_redirect"] = (1, 1),
        ["proxy_intercept_errors"] = (1, 1),
    };

    /// <summary>Checks one directive.</summary>
    /// <exception cref="SnippetSyntaxException">nginx would refuse it.</exception>
    public static void Check(Directive directive)
    {
        var arguments = directive.Arguments;
        if (Counts.TryGetValue(directive.Name, out var count))
            if (arguments.Count < count.Least || arguments.Count > count.Most)
                throw Refusal(directive, $"invalid number of arguments in \"{directive.Name}\" directive");
        switch (directive.Name)
        {
            case "set" when !arguments[0].StartsWith('$'):
                throw Refusal(directive, $"invalid variable name \"{arguments[0]}\"");
            case "return" when !IsReturn(arguments):
                throw Refusal(directive, $"invalid return code \"{arguments[0]}\"");
            case "rewrite":
                CheckRewrite(directive);
                break;
            case "add_header" when arguments.Count == 3 && arguments[2] != "always":
                throw Refusal(directive, $"invalid parameter \"{arguments[2]}\"");
            case "allow"
            or "deny" when arguments[0] is not ("all" or "unix:") && SourceRanges.Parse(arguments[0]) is null:
                throw Refusal(directive, $"invalid parameter \"{arguments[0]}\"");
        }
    }

    private static void CheckRewrite(Directive directive)
    {
        var arguments = directive.Arguments;
        if (arguments.Count == 3 && arguments[2] is not ("last" or "break" or "redirect" or "permanent"))
            throw Refusal(directive, $"invalid parameter \"{arguments[2]}\"");
        if (PcrePattern.Compile(arguments[0], ignoreCase: false) is null && !PcrePattern.IsForeign(arguments[0]))
            throw Refusal(directive, $"pcre2_compile() failed in \"{arguments[0]}\"");
    }

    private static bool IsReturn(IReadOnlyList<string> arguments) =>
        GoValues.ParseInt(arguments[0]) is >= 0 and <= 999
        || (
            arguments.Count == 1
            && (
                arguments[0].StartsWith("http://", StringComparison.OrdinalIgnoreCase)
                || arguments[0].StartsWith("https://", StringComparison.OrdinalIgnoreCase)
                || arguments[0].StartsWith("$scheme", StringComparison.OrdinalIgnoreCase)
            )
        );

    private static SnippetSyntaxException Refusal(Directive directive, string message) =>
        new(message, directive.Origin);
}
