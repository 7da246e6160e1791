using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion.Snippets;

/// <summary>The part of a request that a <see cref="RequestTest"/> looks at.</summary>
internal enum RequestPart
{
    Header,
    Method,
    Authority,
    Scheme,
    Query,
    Path,
}

/// <summary>
/// One question that a VirtualService can put to a request. Always put the positive way: Istio before 1.22 never matches
/// <c>withoutHeaders</c> when the header is missing, and a guard must not open because of that.
/// </summary>
/// <param name="Part">What it looks at.</param>
/// <param name="Name">The header or query parameter; empty for the other parts.</param>
/// <param name="Exact">The value asked for; null when a pattern is.</param>
/// <param name="Regex">The pattern of the whole value.</param>
/// <param name="LiteralStart">For a path: the text that every match starts with.</param>
internal sealed record RequestTest(
    RequestPart Part,
    string Name,
    string? Exact,
    string? Regex,
    string LiteralStart = ""
)
{
    private const string AnyText = ".+";
    private const string TruthyText = "[^0].*|0.+";

    /// <summary>
    /// The test that <c>variable operator operand</c> amounts to, and whether it must fail instead. Null when no match of a
    /// VirtualService says the same.
    /// </summary>
    public static (RequestTest Test, bool IsNegated)? Of(string variable, string comparison, string operand)
    {
        var isNegated = comparison.StartsWith('!');
        switch (comparison)
        {
            case "" when PartOf(variable) is var (part, name):
                return part == RequestPart.Header || part == RequestPart.Query
                    ? (new RequestTest(part, name, null, TruthyText), false)
                    : null;
            case "=" or "!=" when variable.StartsWith("cookie_", StringComparison.Ordinal):
                return Cookie(variable["cookie_".Length..], operand) is { } cookie ? (cookie, isNegated) : null;
            case "=" or "!=" when variable == "https":
                return operand == "on" ? (new RequestTest(RequestPart.Scheme, "", "https", null), isNegated) : null;
            case "=" or "!=" when PartOf(variable) is var (part, name):
                return Equal(part, name, operand, isNegated);
            case "~" or "~*" or "!~" or "!~*" when PartOf(variable) is var (part, name):
                return Matching(part, name, operand, comparison.EndsWith('*')) is { } matching
                    ? (matching, isNegated)
                    : null;
            default:
                return null;
        }
    }

    /// <summary>The test of a rewrite's pattern against the path; null when RE2 can't say it.</summary>
    public static RequestTest? OfPath(string pattern) => Matching(RequestPart.Path, "", pattern, ignoresCase: false);

    /// <summary>Adds the test to a match. False when the match has no room for a second test of the same kind.</summary>
    public bool AddTo(HttpMatchRequest match)
    {
        var value = new StringMatch { Exact = Exact, Regex = Regex };
        switch (Part)
        {
            case RequestPart.Header:
                match.Headers ??= new Dictionary<string, StringMatch>(StringComparer.Ordinal);
                return match.Headers.TryAdd(Name, value);
            case RequestPart.Query:
                match.QueryParams ??= new Dictionary<string, StringMatch>(StringComparer.Ordinal);
                return match.QueryParams.TryAdd(Name, value);
            case RequestPart.Method when match.Method is null:
                match.Method = value;
                return true;
            case RequestPart.Authority when match.Authority is null:
                match.Authority = value;
                return true;
            case RequestPart.Scheme when match.Scheme is null:
                match.Scheme = value;
                return true;
            case RequestPart.Path when match.Uri is null:
                match.Uri = value;
                return true;
            default:
                return false;
        }
    }

    private static (RequestPart Part, string Name)? PartOf(string variable) =>
        variable switch
        {
            "request_method" => (RequestPart.Method, ""),
            "host" or "http_host" => (RequestPart.Authority, ""),
            "scheme" => (RequestPart.Scheme, ""),
            // With the query, as the client sent it: what Envoy calls :path. Its uri match knows no query.
            "request_uri" => (RequestPart.Header, ":path"),
            "uri" or "document_uri" => (RequestPart.Path, ""),
            "content_type" => (RequestPart.Header, "content-type"),
            _ when EnvoyOperators.HeaderName(variable) is { } header => (RequestPart.Header, header),
            _ when variable.StartsWith("arg_", StringComparison.Ordinal) && variable.Length > 4 => (
                RequestPart.Query,
                variable[4..]
            ),
            _ => null,
        };

    private static (RequestTest, bool)? Equal(RequestPart part, string name, string operand, bool isNegated)
    {
        if (!HeaderSyntax.IsValue(operand))
            return null;
        if (operand.Length > 0)
            return (new RequestTest(part, name, operand, null, operand), isNegated);
        // Equal to nothing is to be missing or empty: the opposite of having any text.
        return part is RequestPart.Header or RequestPart.Query
            ? (new RequestTest(part, name, null, AnyText), !isNegated)
            : null;
    }

    private static RequestTest? Matching(RequestPart part, string name, string pattern, bool ignoresCase)
    {
        if (SnippetPattern.MatchingWhole(pattern, ignoresCase) is not { } whole)
            return null;
        // To nginx a missing header is an empty one; to Envoy it matches nothing.
        if (part is RequestPart.Header or RequestPart.Query && name != ":path" && MatchesEmpty(whole))
            return null;
        var start = ignoresCase ? "" : SnippetPattern.LiteralStart(pattern);
        return new RequestTest(part, name, null, whole, start);
    }

    private static RequestTest? Cookie(string name, string value) =>
        value.Length > 0
        && HeaderSyntax.IsName(name)
        && HeaderSyntax.IsValue(value)
        && !value.Contains(';', StringComparison.Ordinal)
            ? new RequestTest(
                RequestPart.Header,
                "cookie",
                null,
                $"(?:.*; *)?{System.Text.RegularExpressions.Regex.Escape(name)}={System.Text.RegularExpressions.Regex.Escape(value)}(?:;.*)?"
            )
            : null;

    private static bool MatchesEmpty(string whole) =>
        VariableComparison.Matches("", $"^(?:{whole})$", ignoresCase: false) is not false;
}
