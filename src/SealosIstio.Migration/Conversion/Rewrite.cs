using System.Text;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// rewrite-target, use-regex and x-forwarded-prefix. nginx replaces the whole path by the target, with the captures of the
/// location's pattern; the query stays.
/// </summary>
internal static class Rewrite
{
    private const string Target = "rewrite-target";
    private const string UseRegex = "use-regex";
    private const string ForwardedPrefix = "x-forwarded-prefix";
    private const int Found = 302;

    public static void Apply(RouteDraft draft)
    {
        var source = draft.Source;
        if (source.Annotation(UseRegex) is not null && (draft.IsRegex || !source.IsOn(UseRegex)))
            source.MarkApplied(UseRegex);
        if (source.Annotation(Target) is not { Length: > 0 } target)
            return;
        source.MarkApplied(Target);
        // The same text as the path is no rewrite for nginx.
        if (target == draft.Path)
            return;
        if (IsRedirect(target))
            Redirect(draft, target);
        else if (IsIdentity(draft.Path, target))
        {
            // All that is left of the rewrite: nginx passes on the path with runs of slashes merged (recorded: oracle case 033).
            draft.Rewrite = Combine(draft.Rewrite, new RegexRewrite { Match = "//+", Rewrite = "/" });
            SetForwardedPrefix(draft);
        }
        // A pattern that RE2 lacks was refused with its location.
        else if (Re2Pattern.TryTranslate(draft.Path, out var pattern, out _))
        {
            if (Substitution(target, Re2Pattern.CaptureCount(pattern)) is not { } substitution)
            {
                RefuseVariables(source);
                return;
            }
            draft.Rewrite = Combine(
                draft.Rewrite,
                // The pattern runs to the end: Envoy replaces what it matches, nginx the whole path.
                new RegexRewrite { Match = $"(?i)^(?:{pattern}).*$", Rewrite = substitution }
            );
            SetForwardedPrefix(draft);
        }
    }

    private static HttpRewrite Combine(HttpRewrite? existing, RegexRewrite rewrite) =>
        new() { Authority = existing?.Authority, UriRegexRewrite = rewrite };

    // /()(.*) to /$2, the object storage's way to switch regular expressions on.
    private static bool IsIdentity(string path, string target) =>
        (path, target) is ("/()(.*)", "/$2") or ("/(.*)", "/$1") or ("/?(.*)", "/$1");

    private static bool IsRedirect(string target) =>
        target.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || target.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || target.StartsWith("$scheme", StringComparison.Ordinal);

    /// <summary>$1 becomes \1, or nothing when the pattern has no such group; null when the target holds a variable or a name.</summary>
    private static string? Substitution(string target, int captures)
    {
        var result = new StringBuilder(target.Length);
        for (var index = 0; index < target.Length; index++)
            if (target[index] == '\\')
                result.Append(@"\\");
            else if (target[index] != '$')
                result.Append(target[index]);
            else if (index + 1 < target.Length && target[index + 1] is >= '1' and <= '9')
            {
                if (target[++index] - '0' <= captures)
                    result.Append('\\').Append(target[index]);
            }
            else
                return null;
        return result.ToString();
    }

    private static void SetForwardedPrefix(RouteDraft draft)
    {
        if (draft.Source.Annotation(ForwardedPrefix) is not { Length: > 0 } prefix)
            return;
        draft.RequestHeadersSet["X-Forwarded-Prefix"] = prefix;
        draft.Source.MarkApplied(ForwardedPrefix);
    }

    // A target with a scheme is a redirect (302) for nginx, which adds the client's query (recorded: oracle case 036).
    private static void Redirect(RouteDraft draft, string target)
    {
        var separator = target.IndexOf("://", StringComparison.Ordinal);
        var rest = separator < 0 ? "" : target[(separator + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? rest : rest[..slash];
        var path = slash < 0 ? "/" : rest[slash..];
        if (
            authority.Length == 0
            || !authority.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or ':')
            || !Re2Pattern.TryTranslate(draft.Path, out var pattern, out _)
            || Substitution(path, Re2Pattern.CaptureCount(pattern)) is not { } substitution
        )
        {
            RefuseVariables(draft.Source);
            return;
        }
        // A return stands before the rewrite.
        if (draft.DirectResponse is not null)
            return;
        var redirect = new HttpRedirect
        {
            Scheme = target[..separator] == "$scheme" ? null : target[..separator].ToLowerInvariant(),
            Authority = authority,
            RedirectCode = Found,
        };
        draft.Redirect = redirect;
        if (!path.Contains('$', StringComparison.Ordinal))
            redirect.Uri = path;
        else if (!IsIdentity(draft.Path, path))
            draft.RedirectPatterns[redirect] = ($"(?i)^(?:{pattern}).*$", substitution);
    }

    private static void RefuseVariables(IngressSource source)
    {
        source.ReportAnnotation(
            FindingCatalog.RewriteUnsupported,
            Target,
            "The target holds a variable that Envoy cannot substitute"
        );
        source.Refuse();
    }
}
