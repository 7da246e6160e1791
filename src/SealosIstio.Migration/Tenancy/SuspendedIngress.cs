using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Tenancy;

/// <summary>
/// An Ingress of a suspended tenant: class <c>disable</c>, which nobody serves. ingress-nginx lets spec.ingressClassName win over
/// the annotation, so the class changes where it stands; Sealos' controller changes the annotation only.
/// </summary>
internal static class SuspendedIngress
{
    /// <summary>Keeps where the class stood and what it was.</summary>
    internal const string Record = "sealos.io/suspended-class";

    // What Sealos' controller writes on resuming, whatever the class was before.
    private const string DefaultClass = "nginx";

    public static NetworkStep Suspend(V1Ingress ingress)
    {
        var current = IngressClassifier.ClassOf(ingress);
        if (current is IngressClassifier.SuspendedClass or IngressClassifier.PausedClass)
            return new NetworkStep(ingress, null);
        var annotation = ingress.Metadata.Annotations?.GetOrNull(IngressClassifier.ClassAnnotation);
        var name = ingress.Spec?.IngressClassName;
        var record = new JsonObject { ["annotation"] = annotation, ["ingressClassName"] = name };
        var annotations = new JsonObject { [Record] = record.ToJsonString() };
        if (annotation is not null || name is null)
            annotations[IngressClassifier.ClassAnnotation] = IngressClassifier.SuspendedClass;
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } };
        if (name is not null)
            patch["spec"] = new JsonObject { ["ingressClassName"] = IngressClassifier.SuspendedClass };
        return new NetworkStep(ingress, new NetworkEdit(patch, null));
    }

    public static NetworkStep Resume(V1Ingress ingress)
    {
        if (ingress.Metadata.Annotations?.GetOrNull(Record) is { } text)
        {
            var record = SuspensionRecord.ReadObject(ingress, Record, text);
            var annotations = new JsonObject
            {
                [Record] = null,
                [IngressClassifier.ClassAnnotation] = record["annotation"]?.DeepClone(),
            };
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } };
            if (record["ingressClassName"] is { } name)
                patch["spec"] = new JsonObject { ["ingressClassName"] = name.DeepClone() };
            return new NetworkStep(ingress, new NetworkEdit(patch, null));
        }
        if (
            ingress.Metadata.Annotations?.GetOrNull(IngressClassifier.ClassAnnotation)
            != IngressClassifier.SuspendedClass
        )
            return new NetworkStep(ingress, null);
        return new NetworkStep(
            ingress,
            new NetworkEdit(
                new JsonObject
                {
                    ["metadata"] = new JsonObject
                    {
                        ["annotations"] = new JsonObject { [IngressClassifier.ClassAnnotation] = DefaultClass },
                    },
                },
                null
            ),
            $"Suspended by Sealos, which doesn't keep the class: it becomes {DefaultClass}."
        );
    }
}
