using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Tests.Conversion;

/// <summary>Locations of one Ingress, and what features make of them.</summary>
internal static class Drafts
{
    public static RouteDraft With(params (string Name, string Value)[] annotations) => At("/", annotations);

    public static RouteDraft At(string path, params (string Name, string Value)[] annotations)
    {
        var draft = new RouteDraft(AnnotationSources.With(annotations), "spec.rules[0].http.paths[0]") { Path = path };
        draft.UriMatches.Add(new StringMatch { Prefix = path.TrimEnd('/') + "/" });
        draft.Destinations.Add(
            new HttpRouteDestination { Destination = new Destination { Host = "web.demo.svc.cluster.local" } }
        );
        return draft;
    }

    /// <summary>The location's own route, as far as these tests need it.</summary>
    public static HttpRoute Own(RouteDraft draft) =>
        new()
        {
            Route = [.. draft.Destinations],
            Rewrite = draft.Rewrite,
            Headers = new Headers
            {
                Request = new HeaderOperations
                {
                    Set = new Dictionary<string, string>(draft.RequestHeadersSet),
                    Remove = [.. draft.RequestHeadersRemoved],
                },
                Response = new HeaderOperations
                {
                    Set = new Dictionary<string, string>(draft.ResponseHeadersSet),
                    Add = new Dictionary<string, string>(draft.ResponseHeadersAdded),
                    Remove = [.. draft.ResponseHeadersRemoved],
                },
            },
        };

    /// <summary>The route that a condition makes of the location's own.</summary>
    public static HttpRoute Changed(RouteDraft draft, ConditionalRoute conditional)
    {
        var route = Own(draft);
        conditional.Change(route);
        return route;
    }

    /// <summary>The codes reported, in order.</summary>
    public static string[] Codes(RouteDraft draft) => [.. draft.Source.Findings.Select(finding => finding.Code)];

    public static bool Has(RouteDraft draft, FindingDefinition definition) =>
        draft.Source.Findings.Any(finding => finding.Code == definition.Code);
}
