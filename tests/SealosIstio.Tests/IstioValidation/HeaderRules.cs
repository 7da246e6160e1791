using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Tests.IstioValidation;

/// <summary>Names and values of headers (pkg/config/validation/validation.go and header_value_validator.go).</summary>
internal static partial class HeaderRules
{
    private static readonly HashSet<string> PseudoHeaders = [":method", ":scheme", ":authority", ":path", ":status"];

    private enum State
    {
        Literal,
        Name,
        Array,
        String,
        QuotedString,
        Delimiter,
        ArgumentsEnd,
        VariableEnd,
    }

    public static IEnumerable<string> Operations(string field, Headers? headers)
    {
        foreach (var (name, value) in Pairs(headers?.Request))
        {
            if (name.Length == 0 || (IsInternal(name) && !IsAuthority(name)))
                yield return $"{field}.request: invalid header '{name}'";
            foreach (var problem in Value($"{field}.request[{name}]", value))
                yield return problem;
        }
        foreach (var (name, value) in Pairs(headers?.Response))
        {
            if (name.Length == 0 || IsInternal(name))
                yield return $"{field}.response: invalid header '{name}'";
            foreach (var problem in Value($"{field}.response[{name}]", value))
                yield return problem;
        }
        foreach (var name in (headers?.Request?.Remove ?? []).Concat(headers?.Response?.Remove ?? []))
            if (name.Length == 0 || IsInternal(name))
                yield return $"{field}.remove: invalid header '{name}'";
    }

    /// <summary>The host may be set in one place only (validateAuthorityRewrite).</summary>
    public static IEnumerable<string> Authority(string field, HttpRewrite? rewrite, Headers? headers)
    {
        var places =
            (string.IsNullOrEmpty(rewrite?.Authority) ? 0 : 1)
            + Pairs(headers?.Request).Count(header => IsAuthority(header.Key));
        if (places > 1)
            yield return $"{field}: authority header can't be set multiple times";
    }

    public static bool IsMatchName(string name) =>
        PseudoHeaders.Contains(name)
        || name.StartsWith("@request.auth.claims", StringComparison.Ordinal)
        || IsName(name);

    public static bool IsName(string name) => Name().IsMatch(name);

    public static IEnumerable<string> Value(string field, string value)
    {
        if (!Text().IsMatch(value))
            yield return $"{field}: header value has a control character";
        else if (WhyNotFormat(value) is { } reason)
            yield return $"{field}: {reason}: '{value}'";
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(HeaderOperations? operations) =>
        (operations?.Set ?? new Dictionary<string, string>()).Concat(
            operations?.Add ?? new Dictionary<string, string>()
        );

    private static bool IsInternal(string name) =>
        name.StartsWith(':') || name.Equals("host", StringComparison.OrdinalIgnoreCase);

    private static bool IsAuthority(string name) =>
        name.Equals(":authority", StringComparison.OrdinalIgnoreCase)
        || name.Equals("host", StringComparison.OrdinalIgnoreCase);

    // The state machine of Envoy's header_parser.cc, as istiod has it.
    private static string? WhyNotFormat(string value)
    {
        var state = State.Literal;
        for (var i = 0; i < value.Length; i++)
        {
            var (next, skips, problem) = Step(state, value[i], i + 1 < value.Length ? value[i + 1] : null);
            if (problem is not null)
                return problem;
            state = next;
            if (skips)
                i++;
        }
        return state == State.Literal ? null : "un-terminated variable expression";
    }

    private static (State Next, bool Skips, string? Problem) Step(State state, char current, char? following) =>
        (state, current) switch
        {
            (State.Literal, '%') when following is null => (state, false, "un-escaped %"),
            (State.Literal, '%') when following == '%' => (state, true, null),
            (State.Literal, '%') => (State.Name, false, null),
            (State.Name, '%') => (State.Literal, false, null),
            (State.Name, '(') => (State.Array, false, null),
            (State.Array, '[') => (State.QuotedString, false, null),
            (State.Array, not ' ') => (State.String, false, null),
            (State.Delimiter, ',') => (State.QuotedString, false, null),
            (State.Delimiter, ']') => (State.ArgumentsEnd, false, null),
            (State.Delimiter, not ' ') => (state, false, "',', ']' or a blank expected"),
            (State.QuotedString, '"') => (State.String, false, null),
            (State.QuotedString, not ' ') => (state, false, "'\"' expected"),
            (State.String, '\\') when following is null => (state, false, "un-terminated backslash"),
            (State.String, '\\') => (state, true, null),
            (State.String, ')') => (State.VariableEnd, false, null),
            (State.String, '"') => (State.Delimiter, false, null),
            (State.ArgumentsEnd, ')') => (State.VariableEnd, false, null),
            (State.ArgumentsEnd, not ' ') => (state, false, "')' expected"),
            (State.VariableEnd, '%') => (State.Literal, false, null),
            (State.VariableEnd, not ' ') => (state, false, "'%' expected"),
            _ => (state, false, null),
        };

    [GeneratedRegex(@"\A[!#$%&'*+\-.^_`|~A-Za-z0-9]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[^\u0000-\u0008\u000A-\u001F\u007F]*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Text();
}
