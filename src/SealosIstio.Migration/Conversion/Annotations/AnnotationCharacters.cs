using System.Buffers;

namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>
/// The sets of characters that ingress-nginx 1.15 allows in annotation values (parser/validators.go). Each is one pass over
/// the text, however long or hostile. None of them holds a line break, a quote, a semicolon or a brace outside of regexes.
/// </summary>
internal static class AnnotationCharacters
{
    private const string Alphanumeric = "-._~/:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const string Words = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    private static readonly SearchValues<char> Basic = SearchValues.Create(Alphanumeric);
    private static readonly SearchValues<char> BasicAndSpace = SearchValues.Create(Alphanumeric + " ");
    private static readonly SearchValues<char> Extended = SearchValues.Create(Alphanumeric + ", ");
    private static readonly SearchValues<char> Regex = SearchValues.Create(Alphanumeric + @"^$[](){}*+?|&=\");
    private static readonly SearchValues<char> Url = SearchValues.Create(Alphanumeric + ",:?&=");
    private static readonly SearchValues<char> UrlAndVariables = SearchValues.Create(Alphanumeric + ", :?&=$");
    private static readonly SearchValues<char> PathAndCaptures = SearchValues.Create(Alphanumeric + "$");
    private static readonly SearchValues<char> Headers = SearchValues.Create(Words + ", ");
    private static readonly SearchValues<char> Variables = SearchValues.Create(Words + "${}");

    /// <summary>Names, and paths such as <c>namespace/name</c>.</summary>
    public static bool IsBasic(string value) => IsMadeOf(value, Basic);

    /// <summary>Names and blanks.</summary>
    public static bool IsBasicWithSpaces(string value) => IsMadeOf(value, BasicAndSpace);

    /// <summary>Names, commas and blanks.</summary>
    public static bool IsExtended(string value) => IsMadeOf(value, Extended);

    /// <summary>A regular expression, for server names and header patterns.</summary>
    public static bool IsRegex(string value) => IsMadeOf(value, Regex);

    /// <summary>A URL; no variables, percent signs or fragments.</summary>
    public static bool IsUrl(string value) => IsMadeOf(value, Url);

    /// <summary>A URL that may hold nginx variables.</summary>
    public static bool IsUrlWithVariables(string value) => IsMadeOf(value, UrlAndVariables);

    /// <summary>A path with captures such as <c>/$1</c>; no question mark.</summary>
    public static bool IsPathWithCaptures(string value) => IsMadeOf(value, PathAndCaptures);

    /// <summary>Comma-separated header names.</summary>
    public static bool IsHeaderNames(string value) => IsMadeOf(value, Headers);

    /// <summary>Text and nginx variables.</summary>
    public static bool IsVariables(string value) => IsMadeOf(value, Variables);

    private static bool IsMadeOf(string value, SearchValues<char> allowed) =>
        value.AsSpan().IndexOfAnyExcept(allowed) < 0;
}
