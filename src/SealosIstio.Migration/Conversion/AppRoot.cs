using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>app-root: a request for <c>/</c> itself is redirected, whatever else the host serves there.</summary>
internal static class AppRoot
{
    private const string Name = "app-root";
    private const int Found = 302;

    public static void Apply(RouteDraft draft, NginxLocation location)
    {
        var source = draft.Source;
        // nginx ignores a value that is no path (recorded).
        if (location.Path != "/" || location.IsExact || source.Annotation(Name) is not ['/', ..] target)
            return;
        source.MarkApplied(Name);
        source.ReportAnnotation(FindingCatalog.RedirectKeepsQuery, Name);
        draft.Before.Insert(
            0,
            new ConditionalRoute(
                Name,
                new HttpMatchRequest { Uri = new StringMatch { Exact = "/" } },
                route =>
                {
                    route.DirectResponse = null;
                    route.Redirect = new HttpRedirect { Uri = target, RedirectCode = Found };
                },
                ReplacesUri: true
            )
        );
    }
}
