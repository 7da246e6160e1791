using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Routing.Nginx;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>The ingress-nginx of a snapshot: its flags, its settings and what it serves.</summary>
internal static class SourceSide
{
    private const string ControllerClass = "k8s.io/ingress-nginx";
    private const string Program = "/nginx-ingress-controller";
    private static readonly (string Namespace, string Name)[] UsualConfigMaps =
    [
        ("ingress-nginx", "ingress-nginx-controller"),
        ("kube-system", "ingress-nginx-controller"),
    ];

    public static NginxConfiguration Of(
        IReadOnlyList<V1Ingress> ingresses,
        ClusterSnapshot snapshot,
        ConversionOptions options
    )
    {
        var arguments = Arguments(snapshot);
        List<V1ConfigMap> maps = [.. snapshot.All<V1ConfigMap>()];
        var usual = UsualConfigMaps.FirstOrDefault(name => snapshot.ConfigMap(name.Namespace, name.Name) is not null);
        if (arguments.Count == 0 && usual.Name is not null)
            arguments.Add($"--configmap={usual.Namespace}/{usual.Name}");
        else if (arguments.Count == 0)
            maps.Add(PermissiveSettings(maps));
        if (options.IncludeWithoutClass)
            arguments.Add("--watch-ingress-without-class=true");
        if (options.AnnotationPrefix != new ConversionOptions().AnnotationPrefix)
            arguments.Add("--annotations-prefix=" + options.AnnotationPrefix);
        List<V1Service> services = [.. snapshot.All<V1Service>()];
        if (!snapshot.IsComplete)
        {
            services.AddRange(AssumedServices.For(ingresses, services));
            maps.AddRange(AssumedConfigMaps.For(ingresses, maps, options.AnnotationPrefix));
        }
        return new NginxConfiguration
        {
            Ingresses = ingresses,
            IngressClasses = Classes(snapshot, options),
            Services = services,
            Secrets = [.. snapshot.All<V1Secret>()],
            ConfigMaps = maps,
            Arguments = arguments,
        };
    }

    private static List<string> Arguments(ClusterSnapshot snapshot) =>
        [
            .. snapshot
                .All<V1Deployment>()
                .Select(item => (item.Metadata, item.Spec?.Template))
                .Concat(snapshot.All<V1DaemonSet>().Select(item => (item.Metadata, item.Spec?.Template)))
                .SelectMany(item =>
                    (item.Template?.Spec?.Containers ?? []).Select(container => (item.Metadata, container.Args))
                )
                .Where(item => item.Args?.Contains(Program) == true)
                .Take(1)
                .SelectMany(item =>
                    item.Args!.Select(argument =>
                        argument.Replace(
                            "$(POD_NAMESPACE)",
                            item.Metadata.NamespaceProperty ?? "default",
                            StringComparison.Ordinal
                        )
                    )
                ),
        ];

    // The classes that the conversion takes count as the controller's, whether or not their IngressClass is at hand.
    private static List<V1IngressClass> Classes(ClusterSnapshot snapshot, ConversionOptions options)
    {
        List<V1IngressClass> classes = [.. snapshot.All<V1IngressClass>()];
        foreach (var name in options.IngressClasses.Where(name => !classes.Exists(item => item.Metadata.Name == name)))
            classes.Add(
                new V1IngressClass
                {
                    Metadata = new V1ObjectMeta { Name = name },
                    Spec = new V1IngressClassSpec { Controller = ControllerClass },
                }
            );
        return classes;
    }

    /// <summary>
    /// When the controller isn't at hand, snippets and custom headers that Ingresses carry are taken to be obeyed, as the conversion
    /// takes it (SI1010).
    /// </summary>
    private static V1ConfigMap PermissiveSettings(IEnumerable<V1ConfigMap> maps) =>
        new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = UsualConfigMaps[0].Name,
                NamespaceProperty = UsualConfigMaps[0].Namespace,
            },
            Data = new Dictionary<string, string>
            {
                ["allow-snippet-annotations"] = "true",
                ["annotations-risk-level"] = "Critical",
                ["global-allowed-response-headers"] = string.Join(
                    ',',
                    maps.SelectMany(map => map.Data?.Keys ?? []).Where(HeaderSyntax.IsName).Distinct()
                ),
            },
        };
}
