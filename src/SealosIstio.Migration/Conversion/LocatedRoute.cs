using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion.Envoy;

namespace SealosIstio.Migration.Conversion;

/// <summary>A route and the Ingress that it comes from.</summary>
/// <param name="Source">The Ingress.</param>
/// <param name="Route">The route.</param>
/// <param name="IsOfServer">Whether nginx decides it before it looks for a location, whose headers it then lacks.</param>
internal sealed record LocatedRoute(IngressSource Source, HttpRoute Route, bool IsOfServer = false)
{
    /// <summary>What the route needs of Envoy beyond what it says itself; null for nothing.</summary>
    public RouteSettings? Settings { get; init; }
}
