using System.Text;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion.Snippets;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>app-root: a request for <c>/</c> itself is redirected, whatever else the host serves there.</summary>
internal static class AppRoot
{
    private const string Name = "app-root";
    private const string SchemeAndHost = "%REQ(:SCHEME)%://%REQ(:AUTHORITY)%";
    private const int Found = 302;

    public static void Apply(RouteDraft draft, NginxLocation location)
    {
        var source = draft.Source;
        // nginx ignores a value that is no path (recorded).
        if (location.Path != "/" || location.IsExact || source.Annotation(Name) is not ['/', ..] target)
            return;
        if (Target(source, target) is not { } written)
            return;
        source.MarkApplied(Name);
        draft.Before.Insert(
            0,
            new ConditionalRoute(
                Name,
                // nginx has merged slashes by then.
                new HttpMatchRequest { Uri = new StringMatch { Regex = "/+" } },
                route =>
                {
                    // The client's query is left out, which Istio's redirect would keep.
                    route.Redirect = null;
                    route.DirectResponse = new HttpDirectResponse { Status = Found };
                    route.Headers = null;
                    RouteCopies.SetResponseHeader(route, "Location", SchemeAndHost + written);
                },
                ReplacesUri: true,
                IsOfServer: true
            )
        );
    }

    // The path with its variables as Envoy writes them; null when it can't. No expression has matched by then, so captures are empty.
    private static string? Target(IngressSource source, string target)
    {
        var written = new StringBuilder();
        foreach (var part in NginxText.Parse(target).Parts)
            if (!part.IsVariable)
                written.Append(HeaderSyntax.Escape(part.Text));
            else if (!char.IsAsciiDigit(part.Text[0]))
            {
                if (EnvoyOperators.Of(part.Text, isResponse: true) is not { } value)
                {
                    source.ReportAnnotation(
                        FindingCatalog.RewriteUnsupported,
                        Name,
                        $"The path holds the variable ${part.Text}, which Envoy cannot write"
                    );
                    source.Refuse();
                    return null;
                }
                if (EnvoyOperators.IsApproximate(part.Text))
                    source.ReportAnnotation(
                        FindingCatalog.SnippetVariableForm,
                        Name,
                        $"The form of ${part.Text} may differ"
                    );
                written.Append(value);
            }
        return written.ToString();
    }
}
