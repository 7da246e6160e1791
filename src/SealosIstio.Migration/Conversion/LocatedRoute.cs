using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion.Envoy;

namespace SealosIstio.Migration.Conversion;

/// <summary>A route and the Ingress that it comes from.</summary>
internal sealed record LocatedRoute(IngressSource Source, HttpRoute Route)
{
    /// <summary>What the route needs of Envoy beyond what it says itself; null for nothing.</summary>
    public RouteSettings? Settings { get; init; }
}
