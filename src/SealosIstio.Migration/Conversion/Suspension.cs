using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// The form in which Sealos' resources controller suspends a VirtualService, so that its Resume restores the routes: they wait
/// in an annotation while every request is answered 503.
/// </summary>
internal static class Suspension
{
    internal const string SuspendedAnnotation = "network.sealos.io/suspended";
    internal const string OriginalHttpAnnotation = "network.sealos.io/original-http";
    private const string Body = "Service temporarily suspended for resource management";
    private const int ServiceUnavailable = 503;

    public static void Apply(VirtualService service)
    {
        var spec = service.Spec!;
        var annotations = service.Metadata.Annotations!;
        annotations[SuspendedAnnotation] = "true";
        annotations[OriginalHttpAnnotation] = KubernetesJson.ToJsonObject(service)["spec"]!["http"]!.ToJsonString();
        spec.Http =
        [
            new HttpRoute
            {
                Match = [new HttpMatchRequest { Uri = new StringMatch { Prefix = "/" } }],
                DirectResponse = new HttpDirectResponse
                {
                    Status = ServiceUnavailable,
                    Body = new HttpBody { String = Body },
                },
            },
        ];
    }
}
