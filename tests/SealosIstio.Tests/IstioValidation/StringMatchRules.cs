using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Routing.Envoy;

namespace SealosIstio.Tests.IstioValidation;

/// <summary>String matches and regular expressions (validateStringMatch, validateStringRegexp).</summary>
internal static class StringMatchRules
{
    public static IEnumerable<string> Check(string field, StringMatch? match, bool mayBeEmptyPrefix = false)
    {
        if (match is null)
            yield break;
        if (new[] { match.Exact, match.Prefix, match.Regex }.Count(value => value is not null) > 1)
            yield return $"{field}: only one of exact, prefix and regex can be set";
        if (match.Prefix is "" && !mayBeEmptyPrefix)
            yield return $"{field}: prefix string match should not be empty";
        if (match.Regex is { } expression)
            foreach (var problem in Regex(field, expression))
                yield return problem;
    }

    public static IEnumerable<string> Regex(string field, string expression)
    {
        string? problem = null;
        try
        {
            Re2.Compile(expression);
        }
        catch (FormatException exception)
        {
            problem = exception.Message;
        }
        if (problem is not null)
            yield return $"{field}: {problem}";
    }
}
