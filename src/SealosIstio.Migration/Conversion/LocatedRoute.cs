using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion;

/// <summary>A route and the Ingress that it comes from.</summary>
internal sealed record LocatedRoute(IngressSource Source, HttpRoute Route);
