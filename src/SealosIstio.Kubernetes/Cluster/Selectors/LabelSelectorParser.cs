using System.Globalization;
using SealosIstio.Kubernetes.Cluster.Validation;

namespace SealosIstio.Kubernetes.Cluster.Selectors;

/// <summary>Parses one label selector, with the API server's messages.</summary>
internal sealed class LabelSelectorParser(string text)
{
    private const string End = "";

    private readonly List<string> tokens = Tokenize(text);

    private int position;

    private string Next => position < tokens.Count ? tokens[position] : End;

    public LabelSelector Parse()
    {
        var requirements = new List<LabelRequirement>();
        while (Next != End)
        {
            requirements.Add(ParseRequirement());
            if (Next == End)
                break;
            if (Take() != ",")
                throw new FormatException($"found '{tokens[position - 1]}', expected: ',' or 'end of string'");
            if (Next != "!" && !IsWord(Next))
                throw new FormatException($"found '{Next}', expected: identifier after ','");
        }
        return new LabelSelector(requirements);
    }

    private LabelRequirement ParseRequirement()
    {
        var negated = Next == "!";
        if (negated)
            position++;
        if (!IsWord(Next))
            throw Unexpected("identifier");
        var key = Take();
        if (MetadataNames.QualifiedNameError(key) is { } keyError)
            throw Failure($"Invalid value: \"{key}\": {keyError}");
        if (negated)
            return new LabelRequirement(key, LabelOperator.DoesNotExist, new HashSet<string>());
        if (Next is End or ",")
            return new LabelRequirement(key, LabelOperator.Exists, new HashSet<string>());

        var sign = Take();
        return sign switch
        {
            "=" or "==" => Check(new LabelRequirement(key, LabelOperator.In, ParseValue())),
            "!=" => Check(new LabelRequirement(key, LabelOperator.NotIn, ParseValue())),
            "in" => Check(new LabelRequirement(key, LabelOperator.In, ParseValues())),
            "notin" => Check(new LabelRequirement(key, LabelOperator.NotIn, ParseValues())),
            ">" => Check(new LabelRequirement(key, LabelOperator.GreaterThan, ParseValue())),
            "<" => Check(new LabelRequirement(key, LabelOperator.LessThan, ParseValue())),
            _ => throw Unexpected("in, notin, =, ==, !=, gt, lt", back: 1),
        };
    }

    private HashSet<string> ParseValue()
    {
        // "app=" asks for the empty value.
        if (Next is End or ",")
            return [""];
        return IsWord(Next) ? [Take()] : throw Unexpected("identifier");
    }

    private HashSet<string> ParseValues()
    {
        if (Take() != "(")
            throw Unexpected("'('", back: 1);
        var values = new HashSet<string>();
        while (true)
        {
            values.Add(IsWord(Next) ? Take() : "");
            switch (Take())
            {
                case ")":
                    return values;
                case ",":
                    continue;
                default:
                    throw Unexpected("',', or ')'", back: 1);
            }
        }
    }

    private static LabelRequirement Check(LabelRequirement requirement)
    {
        foreach (var value in requirement.Values)
        {
            if (requirement.Operator is LabelOperator.GreaterThan or LabelOperator.LessThan)
            {
                if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                    throw Failure(
                        $"Invalid value: \"{value}\": for 'Gt', 'Lt' operators, the value must be an integer"
                    );
            }
            else if (MetadataNames.LabelValueError(value) is { } error)
            {
                throw Failure($"Invalid value: \"{value}\": {error}");
            }
        }
        return requirement;
    }

    private string Take()
    {
        var token = Next;
        position++;
        return token;
    }

    private FormatException Unexpected(string expected, int back = 0)
    {
        var found = position - back < tokens.Count ? tokens[position - back] : End;
        return Failure($"found '{found}', expected: {expected}");
    }

    private static FormatException Failure(string message) => new($"unable to parse requirement: {message}");

    private static bool IsWord(string token) => token.Length > 0 && !IsSpecial(token[0]);

    private static bool IsSpecial(char c) => c is '=' or '!' or '(' or ')' or ',' or '>' or '<';

    private static List<string> Tokenize(string text)
    {
        var found = new List<string>();
        for (var i = 0; i < text.Length; )
        {
            var start = i;
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            if (text[i] is '=' or '!' && i + 1 < text.Length && text[i + 1] == '=')
                i += 2;
            else if (IsSpecial(text[i]))
                i++;
            else
                while (i < text.Length && !IsSpecial(text[i]) && !char.IsWhiteSpace(text[i]))
                    i++;
            found.Add(text[start..i]);
        }
        return found;
    }
}
