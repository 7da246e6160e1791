using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Applying;

/// <summary>
/// Cuts a plan into what may be applied at the same time: objects of one kind and rank. A kind begins when the one before it is done, so
/// that nothing ever stands on what isn't there yet.
/// </summary>
internal static class ApplyWaves
{
    /// <param name="steps">The steps in the order of <see cref="ApplyOrder"/>.</param>
    public static IEnumerable<IReadOnlyList<ApplyStep>> Cut(IEnumerable<ApplyStep> steps)
    {
        var wave = new List<ApplyStep>();
        var names = new HashSet<(string?, string?)>();
        foreach (var step in steps)
        {
            if (wave.Count > 0 && (!IsSameKind(wave[0].Desired, step.Desired) || DelegatesTo(step.Desired, names)))
            {
                yield return wave;
                wave = [];
                names.Clear();
            }
            wave.Add(step);
            names.Add((step.Identity.Namespace, step.Identity.Name));
        }
        if (wave.Count > 0)
            yield return wave;
    }

    private static bool IsSameKind(KubernetesObject one, KubernetesObject other) =>
        one.Kind == other.Kind && ApplyOrder.RankOf(one) == ApplyOrder.RankOf(other);

    private static bool DelegatesTo(KubernetesObject resource, HashSet<(string?, string?)> names) =>
        resource is VirtualService { Spec.Http: { } routes }
        && routes.Any(route =>
            route.Delegate is { } called
            && names.Contains((called.Namespace ?? resource.Metadata.NamespaceProperty, called.Name))
        );
}
