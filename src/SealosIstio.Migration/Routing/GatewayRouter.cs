using SealosIstio.Migration.Routing.Envoy;
using SealosIstio.Migration.Routing.Istiod;

namespace SealosIstio.Migration.Routing;

/// <summary>
/// Decides as an Istio ingress gateway decides: what istiod (1.20 to 1.30) makes of Gateways, VirtualServices,
/// DestinationRules and AuthorizationPolicies, and what Envoy then does with a request. It knows nothing of Ingresses and
/// shares nothing with the converter. Of EnvoyFilters it follows some patches, and names every other one among its
/// <see cref="Issues"/>; sidecars are outside the model. Safe for concurrent use.
/// </summary>
public sealed class GatewayRouter
{
    private readonly GatewayConfiguration configuration;
    private readonly AuthorizationFilter authorization;
    private readonly IReadOnlyDictionary<int, Listener> listeners;

    /// <summary>Compiles the configuration.</summary>
    /// <param name="configuration">The objects and the mesh settings.</param>
    public GatewayRouter(GatewayConfiguration configuration)
    {
        this.configuration = configuration;
        var issues = new List<GatewayIssue>();
        authorization = new AuthorizationFilter(configuration);
        listeners = new ListenerBuilder(configuration, issues).Build();
        Issues = issues;
    }

    /// <summary>
    /// What istiod drops, Envoy refuses or this model doesn't follow; empty when every object takes effect in full.
    /// </summary>
    public IReadOnlyList<GatewayIssue> Issues { get; }

    /// <summary>The gateway's decision for a request.</summary>
    /// <param name="request">The request as the client sends it.</param>
    public RoutingDecision Decide(RoutingRequest request)
    {
        var port = configuration.TargetPorts.GetValueOrDefault(request.EffectivePort, request.EffectivePort);
        if (!listeners.TryGetValue(port, out var listener))
            return Fail($"no server of any Gateway listens on port {request.EffectivePort}");
        if (listener.DuplicateServerName is { } duplicate)
            return Fail($"Envoy refuses the listener of port {port}: {duplicate} is in two servers");
        if (listener.Find(request.IsTls ? request.ServerName : "") is not { } chain)
            return Fail(
                request.IsTls ? $"no server takes the name '{request.ServerName}'" : "the port speaks TLS only"
            );
        if (chain.IsTls != request.IsTls)
            return Fail(chain.IsTls ? "the port speaks TLS only" : "the port speaks plain HTTP only");
        // The requests of this model come without a client certificate.
        if (chain.RequiresClientCertificate)
            return Fail("the handshake asks for a client certificate");
        if (chain.Routes is null)
            return new RoutingDecision
            {
                IsPassthrough = true,
                Backends = Sort(chain.Passthrough),
                Route = chain.Source,
                Reason = "TLS is passed through by its server name",
            };
        return Answer(request, chain, listener) with { Certificate = chain.Certificate };
    }

    private RoutingDecision Answer(RoutingRequest request, FilterChain chain, Listener listener)
    {
        var (host, target) = AbsoluteForm.Split(request);
        if (string.IsNullOrEmpty(host))
            return Reply(400, "", "HTTP/1.1 asks for a Host header");
        // The codec wants host:port after CONNECT (source/common/http/http1/codec_impl.cc), and no route of istiod's takes it.
        if (request.Method == "CONNECT")
            return Reply(target.StartsWith('/') ? 400 : 404, "", "no route takes CONNECT");
        // Istio's bootstrap lets Envoy strip a fragment instead of refusing it (pkg/bootstrap/config.go).
        var fragment = target.IndexOf('#', StringComparison.Ordinal);
        if (fragment >= 0)
            target = target[..fragment];
        if (!target.StartsWith('/'))
            return Reply(404, "", "the path does not begin with a slash");
        if (PathNormalizer.Normalize(target, configuration.PathNormalization) is not { } path)
            return Reply(400, "", "the path can't be normalized");

        var transaction = new HttpTransaction
        {
            Request = request,
            Authority = host,
            Path = path,
            Scheme = ClientAddress.Scheme(request, configuration.TrustedProxies),
            RemoteAddress = ClientAddress.Of(request, configuration.TrustedProxies),
            ListenerPort = listener.Port,
        };
        var verdict = authorization.Judge(transaction);
        var decision = verdict.DeniedBy is { } policy
            ? Reply(403, policy, "an AuthorizationPolicy denies the request") with
            {
                Body = "RBAC: access denied",
            }
            : Route(transaction, chain.Routes!);
        return decision with { ExternalAuthorization = verdict.Provider };
    }

    private static RoutingDecision Route(HttpTransaction transaction, RouteTable routes)
    {
        if (routes.Find(transaction.Authority) is not { } host)
            return Reply(404, "", $"no VirtualService takes the host {transaction.Authority}");
        if (host.RequireTls && transaction.Scheme != "https")
            return Reply(301, host.Domain, "the Gateway's server redirects to https") with
            {
                Location = RedirectLocation.OfRequiredTls(transaction),
            };
        var route = host.Routes.FirstOrDefault(candidate => RouteMatcher.IsMatch(candidate, transaction));
        return route is null
            ? Reply(404, host.Domain, "no route of the host matches")
            : RouteAction.Apply(route, transaction);
    }

    private static RoutingDecision Fail(string reason) => new() { Failure = reason, Reason = reason };

    private static RoutingDecision Reply(int status, string route, string reason) =>
        new()
        {
            Status = status,
            Route = route,
            Reason = reason,
        };

    private static IReadOnlyList<WeightedBackend> Sort(IEnumerable<WeightedBackend> backends) =>
        [.. backends.OrderByDescending(backend => backend.Weight)];
}
