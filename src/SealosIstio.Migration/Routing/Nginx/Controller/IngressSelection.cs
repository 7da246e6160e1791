using System.Globalization;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>Which Ingresses the controller serves, and in which order they count.</summary>
internal sealed class IngressSelection(ControllerFlags flags, IReadOnlyList<V1IngressClass> classes)
{
    private const string ClassAnnotation = "kubernetes.io/ingress.class";

    /// <summary>True when the controller serves an Ingress. Its class decides; the annotation only in its absence.</summary>
    public bool Serves(V1Ingress ingress)
    {
        if (flags.WatchNamespace is { } only && ingress.Metadata.NamespaceProperty != only)
            return false;
        if (ingress.Spec?.IngressClassName is { } name)
            return classes.Count == 0
                ? name == flags.IngressClass
                : classes.Any(item => item.Metadata.Name == name && IsOwn(item));
        if (ingress.Metadata.Annotations?.TryGetValue(ClassAnnotation, out var annotated) == true)
            return annotated == flags.IngressClass;
        return flags.WatchWithoutClass;
    }

    /// <summary>Oldest first; of equal age the name that sorts last comes first.</summary>
    public static IEnumerable<T> InOrder<T>(IEnumerable<T> items, Func<T, V1Ingress> ingressOf) =>
        items
            .Select(item => (Item: item, Ingress: ingressOf(item)))
            .OrderBy(pair => Created(pair.Ingress))
            .ThenByDescending(
                pair => $"{pair.Ingress.Metadata.NamespaceProperty}/{pair.Ingress.Metadata.Name}",
                StringComparer.Ordinal
            )
            .Select(pair => pair.Item);

    private bool IsOwn(V1IngressClass item) =>
        item.Spec?.Controller == flags.ControllerClass
        || (flags.ClassByName && item.Metadata.Name == flags.IngressClass);

    private static DateTimeOffset Created(V1Ingress ingress) =>
        DateTimeOffset.TryParse(
            ingress.Metadata.CreationTimestamp,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : DateTimeOffset.MinValue;
}
