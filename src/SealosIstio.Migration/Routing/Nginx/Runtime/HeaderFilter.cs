using System.Globalization;
using SealosIstio.Migration.Routing.Nginx.Template;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>What nginx does to the headers of an answer on its way out.</summary>
internal static class HeaderFilter
{
    /// <summary>The statuses on which <c>add_header</c> and <c>expires</c> act.</summary>
    private static readonly HashSet<int> Plain = [200, 201, 204, 206, 301, 302, 303, 304, 307, 308];

    public static IReadOnlyList<HeaderChange> Apply(Transaction transaction, Answer answer)
    {
        var result = new List<HeaderChange>();
        if (answer.Reply is { } reply)
            result.AddRange(UpstreamHeaderEdits.For(transaction, reply));
        result.AddRange(answer.Headers);
        foreach (var directive in transaction.Scope.Merged("more_headers"))
        foreach (var change in MoreHeaders(transaction, directive, answer.Status).ToList())
            result.AddRange(Expand(change, answer, result).ToList());
        if (HstsValue(transaction) is { } hsts)
            result.Add(new(HeaderChangeKind.Set, "Strict-Transport-Security", hsts));
        if (Plain.Contains(answer.Status) && transaction.Scope.One("expires") is { } expires)
            result.AddRange(Expires.Changes(transaction, expires.Arguments));
        foreach (var directive in transaction.Scope.All("add_header"))
            if (directive.Arguments is [var name, var value, ..])
                if (directive.Arguments is [_, _, "always"] || Plain.Contains(answer.Status))
                    if (transaction.Interpolate(value) is { Length: > 0 } text)
                        result.Add(new(HeaderChangeKind.Add, name, text));
        // By the decision's contract the CORS part stands last.
        return [.. result.Where(change => !IsCors(change)), .. result.Where(IsCors)];
    }

    public static bool IsCors(HeaderChange change) =>
        change.Name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase);

    /// <summary>A removal by <c>name*</c> hits the headers that are there: those of the backend and those added before.</summary>
    private static IEnumerable<HeaderChange> Expand(
        HeaderChange change,
        Answer answer,
        IEnumerable<HeaderChange> earlier
    )
    {
        if (change.Kind != HeaderChangeKind.Remove || !change.Name.EndsWith('*'))
            return [change];
        var present = (answer.Reply?.Headers ?? [])
            .Select(header => header.Key)
            .Concat(earlier.Select(item => item.Name));
        return present
            .Where(name => name.StartsWith(change.Name[..^1], StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => new HeaderChange(HeaderChangeKind.Remove, name, ""));
    }

    private static IEnumerable<HeaderChange> MoreHeaders(Transaction transaction, Directive directive, int status)
    {
        var clears = directive.Name == "more_clear_headers";
        var appends = false;
        for (var i = 0; i < directive.Arguments.Count; i++)
        {
            var argument = directive.Arguments[i];
            switch (argument)
            {
                case "-a":
                    appends = true;
                    continue;
                case "-s" when i + 1 < directive.Arguments.Count:
                    if (!Statuses(directive.Arguments[++i]).Contains(status))
                        yield break;
                    continue;
                // The type of a backend's answer is not modelled; it is taken to be the one that the filter asks for.
                case "-t" when i + 1 < directive.Arguments.Count:
                    i++;
                    continue;
            }
            var colon = argument.IndexOf(':', StringComparison.Ordinal);
            var name = (colon < 0 ? argument : argument[..colon]).Trim();
            var value = colon < 0 || clears ? "" : transaction.Interpolate(argument[(colon + 1)..].Trim());
            if (value.Length == 0)
                yield return new(HeaderChangeKind.Remove, name, "");
            else
                yield return new(appends ? HeaderChangeKind.Add : HeaderChangeKind.Set, name, value);
        }
    }

    private static HashSet<int> Statuses(string text) =>
        [
            .. text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
                .Select(code => int.TryParse(code, CultureInfo.InvariantCulture, out var number) ? number : 0),
        ];

    private static string? HstsValue(Transaction transaction)
    {
        var settings = transaction.Configuration.Settings;
        if (!settings.Hsts || !transaction.IsTls || transaction.Scope.One("header_filter_by_lua_file") is null)
            return null;
        return "max-age="
            + settings.HstsMaxAge
            + (settings.HstsIncludeSubdomains ? "; includeSubDomains" : "")
            + (settings.HstsPreload ? "; preload" : "");
    }
}
