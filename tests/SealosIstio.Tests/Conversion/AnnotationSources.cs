using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Tests.Conversion;

/// <summary>Ingresses that consist of annotations and little else.</summary>
internal static class AnnotationSources
{
    public static IngressSource With(params (string Name, string Value)[] annotations) => Create(false, annotations);

    public static IngressSource WithTls(params (string Name, string Value)[] annotations) => Create(true, annotations);

    /// <summary>Names without a slash get the nginx prefix.</summary>
    private static IngressSource Create(bool hasTls, (string Name, string Value)[] annotations)
    {
        var ingress = new V1Ingress
        {
            Metadata = new V1ObjectMeta
            {
                Name = "app",
                NamespaceProperty = "demo",
                Annotations = annotations.ToDictionary(
                    pair =>
                        pair.Name.Contains('/', StringComparison.Ordinal)
                            ? pair.Name
                            : "nginx.ingress.kubernetes.io/" + pair.Name,
                    pair => pair.Value
                ),
            },
            Spec = new V1IngressSpec
            {
                Rules = [new V1IngressRule { Host = "app.test" }],
                Tls = hasTls ? [new V1IngressTLS { Hosts = ["app.test"], SecretName = "app-tls" }] : null,
            },
        };
        var sealos = new SealosIngress(ingress, default, "app", default, "nginx", default);
        return new IngressSource(sealos, new ConversionOptions());
    }
}
