using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>
/// Which values each annotation's validator lets pass in ingress-nginx 1.15 (internal/ingress/annotations/*). The regular
/// expressions don't backtrack: their time grows with the length of the value only.
/// </summary>
internal static class AnnotationRules
{
    private const string CookieCharacters = @"[-._~a-zA-Z0-9/:]+";

    // Validators that no other annotation shares. Where nginx strips blanks before it looks, so does the entry.
    private static readonly Dictionary<string, Func<string, bool>> ByName = new()
    {
        ["auth-type"] = value => IsOneLine(value) && HasWord(value, "basic", "digest"),
        ["auth-secret-type"] = value => IsOneLine(value) && HasWord(value, "auth-file", "auth-map"),
        ["auth-realm"] = AnnotationCharacters.IsBasicWithSpaces,
        ["auth-cache-duration"] = AnnotationCharacters.IsExtended,
        ["auth-method"] = value =>
            WithoutSpaces(value)
                is "GET"
                    or "HEAD"
                    or "POST"
                    or "PUT"
                    or "PATCH"
                    or "DELETE"
                    or "CONNECT"
                    or "OPTIONS"
                    or "TRACE",
        ["auth-tls-error-page"] = Matches(
            @"^(@[A-Za-z0-9_-]+|((https?://)?[A-Za-z0-9\-.]+(:[0-9]+)?)?(/[A-Za-z0-9\-_.]+)*/?)\z"
        ),
        ["auth-tls-match-cn"] = IsCommonNamePattern,
        ["cors-allow-origin"] = Matches(@"^(((([a-z]+://)?(\*\.)?[A-Za-z0-9\-.]*(:[0-9]+)?,?|null)+)|\*)?\z"),
        ["cors-allow-methods"] = Matches(@"^([A-Za-z]+,?[\t\n\f\r ]?)+\z"),
        ["cors-expose-headers"] = Matches(@"^(([A-Za-z0-9\-_]+|\*),?[\t\n\f\r ]?)+\z"),
        ["custom-http-errors"] = Matches(@"^([4,5][0-9]{2},?)*\z"),
        ["fastcgi-index"] = Matches(@"^[A-Za-z0-9.\-_]+\z"),
        ["opentelemetry-operation-name"] = Matches(@"^[A-Za-z0-9_\-]*\z"),
        ["permanent-redirect"] = AnnotationCharacters.IsUrl,
        ["temporal-redirect"] = AnnotationCharacters.IsUrl,
        ["proxy-cookie-domain"] = Matches(
            $@"^(off|{CookieCharacters}[\t\n\f\r ]+{CookieCharacters})\z",
            stripsSpaces: false
        ),
        ["proxy-next-upstream"] = Matches(
            @"^((error|timeout|invalid_header|http_500|http_502|http_503|http_504|http_403|http_404|http_429|non_idempotent|off)[\t\n\f\r ]?)+\z",
            stripsSpaces: false
        ),
        ["proxy-ssl-ciphers"] = Matches(@"^[A-Za-z0-9+:_\-!]*\z"),
        ["proxy-ssl-protocols"] = Matches(@"^(TLSv1\.2|TLSv1\.3)*\z"),
        ["ssl-ciphers"] = Matches(@"^([A-Za-z0-9!:+\-_]|@STRENGTH|@SECLEVEL=[0-5])*\z"),
        ["server-alias"] = value => value.Split(',').All(IsServerName),
        ["session-cookie-expires"] = value => IsCookieAge(WithoutSpaces(value)),
        ["session-cookie-max-age"] = IsCookieAge,
        ["x-forwarded-prefix"] = value => AnnotationCharacters.IsPathWithCaptures(WithoutSpaces(value)),
    };

    // These lists are matched after blanks are stripped; all others are only trimmed.
    private static readonly HashSet<string> StripsSpacesFromWords =
    [
        "auth-tls-verify-client",
        "connection-proxy-header",
        "mirror-request-body",
        "proxy-ssl-server-name",
        "proxy-ssl-verify",
    ];

