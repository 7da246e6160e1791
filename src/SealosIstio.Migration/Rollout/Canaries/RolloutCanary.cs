using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollout.Canaries;

/// <summary>
/// The objects by which nginx sends a share of an Ingress' requests to the Istio gateway, as ingress-nginx asks for them (v1.15, internal/
/// ingress/controller/controller.go): a canary Ingress with the hosts, paths and path types of the main one, and in its namespace a Service
/// of type ExternalName that stands for the gateway. The Host header stays as it was: nginx takes it from the main Ingress' location.
/// </summary>
internal static class RolloutCanary
{
    /// <summary>The Service in the gateway's namespace that all of them lead to.</summary>
    public const string GatewayService = "sealos-istio-rollout";

    /// <summary>The annotation that names the main Ingress.</summary>
    public const string MainAnnotation = "sealos.io/rollout-canary-of";

    private const string Prefix = "istio-rollout-";

    /// <summary>
    /// The name of an Ingress' canary and of its Service. A Service of its own for each: nginx keeps one weight per Service and port, and
    /// drops the Service for all when one canary that names it finds no main path.
    /// </summary>
    public static string NameOf(string namespaceName, string name) =>
        Prefix
        + Convert
            .ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{namespaceName}/{name}")))[..16]
            .ToLowerInvariant();

    /// <summary>The ClusterIP Service before the gateway's pods at the port that takes what nginx hands on.</summary>
    public static V1Service ServiceOfGateway(ConversionOptions options) =>
        Marked(
            new V1Service
            {
                Metadata = new V1ObjectMeta { Name = GatewayService, NamespaceProperty = options.GatewayNamespace },
                Spec = new V1ServiceSpec
                {
                    Type = "ClusterIP",
                    Selector = new Dictionary<string, string>(options.GatewaySelector),
                    Ports =
                    [
                        new V1ServicePort
                        {
                            Name = "http-proxy",
                            Port = options.ProxyPort!.Value,
                            TargetPort = options.ProxyPort!.Value,
                            Protocol = "TCP",
                        },
                    ],
                },
            }
        );

    /// <summary>The alias of that Service in the namespace of an Ingress.</summary>
    public static V1Service ServiceOf(V1Ingress main, ConversionOptions options) =>
        Marked(
            new V1Service
            {
                Metadata = MetadataOf(main),
                Spec = new V1ServiceSpec
                {
                    Type = "ExternalName",
                    ExternalName = $"{GatewayService}.{options.GatewayNamespace}.svc.{options.ClusterDomain}",
                    Ports =
                    [
                        new V1ServicePort
                        {
                            Name = "http-proxy",
                            Port = options.ProxyPort!.Value,
                            TargetPort = options.ProxyPort!.Value,
                            Protocol = "TCP",
                        },
                    ],
                },
            }
        );

    /// <summary>The canary of an Ingress.</summary>
    public static V1Ingress IngressOf(V1Ingress main, int weight, ConversionOptions options)
    {
        var canary = Marked(
            new V1Ingress
            {
                Metadata = MetadataOf(main),
                Spec = new V1IngressSpec
                {
                    IngressClassName = main.Spec!.IngressClassName,
                    Rules =
                    [
                        .. (main.Spec.Rules ?? [])
                            .Select(rule => RuleOf(rule, main, options))
                            .Where(rule => rule.Http!.Paths!.Count > 0),
                    ],
                },
            }
        );
        var annotations = canary.Metadata.Annotations!;
        // The class as the main one names it; only the old spelling is an annotation.
        if (
            main.Spec.IngressClassName is null
            && main.Metadata.Annotations?.GetOrNull(IngressClassifier.ClassAnnotation) is { } name
        )
            annotations[IngressClassifier.ClassAnnotation] = name;
        annotations[$"{options.AnnotationPrefix}/canary"] = "true";
        annotations[WeightAnnotation(options)] = weight.ToString(CultureInfo.InvariantCulture);
        return canary;
    }

    /// <summary>The annotation that holds a canary's weight.</summary>
    public static string WeightAnnotation(ConversionOptions options) => $"{options.AnnotationPrefix}/canary-weight";

    private static V1IngressRule RuleOf(V1IngressRule rule, V1Ingress main, ConversionOptions options) =>
        new()
        {
            Host = rule.Host,
            Http = new V1HTTPIngressRuleValue
            {
                Paths =
                [
                    .. (rule.Http?.Paths ?? [])
                        .Where(path => path.Backend?.Service is not null)
                        .Select(path => new V1HTTPIngressPath
                        {
                            // nginx compares with the location, which is / when the main Ingress leaves it out.
                            Path = string.IsNullOrEmpty(path.Path) ? "/" : path.Path,
                            PathType = path.PathType,
                            Backend = new V1IngressBackend
                            {
                                Service = new V1IngressServiceBackend
                                {
                                    Name = NameOf(main.Metadata.NamespaceProperty!, main.Metadata.Name!),
                                    Port = new V1ServiceBackendPort { Number = options.ProxyPort },
                                },
                            },
                        }),
                ],
            },
        };

    private static V1ObjectMeta MetadataOf(V1Ingress main) =>
        new()
        {
            Name = NameOf(main.Metadata.NamespaceProperty!, main.Metadata.Name!),
            NamespaceProperty = main.Metadata.NamespaceProperty,
            Annotations = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [MainAnnotation] = $"{main.Metadata.NamespaceProperty}/{main.Metadata.Name}",
            },
            // A canary without its main Ingress is nothing: it goes with it.
            OwnerReferences =
            [
                new V1OwnerReference
                {
                    ApiVersion = main.ApiVersion,
                    Kind = main.Kind,
                    Name = main.Metadata.Name!,
                    Uid = main.Metadata.Uid ?? "",
                },
            ],
        };

    private static T Marked<T>(T item)
        where T : KubernetesObject
    {
        item.Metadata.Labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Provenance.ManagedByLabel] = Provenance.ManagedBy,
            [IngressMarks.RolloutCanary] = "true",
        };
        item.Metadata.Annotations ??= new Dictionary<string, string>(StringComparer.Ordinal);
        return item;
    }
}
