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
    private static readonly Dictionary<RouteDifference, IReadOnlyList<Finding>> NoExplanations = [];

    private readonly ConversionResult result;
    private readonly ConversionOptions options;
    private readonly GatewayRouter gateway;
    private readonly PresentedCertificates certificates;
    private readonly Dictionary<string, string> externalNames;
    private readonly LeftOutIngresses leftOut;
    private readonly Dictionary<string, IReadOnlyList<Finding>> refusals;
    private readonly Dictionary<string, IReadOnlyList<Finding>> refusedHosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> hosts;
    private readonly Dictionary<string, HostGroupConversion> groupOfService = new(StringComparer.Ordinal);
    private readonly ILookup<string, Finding> saidOf;

    /// <summary>Prepares both routers.</summary>
    /// <param name="ingresses">Every Ingress of the cluster: nginx decides over all of them together.</param>
    /// <param name="snapshot">What the conversion knew of the cluster.</param>
    /// <param name="result">The whole conversion of these Ingresses.</param>
    /// <param name="options">The settings of the conversion.</param>
    /// <param name="objects">What the gateway is given; null for all objects of the conversion.</param>
    public RouteComparison(
        IReadOnlyList<SealosIngress> ingresses,
        ClusterSnapshot snapshot,
        ConversionResult result,
        ConversionOptions options,
        IReadOnlyList<KubernetesObject>? objects = null
    )
    {
        objects ??= result.Objects;
        this.result = result;
        this.options = options;
        IReadOnlyList<V1Ingress> sources =
        [
            // What a rollout put beside them comes and goes, and leads to the gateway itself.
            .. ingresses.Select(ingress => ingress.Ingress).Where(ingress => !IngressMarks.IsRolloutCanary(ingress)),
        ];
        leftOut = new LeftOutIngresses(
            SourceSide.Of(sources, snapshot, options),
            result,
            isKept => IngressConverter.Convert(ingresses.Where(isKept), snapshot, options)
        );
        gateway = new GatewayRouter(TargetSide.Of(objects, sources, snapshot, options));
        certificates = new PresentedCertificates(
            snapshot.All<V1Secret>().Concat(objects.OfType<V1Secret>()),
            objects.OfType<Certificate>(),
            options.GatewayNamespace
        );
        refusals = result
            .Groups.Where(group => group.Status == ConversionStatus.Refused)
            .SelectMany(group => group.Source.Select(source => (Label: source.ToString(), group.Findings)))
            .GroupBy(entry => entry.Label, StringComparer.Ordinal)
            .ToDictionary(
                entries => entries.Key,
                entries => (IReadOnlyList<Finding>)[.. entries.SelectMany(entry => entry.Findings).Distinct()],
                StringComparer.Ordinal
            );
        foreach (var group in result.Groups.Where(group => group.Status == ConversionStatus.Refused))
        foreach (var host in group.Hosts)
            refusedHosts.TryAdd(host, group.Findings);
        hosts = result.Groups.SelectMany(group => group.Hosts).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var group in result.Groups)
        foreach (var service in group.Objects.OfType<VirtualService>())
            groupOfService.TryAdd(service.ToString(), group);
        saidOf = result
            .Groups.SelectMany(group => group.Findings)
            .Distinct()
            .ToLookup(finding => finding.Source, StringComparer.Ordinal);
        externalNames = snapshot
            .All<V1Service>()
            .Where(service => service.Spec is { Type: "ExternalName", ExternalName: not null })
            .ToDictionary(
                service => $"{service.Metadata.NamespaceProperty}/{service.Metadata.Name}",
                service => service.Spec!.ExternalName!
            );
    }

    /// <summary>
    /// A comparison for the chosen part of a run: nginx has all Ingresses, and the gateway what the part emits and nothing else, as after the
    /// part is applied.
    /// </summary>
    public static RouteComparison Of(SelectedRun run) =>
        new(run.Ingresses, run.Snapshot, run.Whole, run.Options, run.Selected.Objects);

    /// <summary>
    /// What the model of ingress-nginx can't follow, and Ingresses with which nginx refuses its whole configuration: those are left out,
    /// as a controller that checks them at admission would have it, and the hosts that they have a say in are not compared.
    /// </summary>
    public IReadOnlyList<NginxIssue> Unmodelled =>
        [.. leftOut.Issues, .. leftOut.Router.Issues.Where(issue => issue.IsUnmodelled)];

    /// <summary>What istiod drops or Envoy refuses of the converted objects; empty unless the conversion has a bug.</summary>
    public IReadOnlyList<GatewayIssue> GatewayIssues => gateway.Issues;

    /// <summary>The <see cref="Unmodelled"/> ones that concern a group.</summary>
    public IEnumerable<NginxIssue> UnmodelledIn(HostGroupConversion group) =>
        leftOut
            .Bearing(group)
            .Concat(
                leftOut.Router.Issues.Where(issue => issue.IsUnmodelled && LeftOutIngresses.Concerns(issue, group))
            );

    /// <summary>The <see cref="GatewayIssues"/> that concern the objects of a group.</summary>
    public IEnumerable<GatewayIssue> GatewayIssuesOf(HostGroupConversion group) =>
        gateway.Issues.Where(issue => group.Objects.Any(item => item.ToString() == issue.Source));

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
        foreach (var request in generator.ForHost(host).Where(request => !IsOfAnother(group, request.Request)))
            if (Compare(group, host, request, findings) is { } compared)
                yield return compared;
    }

    /// <summary>Whether the request's host is one of another group: it is asked there, in the light of that one's findings.</summary>
    private bool IsOfAnother(HostGroupConversion group, RoutingRequest request)
    {
        var name = (request.Host ?? "").Split(':')[0];
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var owner =
            hosts.Contains(name) ? name
            : dot > 0 && hosts.Contains("*" + name[dot..]) ? "*" + name[dot..]
            : null;
        return owner is not null && !group.Hosts.Contains(owner, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Counts per host.</summary>
    /// <param name="group">A group of the conversion.</param>
    public IEnumerable<HostComparison> Summarize(HostGroupConversion group) =>
        group.Hosts.Select(host => HostComparison.Of(host, group, Compare(group, host)));

    private bool IsCompared(HostGroupConversion group) =>
        group.Status is ConversionStatus.Converted or ConversionStatus.ConvertedWithWarnings
        && !leftOut.Bearing(group).Any();

    /// <summary>One request; null when it leads to routes of another group that aren't compared.</summary>
    private RouteComparisonResult? Compare(
        HostGroupConversion group,
        string host,
        GeneratedRequest generated,
        IReadOnlyList<Finding> findings
    )
    {
        var request = generated.Request;
        var right = gateway.Decide(request);
        if (DecidingGroup(right) is { } decider && leftOut.Bearing(decider).Any())
            return null;
        // nginx must see the headers that the gateway would change, to say whether it sets, adds or leaves them.
        var reply = new UpstreamReply(200, DecisionComparison.BackendHeaders(right));
        var left = Resolve(leftOut.Router.Decide(request, _ => reply));
        var differences = DecisionComparison.Compare(request, left, right);
        if (request.IsTls && certificates.Compare(left, right) is { } certificate)
            differences = [.. differences, certificate];
        differences = [.. differences.Except(Ignored(request, left, right, differences))];
        var explanations = Explain(group, request, left, right, differences, findings);
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

    private IReadOnlyDictionary<RouteDifference, IReadOnlyList<Finding>> Explain(
        HostGroupConversion group,
        RoutingRequest request,
        RoutingDecision left,
        RoutingDecision right,
        IReadOnlyList<RouteDifference> differences,
        IReadOnlyList<Finding> findings
    )
    {
        if (differences.Count == 0)
            return NoExplanations;
        var refusal = RefusalOf(left, group);
        return DifferenceExplanation.Of(
            request,
            DecisionComparison.StatusOf(left),
            DecisionComparison.StatusOf(right),
            differences,
            refusal ?? [.. findings, .. SaidByOthers(group, left, right)],
            isRefused: refusal is not null
        );
    }

    /// <summary>With -Implicit Ignore, what nginx does unasked is no difference.</summary>
    private IEnumerable<RouteDifference> Ignored(
        RoutingRequest request,
        RoutingDecision left,
        RoutingDecision right,
        IReadOnlyList<RouteDifference> differences
    ) =>
        options.Implicit != ImplicitMode.Ignore
            ? []
            : DifferenceExplanation
                .Of(
                    request,
                    DecisionComparison.StatusOf(left),
                    DecisionComparison.StatusOf(right),
                    differences,
                    ImplicitBehaviour.Unasked(),
                    isRefused: false
                )
                .Where(entry => entry.Value.Count > 0)
                .Select(entry => entry.Key);

    /// <summary>
    /// A request for this host that nginx gives to an Ingress of other hosts, such as that of a default backend: when that one is
    /// refused, its findings; else null.
    /// </summary>
    private IReadOnlyList<Finding>? RefusalOf(RoutingDecision decision, HostGroupConversion group)
    {
        if (DecidingIngress(decision) is { } ingress)
            return group.Source.All(source => source.ToString() != ingress)
                ? refusals.GetValueOrDefault(ingress)
                : null;
        // What a server answers before it comes to an Ingress's location, as it does without a client's certificate.
        var server = decision.Route.Split(' ') is ["server", var name, ..] ? name : "";
        var host = server == "_" ? "*" : server;
        return group.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase)
            ? null
            : refusedHosts.GetValueOrDefault(host);
    }

    /// <summary>What is said of the Ingress that decides for nginx, and of the group that decides for the gateway.</summary>
    private IEnumerable<Finding> SaidByOthers(HostGroupConversion group, RoutingDecision left, RoutingDecision right)
    {
        if (DecidingIngress(left) is { } ingress)
            foreach (var finding in saidOf[ingress])
                yield return finding;
        if (DecidingGroup(right) is { } other && other != group)
            foreach (var finding in other.Findings)
                yield return finding;
    }

    /// <summary>Ingress namespace/name, with which nginx' route begins when one decided.</summary>
    private static string? DecidingIngress(RoutingDecision decision) =>
        decision.Route.IndexOf(" server ", StringComparison.Ordinal) is > 0 and var end ? decision.Route[..end] : null;

    /// <summary>The group whose VirtualService decides for the gateway; null when none does.</summary>
    private HostGroupConversion? DecidingGroup(RoutingDecision decision) =>
        groupOfService.GetValueOrDefault(string.Join(' ', decision.Route.Split(' ').Take(2)));

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
