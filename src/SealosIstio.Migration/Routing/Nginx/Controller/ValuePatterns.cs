using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>The patterns by which ingress-nginx judges annotation values.</summary>
/// <remarks>
/// Go's engine runs in linear time; without <see cref="RegexOptions.NonBacktracking"/> a hostile value would stall us.
/// </remarks>
internal static class ValuePatterns
{
    private const string Basic = @"\-\._~a-zA-Z0-9/:";

    public static readonly Func<string, bool> Url = Matches($@"^[{Basic},:?&=]*\z");
    public static readonly Func<string, bool> UrlWithVariables = Matches($@"^[{Basic}, ,:?&=$]*\z", stripSpaces: true);
    public static readonly Func<string, bool> UrlNoSpaces = Matches($@"^[{Basic},:?&=]*\z", stripSpaces: true);
    public static readonly Func<string, bool> BasicCharacters = Matches($@"^[{Basic}]*\z", stripSpaces: true);
    public static readonly Func<string, bool> Extended = Matches($@"^[{Basic}, ]*\z");
    public static readonly Func<string, bool> WithSpaces = Matches($@"^[{Basic} ]*\z");
    public static readonly Func<string, bool> PathWithCapture = Matches($@"^/?[{Basic}$]*\z");
    public static readonly Func<string, bool> PathWithCaptureNoSpaces = Matches(
        $@"^/?[{Basic}$]*\z",
        stripSpaces: true
    );
    public static readonly Func<string, bool> HeaderNames = Matches(@"^[A-Za-z0-9\-_, ]*\z", stripSpaces: true);
    public static readonly Func<string, bool> NginxVariable = Matches(@"^[A-Za-z0-9\-_${}]*\z", stripSpaces: true);
    public static readonly Func<string, bool> RegularExpression = Matches($@"^[{Basic}\^$\[\](){{}}*+?|&=\\]*\z");
    public static readonly Func<string, bool> Size = Matches(@"^(?i)\d+[bkmg]?\z", stripSpaces: true);
    public static readonly Func<string, bool> Cipher = Matches(@"^[A-Za-z0-9!:+\-_@=]*\z", stripSpaces: true);
    public static readonly Func<string, bool> HeaderName = Matches(@"^[a-zA-Z\d\-_]+\z");
    public static readonly Func<string, bool> ServiceName = Matches(@"^[a-z]([-a-z0-9]{0,61}[a-z0-9])?\z");
    public static readonly Func<string, bool> FastCgiName = Matches(@"^[A-Za-z0-9.\-_]+\z");
    public static readonly Func<string, bool> FastCgiValue = Matches(@"^[A-Za-z0-9\-_${}/.]*\z");
    public static readonly Func<string, bool> HeaderValue = Matches(
        @"^[a-zA-Z\d_ :;.,\\/""'?!(){}\[\]@<>=\-+*#$&\x60|~^%]+\z"
    );

    /// <summary>The check of a server name: any number of them, apart by commas, each trimmed.</summary>
    public static bool ServerName(string value) => RegularExpression(value.Trim());

    public static bool ServerNames(string value) => value.Split(',').All(ServerName);

    public static bool Anything(string value) => true;

    public static bool Boolean(string value) => GoValues.ParseBool(value) is not null;

    public static bool Integer(string value) => GoValues.ParseInt(value) is not null;

    public static bool CommonName(string value) => value.StartsWith("CN=", StringComparison.Ordinal);

    public static Func<string, bool> OneOf(bool ignoreCase, params string[] options) =>
        value => options.Contains(value.Trim(), ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    public static Func<string, bool> Matches(string pattern, bool stripSpaces = false)
    {
        var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        return value =>
        {
            var judged = stripSpaces ? value.Replace(" ", "", StringComparison.Ordinal) : value;
            return regex.IsMatch(judged) && judged.AsSpan().IndexOfAny('\r', '\n') < 0;
        };
    }
}