    /// <summary>Whether the annotation's validator lets the value pass. The value isn't empty.</summary>
    public static bool Accepts(AnnotationDefinition annotation, string value) =>
        ByName.TryGetValue(annotation.Name, out var rule) ? rule(value) : AcceptsKind(annotation, value);

    private static bool AcceptsKind(AnnotationDefinition annotation, string value) =>
        annotation.ValueKind switch
        {
            AnnotationValueKind.Bool => AnnotationValue.TryBool(value, out _),
            AnnotationValueKind.Integer or AnnotationValueKind.Seconds => AnnotationValue.TryInteger(value, out _),
            AnnotationValueKind.Size => AnnotationValue.TrySize(value, out _),
            AnnotationValueKind.Cidrs => AnnotationValue.TryCidrs(value, out _),
            AnnotationValueKind.Url => AnnotationCharacters.IsUrl(WithoutSpaces(value)),
            AnnotationValueKind.UrlWithVariables => AnnotationCharacters.IsUrlWithVariables(value),
            AnnotationValueKind.Path => AnnotationCharacters.IsPathWithCaptures(value),
            AnnotationValueKind.Regex => AnnotationCharacters.IsRegex(value),
            AnnotationValueKind.ServerName => IsServerName(value),
            AnnotationValueKind.ServiceName => AnnotationValue.IsServiceName(value),
            AnnotationValueKind.NamespacedName or AnnotationValueKind.Name => AnnotationCharacters.IsBasic(
                WithoutSpaces(value)
            ),
            AnnotationValueKind.Enum => annotation.AllowedValues.Contains(
                StripsSpacesFromWords.Contains(annotation.Name) ? WithoutSpaces(value) : value.Trim()
            ),
            AnnotationValueKind.EnumAnyCase => annotation.AllowedValues.Contains(value.Trim().ToLowerInvariant()),
            AnnotationValueKind.HeaderNames => AnnotationCharacters.IsHeaderNames(value),
            AnnotationValueKind.Variables => AnnotationCharacters.IsVariables(WithoutSpaces(value)),
            _ => true,
        };

    private static string WithoutSpaces(string value) => value.Replace(" ", "", StringComparison.Ordinal);

    private static bool IsServerName(string value) => AnnotationCharacters.IsRegex(value.Trim());

    private static bool IsOneLine(string value) => value.AsSpan().IndexOfAny('\r', '\n') < 0;

    private static bool HasWord(string value, string first, string second)
    {
        var text = WithoutSpaces(value);
        return text.Contains(first, StringComparison.Ordinal) || text.Contains(second, StringComparison.Ordinal);
    }

    // nginx' expression is (^0|-?[1-9]\d*$): a leading zero is enough, and so is a number at the end.
    private static bool IsCookieAge(string value) =>
        IsOneLine(value)
        && (
            value.StartsWith('0')
            || (
                value.Length > 0
                && char.IsAsciiDigit(value[^1])
                && value.AsSpan(LastNonDigit(value) + 1).ContainsAnyInRange('1', '9')
            )
        );

    private static int LastNonDigit(string value) => value.AsSpan().LastIndexOfAnyExceptInRange('0', '9');

    private static bool IsCommonNamePattern(string value)
    {
        if (!value.StartsWith("CN=", StringComparison.Ordinal))
            return false;
        try
        {
            // The engine without backtracking refuses about what Go's refuses: look-around and back references.
            _ = new Regex(
                value[3..],
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
                Regex.InfiniteMatchTimeout
            );
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static Func<string, bool> Matches(string pattern, bool stripsSpaces = true)
    {
        var expression = new Lazy<Regex>(() =>
            new Regex(
                pattern,
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
                Regex.InfiniteMatchTimeout
            )
        );
        return value => IsOneLine(value) && expression.Value.IsMatch(stripsSpaces ? WithoutSpaces(value) : value);
    }
}
