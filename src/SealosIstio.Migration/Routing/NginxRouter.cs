using SealosIstio.Migration.Routing.Nginx;
using SealosIstio.Migration.Routing.Nginx.Controller;
using SealosIstio.Migration.Routing.Nginx.Runtime;
using SealosIstio.Migration.Routing.Nginx.Template;

namespace SealosIstio.Migration.Routing;

/// <summary>
/// Decides requests as ingress-nginx v1.15 does: the controller's generation of nginx.conf from Ingresses, then nginx' phases
/// over that. It knows nothing of the conversion, so that the conversion can be judged by it.
/// </summary>
/// <remarks>Safe for use by several threads at once.</remarks>
public sealed class NginxRouter
{
    private readonly LoadedConfiguration loaded;
    private readonly IReadOnlyDictionary<string, SourceIngress> accepted;

    private NginxRouter(
        LoadedConfiguration loaded,
        IReadOnlyDictionary<string, SourceIngress> accepted,
        IReadOnlyList<NginxIssue> issues,
        NginxIssue? rejection
    )
    {
        this.loaded = loaded;
        this.accepted = accepted;
        Issues = issues;
        Rejection = rejection;
    }

    /// <summary>What was dropped, denied or refused, and what the model cannot follow.</summary>
    public IReadOnlyList<NginxIssue> Issues { get; }

    /// <summary>
    /// Why nginx refuses the generated configuration; null when it takes it. Answers then come from the configuration before, or
    /// from an empty one.
    /// </summary>
    public NginxIssue? Rejection { get; }

    /// <summary>A router for a controller that starts with a configuration.</summary>
    /// <param name="configuration">Ingresses and what they refer to.</param>
    public static NginxRouter Create(NginxConfiguration configuration) => Create(configuration, null);

    /// <summary>
    /// A router for the same controller after a change. An Ingress whose new version is dropped keeps its old one; a
    /// configuration that nginx refuses changes nothing.
    /// </summary>
    /// <param name="configuration">Everything as it is now.</param>
    public NginxRouter Update(NginxConfiguration configuration) => Create(configuration, this);

    /// <summary>Decides a request; backends answer 200 and authorization services let everybody pass.</summary>
    /// <param name="request">The request.</param>
    public RoutingDecision Decide(RoutingRequest request) => Decide(request, static _ => UpstreamReply.Ok);

    /// <summary>Decides a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="peers">What backends and authorization services answer; called once per attempt.</param>
    public RoutingDecision Decide(RoutingRequest request, Func<UpstreamRequest, UpstreamReply> peers)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(peers);
        if (TlsHandshake.Decide(request, loaded) is { } early)
            return early;
        var transaction = new Transaction(request, loaded, peers);
        var answer = RequestProcessor.Run(transaction);
        return DecisionBuilder.Build(transaction, answer);
    }

    private static NginxRouter Create(NginxConfiguration configuration, NginxRouter? earlier)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var issues = new List<NginxIssue>();
        var generated = ConfigurationGenerator.Generate(configuration, earlier?.accepted, issues);
        var test = new ConfigurationTest(generated);
        var rejection = test.Run();
        issues.AddRange(test.Unmodelled);
        issues.AddRange(UnmodelledAnnotations.Find(generated));
        if (rejection is null)
            return new(new LoadedConfiguration(generated), generated.Accepted, issues, null);
        issues.Add(rejection);
        var before = earlier?.loaded ?? Empty(configuration);
        return new(before, generated.Accepted, issues, rejection);
    }

    private static LoadedConfiguration Empty(NginxConfiguration configuration) =>
        new(ConfigurationGenerator.Generate(configuration with { Ingresses = [], ConfigMaps = [] }, null, []));
}
