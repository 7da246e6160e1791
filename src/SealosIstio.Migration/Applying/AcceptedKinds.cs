using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Applying;

/// <summary>
/// What may be applied: routing objects of any origin, and other kinds only where SealosIstio itself made them. An Ingress, or
/// somebody's Deployment, that ends up in the pipeline by mistake is refused.
/// </summary>
internal static class AcceptedKinds
{
    /// <summary>The refusal of an object of another kind; null when it may be applied.</summary>
    public static ResourceException? Check(KubernetesObject desired)
    {
        var identity = ResourceIdentity.Of(desired);
        if (IsRouting(identity.Group) || IsOurs(desired))
            return null;
        return new ResourceException(
            ResourceProblem.KindNotAccepted,
            identity,
            $"{identity}: objects of kind {identity.Kind} ({identity.ApiVersion}) aren't applied unless they carry the label "
                + $"{Provenance.ManagedByLabel}={Provenance.ManagedBy}.",
            identity.Kind == "Ingress"
                ? "Convert it first: Convert-IngressToVirtualService."
                : "Apply it with the tool that owns it, such as kubectl."
        );
    }

    private static bool IsRouting(string group) =>
        group.EndsWith(".istio.io", StringComparison.Ordinal) || group == "cert-manager.io";

    private static bool IsOurs(KubernetesObject desired) =>
        desired.Kind != "Ingress"
        && desired.Metadata.Labels is { } labels
        && labels.TryGetValue(Provenance.ManagedByLabel, out var owner)
        && owner == Provenance.ManagedBy;
}
