using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>Envoy's StringMatcher: exact, prefix, suffix, contained or full regular expression.</summary>
internal sealed class StringMatcher
{
    private readonly Func<string, bool> matches;

    private StringMatcher(Func<string, bool> matches, string description)
    {
        this.matches = matches;
        Description = description;
    }

    public string Description { get; }

    public bool IsMatch(string text) => matches(text);

    public static StringMatcher Exact(string value, bool ignoreCase = false) =>
        new(text => string.Equals(text, value, Comparison(ignoreCase)), "=" + value);

    public static StringMatcher Prefix(string value, bool ignoreCase = false) =>
        new(text => text.StartsWith(value, Comparison(ignoreCase)), value + "*");

    public static StringMatcher Suffix(string value, bool ignoreCase = false) =>
        new(text => text.EndsWith(value, Comparison(ignoreCase)), "*" + value);

    public static StringMatcher Regex(Re2 regex) => new(regex.IsFullMatch, "~" + regex.Pattern);

    /// <summary>
    /// A VirtualService's StringMatch, or null when it asks for presence alone: nothing set, or the regex <c>*</c>
    /// (pilot/pkg/networking/core/route/route.go, canBeConvertedToPresentMatch).
    /// </summary>
    /// <exception cref="FormatException">The regular expression is none.</exception>
    public static StringMatcher? From(StringMatch? match) =>
        match switch
        {
            { Exact: { } exact } => Exact(exact),
            { Prefix: { } prefix } => Prefix(prefix),
            { Regex: { } regex } when regex != "*" => Regex(Re2.Compile(regex)),
            _ => null,
        };

    /// <summary>
    /// A value of an AuthorizationPolicy: <c>*</c> is anything but nothing, <c>*x</c> a suffix, <c>x*</c> a prefix
    /// (pilot/pkg/security/authz/matcher/string.go).
    /// </summary>
    public static StringMatcher FromPolicy(string value, bool ignoreCase = false)
    {
        if (value == "*")
            return new(text => text.Length > 0, "*");
        if (value.StartsWith('*'))
            return Suffix(value[1..], ignoreCase);
        return value.EndsWith('*') ? Prefix(value[..^1], ignoreCase) : Exact(value, ignoreCase);
    }

    private static StringComparison Comparison(bool ignoreCase) =>
        ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
}
