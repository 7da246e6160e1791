using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Routing.Nginx;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>
/// Ingresses with which nginx refuses its whole configuration. Its side of a comparison does without them, as a controller that
/// checks Ingresses at admission would have it; hosts that would be converted otherwise without them aren't compared, for instance
/// those that have TLS only because one of these has it for a wildcard.
/// </summary>
internal sealed class LeftOutIngresses
{
    private readonly List<NginxIssue> issues = [];
    private readonly HashSet<string> changedServices = new(StringComparer.Ordinal);

    /// <param name="configuration">nginx' side, all Ingresses included.</param>
    /// <param name="result">The conversion of all Ingresses.</param>
    /// <param name="convert">Converts those for which the condition holds.</param>
    public LeftOutIngresses(
        NginxConfiguration configuration,
        ConversionResult result,
        Func<Func<SealosIngress, bool>, ConversionResult> convert
    )
    {
        Router = CreateRouter(configuration);
        if (issues.Count == 0 || issues.Exists(issue => issue.Source.Length == 0))
            return;
        var names = issues.Select(issue => issue.Source).ToHashSet(StringComparer.Ordinal);
        var rest = ServicesOf(convert(ingress => !names.Contains(ingress.ToString())))
            .ToDictionary(service => service.ToString(), SpecOf, StringComparer.Ordinal);
        foreach (var service in ServicesOf(result))
            if (rest.GetValueOrDefault(service.ToString()) != SpecOf(service))
                changedServices.Add(service.ToString());
    }

    /// <summary>The router without them.</summary>
    public NginxRouter Router { get; }

    /// <summary>Why each is left out. Without a source when leaving Ingresses out leads nowhere and nothing is verified.</summary>
    public IReadOnlyList<NginxIssue> Issues => issues;

    /// <summary>The issues that bear on what a group was converted to.</summary>
    public IEnumerable<NginxIssue> Bearing(HostGroupConversion group)
    {
        if (issues.Count == 0)
            return [];
        var own = issues.FindAll(issue => Concerns(issue, group));
        var isChanged = group.Objects.OfType<VirtualService>().Any(item => changedServices.Contains(item.ToString()));
        return own.Count == 0 && isChanged ? issues : own;
    }

    /// <summary>Whether an issue is about everything, or about an Ingress of a group.</summary>
    public static bool Concerns(NginxIssue issue, HostGroupConversion group) =>
        issue.Source.Length == 0 || group.Source.Any(source => source.ToString() == issue.Source);

    private NginxRouter CreateRouter(NginxConfiguration configuration)
    {
        for (; ; )
        {
            var router = NginxRouter.Create(configuration);
            if (router.Rejection is not { } rejection)
                return router;
            var rest = configuration.Ingresses.Where(ingress => Label(ingress) != rejection.Source).ToList();
            var isFound = rest.Count < configuration.Ingresses.Count;
            issues.Add(isFound ? rejection : rejection with { Source = "" });
            if (!isFound)
                return router;
            configuration = configuration with { Ingresses = rest };
        }
    }

    private static IEnumerable<VirtualService> ServicesOf(ConversionResult result) =>
        result.Groups.SelectMany(group => group.Objects).OfType<VirtualService>().DistinctBy(item => item.ToString());

    // Where it comes from may change without a change of what it does.
    private static string SpecOf(VirtualService service) =>
        KubernetesJson.Serialize(new VirtualService { Spec = service.Spec });

    private static string Label(V1Ingress ingress) =>
        $"Ingress {ingress.Metadata.NamespaceProperty ?? "default"}/{ingress.Metadata.Name}";
}
