using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Routing.Nginx;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>
/// Holds a conversion against its source: asks both routers every request that <see cref="RequestGenerator"/> thinks up. Backends
/// are taken to answer 200, authorization services to let everybody pass.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
public sealed class RouteComparison
{
    private readonly ConversionResult result;
    private readonly ConversionOptions options;
    private readonly NginxRouter nginx;
    private readonly GatewayRouter gateway;
    private readonly PresentedCertificates certificates;
    private readonly Dictionary<string, string> externalNames;

    /// <summary>Prepares both routers.</summary>
    /// <param name="ingresses">Every Ingress of the cluster: nginx decides over all of them together.</param>
    /// <param name="snapshot">What the conversion knew of the cluster.</param>
    /// <param name="result">The whole conversion of these Ingresses.</param>
    /// <param name="options">The settings of the conversion.</param>
    public RouteComparison(
        IReadOnlyList<SealosIngress> ingresses,
        ClusterSnapshot snapshot,
        ConversionResult result,
        ConversionOptions options
    )
    {
        this.result = result;
        this.options = options;
        IReadOnlyList<V1Ingress> sources = [.. ingresses.Select(ingress => ingress.Ingress)];
        nginx = NginxRouter.Create(SourceSide.Of(sources, snapshot, options));
        gateway = new GatewayRouter(TargetSide.Of(result.Objects, sources, snapshot, options));
        certificates = new PresentedCertificates(
            snapshot.All<V1Secret>().Concat(result.Objects.OfType<V1Secret>()),
            result.Objects.OfType<Certificate>(),
            options.GatewayNamespace
        );
        externalNames = snapshot
            .All<V1Service>()
            .Where(service => service.Spec is { Type: "ExternalName", ExternalName: not null })
            .ToDictionary(
                service => $"{service.Metadata.NamespaceProperty}/{service.Metadata.Name}",
                service => service.Spec!.ExternalName!
            );
    }

    /// <summary>What ingress-nginx drops or refuses of the source, and what the model of it can't follow.</summary>
    public IReadOnlyList<NginxIssue> NginxIssues => nginx.Issues;

    /// <summary>Why ingress-nginx refuses its whole configuration; null when it takes it.</summary>
    public NginxIssue? NginxRejection => nginx.Rejection;

    /// <summary>What istiod drops or Envoy refuses of the converted objects; empty unless the conversion has a bug.</summary>
    public IReadOnlyList<GatewayIssue> GatewayIssues => gateway.Issues;

    /// <summary>Compares every host of every converted group.</summary>
    public IEnumerable<RouteComparisonResult> Compare() => result.Groups.SelectMany(Compare);

    /// <summary>Compares the hosts of one group, one result after the other; none for a group that was not converted.</summary>
    /// <param name="group">A group of the conversion.</param>
    public IEnumerable<RouteComparisonResult> Compare(HostGroupConversion group) =>
        IsCompared(group) ? group.Hosts.SelectMany(host => Compare(group, host)) : [];

    /// <summary>Compares one host.</summary>
    /// <param name="group">The group that the host is in.</param>
    /// <param name="host">One of its hosts.</param>
    public IEnumerable<RouteComparisonResult> Compare(HostGroupConversion group, string host)
    {
        if (!IsCompared(group))
            yield break;
        var generator = new RequestGenerator(
            group.Source.Select(source => source.Ingress),
            group.Objects.OfType<VirtualService>(),
            options.AnnotationPrefix
        );
        IReadOnlyList<Finding> findings = [.. group.Findings, .. result.RunFindings];
        foreach (var request in generator.ForHost(host))
            yield return Compare(host, request, findings);
    }

    /// <summary>Counts per host.</summary>
    /// <param name="group">A group of the conversion.</param>
    public IEnumerable<HostComparison> Summarize(HostGroupConversion group) =>
        group.Hosts.Select(host => HostComparison.Of(host, group, Compare(group, host)));

    private static bool IsCompared(HostGroupConversion group) =>
        group.Status is ConversionStatus.Converted or ConversionStatus.ConvertedWithWarnings;

    private RouteComparisonResult Compare(string host, GeneratedRequest generated, IReadOnlyList<Finding> findings)
    {
        var request = generated.Request;
        var right = gateway.Decide(request);
        // nginx must see the headers that the gateway would change, to say whether it sets, adds or leaves them.
        var reply = new UpstreamReply(200, DecisionComparison.BackendHeaders(right));
        var left = Resolve(nginx.Decide(request, _ => reply));
        var differences = DecisionComparison.Compare(request, left, right);
        if (request.IsTls && certificates.Compare(left, right) is { } certificate)
            differences = [.. differences, certificate];
        var explanations = DifferenceExplanation.Of(
            request,
            DecisionComparison.StatusOf(left),
            DecisionComparison.StatusOf(right),
            differences,
            findings,
            isRefused: false
        );
        return new RouteComparisonResult(
            host,
            generated.ToString(),
            request.Scheme,
            request.Method,
            request.Target,
            DecisionText.Of(left),
            DecisionText.Of(right),
            differences,
            [.. explanations.Values.SelectMany(found => found).Distinct()],
            [.. differences.Where(difference => explanations[difference].Count == 0)]
        )
        {
            NginxRoute = left.Route,
            GatewayRoute = right.Route,
        };
    }

    /// <summary>A Service of type ExternalName is but an alias, and the gateway knows it by the name that it stands for.</summary>
    private RoutingDecision Resolve(RoutingDecision decision) =>
        decision.Backends.All(backend => !externalNames.ContainsKey(ServiceOf(backend)))
            ? decision
            : decision with
            {
                Backends =
                [
                    .. decision.Backends.Select(backend =>
                        externalNames.TryGetValue(ServiceOf(backend), out var name)
                            ? backend with
                            {
                                Name = name + backend.Name[ServiceOf(backend).Length..],
                            }
                            : backend
                    ),
                ],
            };

    private static string ServiceOf(WeightedBackend backend) =>
        backend.Name.LastIndexOf(':') is var colon and >= 0 ? backend.Name[..colon] : backend.Name;
}
