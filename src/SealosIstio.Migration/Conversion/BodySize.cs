using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Converts proxy-body-size: a route in front of all others answers 413 to requests that announce a longer body. nginx checks the
/// announced length as early (ngx_http_core_module.c, ngx_http_core_find_config_phase), before redirects and access rules. Envoy's
/// buffer filter would hold every body in memory up to the limit; a route leaves streams alone.
/// </summary>
internal static class BodySize
{
    private const string Name = "proxy-body-size";
    private const string LengthHeader = "content-length";
    private const long DefaultLimit = 1 << 20;
    private const int TooLarge = 413;

    /// <summary>The most bytes that nginx takes in a location of this Ingress; null for any number.</summary>
    /// <param name="source">The Ingress that rules the location.</param>
    /// <param name="controller">Says what holds for Ingresses without the annotation.</param>
    /// <param name="options">Says whether nginx' own default is kept.</param>
    public static long? LimitOf(IngressSource source, ControllerSettings controller, ConversionOptions options)
    {
        // Into a location that it closes, the controller writes no limit, not even its own; nginx has one all the same.
        if (!source.IsClosed && AnnotationValue.TrySize(source.Annotation(Name), out var own))
            return Limit(own);
        if (!source.IsClosed && AnnotationValue.TrySize(controller[Name]?.Trim(), out var common))
            return Limit(common);
        return options.Implicit == ImplicitMode.Keep ? DefaultLimit : null;
    }

    /// <summary>Marks the annotation as carried over, and says what a limit doesn't reach.</summary>
    public static void Report(IngressSource source)
    {
        if (!AnnotationValue.TrySize(source.Annotation(Name), out var bytes))
            return;
        source.MarkApplied(Name);
        if (bytes > 0)
            source.ReportAnnotation(FindingCatalog.BodySizeByLength, Name);
    }

    /// <summary>The route that refuses longer bodies on every path.</summary>
    public static HttpRoute RefuseLonger(long limit, string name) =>
        new()
        {
            Name = name,
            Match = [LongerThan(limit)],
            DirectResponse = new HttpDirectResponse { Status = TooLarge },
        };

    /// <summary>Puts the refusal in front of everything else that the location decides.</summary>
    public static void RefuseLonger(RouteDraft draft, long limit) =>
        draft.Before.Insert(
            // What the server answers comes first all the same.
            draft.Before.TakeWhile(condition => condition.IsOfServer).Count(),
            new ConditionalRoute(
                "body",
                LongerThan(limit),
                route =>
                {
                    route.Redirect = null;
                    route.DirectResponse = new HttpDirectResponse { Status = TooLarge };
                    RouteCopies.RemoveResponseHeader(route, "location");
                },
                IsBeforeRewriting: true
            )
        );

    private static long? Limit(long bytes) => bytes > 0 ? bytes : null;

    private static HttpMatchRequest LongerThan(long limit) =>
        new()
        {
            Headers = new Dictionary<string, StringMatch>
            {
                [LengthHeader] = new StringMatch { Regex = NumberPattern.GreaterThan(limit) },
            },
        };
}
