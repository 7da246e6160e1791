using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>
/// A regular expression in RE2's syntax, as Istio's webhook compiles it (Go's regexp) and Envoy runs it: ASCII classes,
/// no lookaround, no backreferences. .NET's non-backtracking engine matches the same language in linear time.
/// </summary>
internal sealed class Re2
{
    // pkg/config/validation/validation.go, validateStringRegexp
    private const int MaxLength = 1024;

    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    // The routes of a cluster repeat a few expressions thousands of times, and an automaton is dear to build.
    private const int MostKnown = 1000;
    private static readonly ConcurrentDictionary<string, Re2> Known = new(StringComparer.Ordinal);

    private readonly Lazy<Regex> search;
    private readonly Regex full;

    private Re2(string pattern, string translated)
    {
        Pattern = pattern;
        search = new Lazy<Regex>(() => new Regex(translated, Options));
        full = new Regex(@"\A(?:" + translated + @")\z", Options);
    }

    public string Pattern { get; }

    /// <exception cref="FormatException">RE2 has no such syntax, or the pattern is longer than Istio allows.</exception>
    public static Re2 Compile(string pattern)
    {
        if (Known.TryGetValue(pattern, out var known))
            return known;
        var compiled = CompileNew(pattern);
        if (Known.Count >= MostKnown)
            Known.Clear();
        return Known.GetOrAdd(pattern, compiled);
    }

    private static Re2 CompileNew(string pattern)
    {
        if (pattern.Length == 0)
            throw new FormatException("The regular expression is empty.");
        if (Encoding.UTF8.GetByteCount(pattern) > MaxLength)
            throw new FormatException($"The regular expression is longer than {MaxLength} bytes, Istio's limit.");
        try
        {
            return new Re2(pattern, new Re2Translator(pattern).Translate());
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"'{pattern}' is no RE2 expression: {exception.Message}", exception);
        }
    }

    /// <summary>True when the whole text matches: Envoy anchors every route and string matcher.</summary>
    public bool IsFullMatch(string text) => full.IsMatch(text);

    /// <summary>
    /// Every match replaced (RE2::GlobalReplace). <c>\1</c>…<c>\9</c> are groups, <c>\0</c> is the match, <c>\\</c> a backslash.
    /// Unlike .NET's Replace, an empty match right behind another match doesn't count.
    /// </summary>
    public string ReplaceAll(string text, string substitution)
    {
        var result = new StringBuilder();
        var copied = 0;
        var lastEnd = -1;
        for (var match = search.Value.Match(text); match.Success; match = match.NextMatch())
        {
            if (match.Length == 0 && match.Index == lastEnd)
                continue;
            result.Append(text, copied, match.Index - copied);
            Expand(match, substitution, result);
            copied = lastEnd = match.Index + match.Length;
        }
        return result.Append(text, copied, text.Length - copied).ToString();
    }

    private static void Expand(Match match, string substitution, StringBuilder result)
    {
        for (var i = 0; i < substitution.Length; i++)
        {
            var next = i + 1 < substitution.Length ? substitution[i + 1] : '\0';
            if (substitution[i] != '\\')
                result.Append(substitution[i]);
            else if (char.IsAsciiDigit(next))
            {
                result.Append(match.Groups[next - '0'].Value);
                i++;
            }
            else if (next == '\\')
            {
                result.Append('\\');
                i++;
            }
        }
    }

    /// <summary>Null when Envoy takes the substitution for the pattern; otherwise what is wrong with it.</summary>
    public string? CheckSubstitution(string substitution)
    {
        var groups = full.GetGroupNumbers().Length - 1;
        for (var i = 0; i < substitution.Length; i++)
        {
            if (substitution[i] != '\\')
                continue;
            if (++i == substitution.Length || !(char.IsAsciiDigit(substitution[i]) || substitution[i] == '\\'))
                return "a backslash must be followed by a digit or a backslash";
            if (char.IsAsciiDigit(substitution[i]) && substitution[i] - '0' > groups)
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"\\{substitution[i]} is used, but the pattern has {groups} groups"
                );
        }
        return null;
    }
}
