using System.Net;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.Steps;
using SealosIstio.Migration.Routing;
using SealosIstio.Migration.Routing.Comparison;
using SealosIstio.Migration.Routing.Nginx;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollout.Canaries;

/// <summary>
/// Tries canaries on both models before there are any: what nginx does with a request stays as it is but for the share, and what it hands to
/// the gateway gets there to the same backend with the same path.
/// </summary>
internal sealed class CanaryProof
{
    private const int RequestsPerHost = 400;
    private const int Weight = 50;

    // Any address of a pod: what matters is that it isn't the client's.
    private static readonly IPAddress NginxPod = IPAddress.Parse("10.0.0.1");

    private readonly ConversionOptions options;
    private readonly NginxRouter before;
    private readonly NginxRouter after;
    private readonly GatewayRouter gateway;

    /// <param name="scope">The Ingresses of the rollout.</param>
    /// <param name="candidates">Those that are to have a canary.</param>
    /// <param name="options">The settings of the conversion.</param>
    public CanaryProof(ScopeConversion scope, IReadOnlyList<V1Ingress> candidates, ConversionOptions options)
    {
        this.options = options;
        var snapshot = scope.Converted.Snapshot;
        IReadOnlyList<V1Ingress> sources =
        [
            .. scope
                .Converted.Ingresses.Select(ingress => ingress.Ingress)
                .Where(ingress => !IngressMarks.IsRolloutCanary(ingress)),
        ];
        var configuration = SourceSide.Of(sources, snapshot, options);
        before = NginxRouter.Create(configuration);
        after = NginxRouter.Create(With(configuration, candidates, Weight, options));
        gateway = new GatewayRouter(
            TargetSide.Of([.. scope.Plan.Steps.Select(step => step.Desired)], sources, snapshot, options)
        );
    }

    /// <summary>A configuration with canaries in place.</summary>
    public static NginxConfiguration With(
        NginxConfiguration configuration,
        IReadOnlyList<V1Ingress> mains,
        int weight,
        ConversionOptions options
    ) =>
        configuration with
        {
            Ingresses =
            [
                .. configuration.Ingresses,
                .. mains.Select(main => RolloutCanary.IngressOf(main, weight, options)),
            ],
            Services =
            [
                .. configuration.Services.Where(service => !IngressMarks.IsRolloutCanary(service)),
                .. mains.Select(main => RolloutCanary.ServiceOf(main, options)),
            ],
        };

    /// <summary>Why an Ingress' canary would change more than the share; null when nothing speaks against it.</summary>
    public string? Refute(IngressOutcome outcome, CancellationToken cancellationToken)
    {
        if ((after.Rejection ?? before.Rejection) is { } rejection)
            return $"nginx refuses its configuration: {rejection}";
        var isShared = false;
        foreach (var group in outcome.Groups)
        {
            var generator = new RequestGenerator(
                group.Source.Select(source => source.Ingress),
                group.Objects.OfType<VirtualService>(),
                options.AnnotationPrefix,
                RequestsPerHost
            );
            foreach (var request in group.Hosts.SelectMany(generator.ForHost).Select(item => item.Request))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Refute(request, ref isShared) is { } reason)
                    return reason;
            }
        }
        return isShared ? null : "nginx would send none of its requests to a canary.";
    }

    private string? Refute(RoutingRequest request, ref bool isShared)
    {
        var main = before.Decide(request);
        var divided = after.Decide(request);
        if (divided.Backends.Count < 2)
            return divided.Backend == main.Backend && divided.Status == main.Status
                ? null
                : $"{request}: nginx would answer {DecisionText.Of(divided)} instead of {DecisionText.Of(main)}.";
        if (main.Backends.Count != 1 || divided.UpstreamPath != main.UpstreamPath)
            return $"{request} is divided already.";
        isShared = true;
        var handed = HandedOn(request, main);
        var answer = gateway.Decide(handed);
        // Where the gateway differs from nginx anyhow, the conversion's findings have said so.
        var direct = gateway.Decide(request);
        if (answer.Backend != main.Backend && (answer.Backend is null || answer.Backend != direct.Backend))
            return $"{request}: nginx hands it on as {handed.Target}, and there the gateway answers {DecisionText.Of(answer)} instead of "
                + $"{main.Backend} ({answer.Reason}).";
        if (answer.UpstreamPath != main.UpstreamPath && answer.UpstreamPath != direct.UpstreamPath)
            return $"{request}: nginx asks the backend for {main.UpstreamPath}, and by the gateway it would be {answer.UpstreamPath}.";
        if (answer.Mirrors.Count > 0)
            return $"{request} is mirrored at nginx, and would be once more at the gateway.";
        return answer.RequestLimits.Count > 0
            ? "The gateway would count the requests that nginx counts already against its limit."
            : null;
    }

    /// <summary>The request as it leaves nginx.</summary>
    private RoutingRequest HandedOn(RoutingRequest request, RoutingDecision main) =>
        request with
        {
            Scheme = "http",
            Sni = null,
            Host = main.UpstreamAuthority ?? request.Host,
            Port = options.ProxyPort,
            Target = main.UpstreamPath ?? request.Target,
            Headers = HeaderChange.Apply(request.Headers, main.RequestHeaders),
            SourceIp = NginxPod,
        };
}
