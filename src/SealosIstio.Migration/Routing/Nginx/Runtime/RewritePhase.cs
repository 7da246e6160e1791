using System.Globalization;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>Runs the directives of the rewrite module, in their order.</summary>
internal static class RewritePhase
{
    private enum Flow
    {
        Next,
        Stop,
    }

    /// <summary>Runs a scope's steps; null when the request goes on.</summary>
    public static Answer? Run(Transaction transaction, Scope scope) => Run(transaction, scope, out _);

    private static Answer? Run(Transaction transaction, Scope scope, out Flow flow)
    {
        flow = Flow.Next;
        foreach (var code in scope.Codes)
        {
            Answer? answer = null;
            switch (code.Name)
            {
                case "if" when code.Condition!.Holds(transaction):
                    // The block's settings replace those of the location: the last block that matches wins.
                    transaction.Scope = code.Block!;
                    answer = Run(transaction, code.Block!, out flow);
                    break;
                case "set" when code.Arguments.Count == 2:
                    transaction.Set(code.Arguments[0], transaction.Interpolate(code.Arguments[1]));
                    break;
                case "set_escape_uri" when code.Arguments.Count > 0:
                    transaction.Set(
                        code.Arguments[0],
                        UriEscape.Component(transaction.Interpolate(code.Arguments[^1]))
                    );
                    break;
                case "set_by_lua_file" when code.Arguments.Count == 3:
                    transaction.Set(code.Arguments[0], WwwTarget(transaction, code.Arguments[2]));
                    break;
                case "return":
                    answer = Return(transaction, code.Arguments);
                    break;
                case "break":
                    transaction.IsUriChanged = false;
                    flow = Flow.Stop;
                    break;
                case "rewrite" when code.Arguments.Count >= 2:
                    answer = Rewrite(transaction, code.Arguments, out flow);
                    break;
            }
            if (answer is not null || flow == Flow.Stop)
                return answer;
        }
        return null;
    }

    private static Answer Return(Transaction transaction, IReadOnlyList<string> arguments)
    {
        if (arguments is [var only] && !int.TryParse(only, CultureInfo.InvariantCulture, out _))
            return Redirect(302, transaction.Interpolate(only), "return");
        var code = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var text = arguments.Count > 1 ? transaction.Interpolate(arguments[1]) : null;
        if (code is 301 or 302 or 303 or 307 or 308 && text is not null)
            return Redirect(code, text, "return");
        return new Answer(code)
        {
            Body = text,
            IsInterceptable = text is null,
            Reason = "return",
        };
    }

    private static Answer? Rewrite(Transaction transaction, IReadOnlyList<string> arguments, out Flow flow)
    {
        flow = Flow.Next;
        var flag = arguments.Count > 2 ? arguments[2] : "";
        var match = transaction.Configuration.Patterns.Match(arguments[0], ignoreCase: false, transaction.Uri);
        if (match is null)
            return null;
        transaction.Capture(match);
        var replacement = arguments[1];
        var keepsArguments = !replacement.EndsWith('?');
        if (!keepsArguments)
            replacement = replacement[..^1];
        var code =
            flag == "permanent" ? 301
            : flag == "redirect" || IsAbsolute(replacement) ? 302
            : 0;
        if (code > 0)
            return RedirectTo(transaction, code, replacement, keepsArguments);
        return Change(transaction, replacement, keepsArguments, flag, out flow);
    }

    private static Answer RedirectTo(Transaction transaction, int code, string replacement, bool keepsArguments)
    {
        var target = transaction.InterpolateEncoded(replacement);
        if (keepsArguments && transaction.Arguments.Length > 0)
            target += (replacement.Contains('?', StringComparison.Ordinal) ? "&" : "?") + transaction.Arguments;
        return Redirect(code, target, "rewrite");
    }

    private static Answer? Change(
        Transaction transaction,
        string replacement,
        bool keepsArguments,
        string flag,
        out Flow flow
    )
    {
        flow = flag is "last" or "break" ? Flow.Stop : Flow.Next;
        var question = replacement.IndexOf('?', StringComparison.Ordinal);
        var path = transaction.Interpolate(ByteText.From(question < 0 ? replacement : replacement[..question]));
        var arguments = question < 0 ? "" : transaction.InterpolateEncoded(replacement[(question + 1)..]);
        if (keepsArguments && transaction.Arguments.Length > 0)
            arguments = question < 0 ? transaction.Arguments : $"{arguments}&{transaction.Arguments}";
        if (path.Length == 0)
            return new Answer(500) { Reason = "the rewritten path is empty" };
        transaction.Uri = path;
        transaction.Arguments = arguments;
        transaction.IsInternal = true;
        transaction.IsUnparsedUriValid = false;
        transaction.IsUriChanged = flag != "break";
        return null;
    }

    private static bool IsAbsolute(string replacement) =>
        replacement.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || replacement.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || replacement.StartsWith("$scheme", StringComparison.OrdinalIgnoreCase);

    private static Answer Redirect(int code, string location, string reason) =>
        new(code) { Location = location, Reason = reason };

    /// <summary>The target of a redirect between a name with and one without <c>www.</c>, its port always written out.</summary>
    private static string WwwTarget(Transaction transaction, string host)
    {
        var uri = transaction.UnparsedUri;
        if (uri.EndsWith('/'))
            uri = uri[..^1];
        var scheme = transaction.Scheme;
        var port = transaction.Variable("server_port");
        if (transaction.Configuration.Settings.UseForwardedHeaders)
        {
            scheme = transaction.Header("X-Forwarded-Proto") ?? scheme;
            port = transaction.Header("X-Forwarded-Port") ?? port;
        }
        return $"{scheme}://{host}:{port}{uri}";
    }
}
