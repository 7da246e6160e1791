using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Comparing;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Routing.Comparison;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Rehearsal;

/// <summary>What came of a run.</summary>
/// <param name="Ingresses">Every Ingress of the input.</param>
/// <param name="Result">The conversion.</param>
/// <param name="Desired">The converted objects in the order in which they are applied.</param>
/// <param name="First">What applying did.</param>
/// <param name="Second">What applying the same once more did.</param>
/// <param name="Comparisons">The desired objects against those of the cluster.</param>
/// <param name="Cutover">The move and the way back.</param>
/// <param name="Lost">The Ingresses that the conversion doesn't account for.</param>
internal sealed record RehearsalRun(
    IReadOnlyList<SealosIngress> Ingresses,
    ConversionResult Result,
    IReadOnlyList<KubernetesObject> Desired,
    IReadOnlyList<ApplyResult> First,
    IReadOnlyList<ApplyResult> Second,
    IReadOnlyList<ResourceComparison> Comparisons,
    CutoverRehearsal Cutover,
    IReadOnlyList<SealosIngress> Lost
)
{
    /// <summary>Converts, applies twice and compares; then cuts a copy of the cluster over and takes it back.</summary>
    /// <param name="input">The cluster.</param>
    /// <param name="settings">What the command line says.</param>
    /// <param name="summary">Hears of each step.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task<RehearsalRun> RunAsync(
        Input input,
        CommandLine settings,
        Summary summary,
        CancellationToken cancellationToken
    )
    {
        var cluster = input.Cluster;
        var original = await CutoverRehearsal.ReadAsync(cluster, cancellationToken);
        var snapshot = await ClusterSnapshot.ReadAsync(cluster, cancellationToken);
        var options = new ConversionOptions { PublicDomains = DomainsOf(settings, snapshot) };
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains), options.TenantNamespacePrefix);
        var ingresses = new List<SealosIngress>();
        await foreach (var ingress in new IngressQuery(cluster, classifier, new()).ReadAsync(cancellationToken))
            ingresses.Add(ingress);
        summary.Loaded(input, ingresses.Count, options.PublicDomains, settings.PublicDomains is not null);

        summary.Begin();
        var result = IngressConverter.Convert(ingresses, snapshot, options, cancellationToken);
        summary.Converted(ingresses.Count, result);

        summary.AddedNamespaces(await AddNamespacesAsync(cluster, result.Objects, cancellationToken));
        var (desired, first) = await ApplyAsync(cluster, result.Objects, summary, cancellationToken);
        summary.Applied("Apply", first);
        var (_, second) = await ApplyAsync(cluster, result.Objects, summary, cancellationToken);
        summary.Applied("Apply again", second);

        summary.Begin();
        var comparison = new LiveComparison(cluster);
        var comparisons = new List<ResourceComparison>();
        foreach (var item in desired)
            comparisons.Add(await comparison.CompareAsync(item, cancellationToken));
        summary.Compared(comparisons);

        summary.Begin();
        var routes = new RouteComparison(ingresses, snapshot, result, options);
        summary.Routed([.. result.Groups.SelectMany(routes.Summarize)]);

        var cutover = await CutoverRehearsal.RunAsync(original, options, summary, cancellationToken);
        return new RehearsalRun(
            ingresses,
            result,
            desired,
            first,
            second,
            comparisons,
            cutover,
            IngressAccounting.FindLost(ingresses, result)
        );
    }

    private static IReadOnlyList<string> DomainsOf(CommandLine settings, ClusterSnapshot snapshot) =>
        settings.PublicDomains ?? (SealosConfiguration.CloudDomain(snapshot) is { } domain ? [domain] : []);

    // Istio's installation brings the gateway's namespace; a dump of Ingresses doesn't have it, and a server would refuse what goes there.
    private static async Task<IReadOnlyList<string>> AddNamespacesAsync(
        ManifestCluster cluster,
        IReadOnlyList<KubernetesObject> objects,
        CancellationToken cancellationToken
    )
    {
        var type = KnownTypes.Of<V1Namespace>();
        var added = new List<string>();
        foreach (var name in objects.Select(item => item.Metadata.NamespaceProperty).OfType<string>().Distinct())
            if (await cluster.GetAsync(type, null, name, cancellationToken) is null)
            {
                var space = new V1Namespace { Metadata = new V1ObjectMeta { Name = name } };
                await cluster.ApplyAsync(space, new ApplyOptions(), cancellationToken);
                added.Add(name);
            }
        return added;
    }

    private static async Task<(IReadOnlyList<KubernetesObject> Desired, IReadOnlyList<ApplyResult> Results)> ApplyAsync(
        ManifestCluster cluster,
        IReadOnlyList<KubernetesObject> objects,
        Summary summary,
        CancellationToken cancellationToken
    )
    {
        summary.Begin();
        var applier = new IstioResourceApplier(cluster, new ApplySettings());
        var plan = await applier.PlanAsync(objects, cancellationToken);
        var results = new List<ApplyResult>();
        foreach (var step in plan.Steps)
            try
            {
                results.Add(await applier.ApplyAsync(plan, step, cancellationToken));
            }
            catch (KubernetesApiException exception)
            {
                results.Add(applier.Fail(step, exception.Message));
            }
        return ([.. plan.Steps.Select(step => step.Desired)], results);
    }
}
