using SealosIstio.Kubernetes.Istio;

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
                    RouteCopies.SetResponseHeader(route, "Location", SchemeAndHost + HeaderSyntax.Escape(target));
                },
                ReplacesUri: true,
                IsOfServer: true
            )
        );
    }
}
