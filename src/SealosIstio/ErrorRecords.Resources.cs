using System.Management.Automation;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Resources;

namespace SealosIstio;

internal static partial class ErrorRecords
{
    /// <summary>An object that is no Ingress was to be converted.</summary>
    public static ErrorRecord NotAnIngress(KubernetesObject resource) =>
        Create(
            new ResourceException(
                ResourceProblem.KindNotAccepted,
                ResourceIdentity.Of(resource),
                $"{resource}: only an Ingress of networking.k8s.io/v1 can be converted; this is a {resource.Kind} of "
                    + $"{resource.ApiVersion}.",
                "Choose the Ingresses: Get-SealosIngress, or Import-SealosManifest -Kind Ingress."
            ),
            resource
        );

    /// <summary>An Ingress was to be marked as failed without a reason.</summary>
    public static ErrorRecord ReasonMissing() =>
        Create(
            new InvalidOperationException(
                "The state Failed needs a reason, which stands on the Ingress for whoever looks at it."
            ),
            "ReasonMissing",
            ErrorCategory.InvalidArgument,
            null,
            "Give it with -Reason."
        );

    /// <summary>The cluster has none of the controllers that a migration switches.</summary>
    public static ErrorRecord NoController(string cluster) =>
        Create(
            new ResourceException(
                ResourceProblem.NotFound,
                null,
                $"The cluster '{cluster}' has none of the controllers {string.Join(", ", SealosController.Default)}.",
                "Name the Deployments with -Controller as namespace/deployment."
            )
        );

    private static ErrorRecord FromResource(ResourceException exception, object? target)
    {
        var (id, category) = exception.Problem switch
        {
            ResourceProblem.TypeNotInstalled => ("ResourceTypeNotInstalled", ErrorCategory.NotInstalled),
            ResourceProblem.NotFound => ("ResourceNotFound", ErrorCategory.ObjectNotFound),
            ResourceProblem.KindNotAccepted => ("ResourceKindNotAccepted", ErrorCategory.InvalidType),
            ResourceProblem.Duplicate => ("ResourceDuplicate", ErrorCategory.InvalidData),
            ResourceProblem.HostOwnedElsewhere => ("HostOwnedElsewhere", ErrorCategory.ResourceExists),
            ResourceProblem.GuardsRoute => ("ResourceGuardsRoute", ErrorCategory.ResourceBusy),
            ResourceProblem.TenantNameInvalid => ("TenantNameInvalid", ErrorCategory.InvalidArgument),
            ResourceProblem.NamespaceTaken => ("NamespaceTaken", ErrorCategory.ResourceExists),
            ResourceProblem.NotATenant => ("NotATenantNamespace", ErrorCategory.InvalidArgument),
            ResourceProblem.Terminating => ("ResourceTerminating", ErrorCategory.ResourceBusy),
            ResourceProblem.Ambiguous => ("ResourceAmbiguous", ErrorCategory.InvalidArgument),
            ResourceProblem.RolloutFailed => ("RolloutFailed", ErrorCategory.InvalidResult),
            ResourceProblem.RunInProgress => ("CutoverInProgress", ErrorCategory.ResourceBusy),
            ResourceProblem.RunUnfinished => ("CutoverUnfinished", ErrorCategory.ResourceBusy),
            ResourceProblem.RunNotFound => ("CutoverNotFound", ErrorCategory.ObjectNotFound),
            ResourceProblem.NotMigrated => ("IngressNotMigrated", ErrorCategory.ResourceBusy),
            ResourceProblem.NodePortTaken => ("NodePortTaken", ErrorCategory.ResourceExists),
            ResourceProblem.NotManaged => ("ResourceNotManaged", ErrorCategory.ResourceExists),
            ResourceProblem.SourceRangesLost => ("SourceRangesLost", ErrorCategory.SecurityError),
            ResourceProblem.InUse => ("ResourceInUse", ErrorCategory.ResourceBusy),
            ResourceProblem.ChangedMeanwhile => ("ResourceConflict", ErrorCategory.ResourceBusy),
            ResourceProblem.RolloutPlanInvalid => ("RolloutPlanInvalid", ErrorCategory.InvalidArgument),
            ResourceProblem.RolloutNotFound => ("RolloutNotFound", ErrorCategory.ObjectNotFound),
            ResourceProblem.RolloutUnfinished => ("RolloutUnfinished", ErrorCategory.ResourceBusy),
            ResourceProblem.RolloutStopped => ("RolloutStopped", ErrorCategory.ResourceBusy),
            ResourceProblem.RolloutStateChanged => ("RolloutStateChanged", ErrorCategory.ResourceBusy),
            ResourceProblem.RolloutGateFailed => ("RolloutGateFailed", ErrorCategory.InvalidResult),
            ResourceProblem.RolloutDecisionNeeded => ("RolloutDecisionNeeded", ErrorCategory.ResourceBusy),
            ResourceProblem.RolloutSteppedBack => ("RolloutSteppedBack", ErrorCategory.InvalidResult),
            ResourceProblem.IngressesBlocked => ("IngressesBlocked", ErrorCategory.ResourceBusy),
            ResourceProblem.CanaryNotPossible => ("CanaryNotPossible", ErrorCategory.InvalidOperation),
            _ => ("ResourceInvalid", ErrorCategory.InvalidData),
        };
        return Create(exception, id, category, target, exception.Advice);
    }
}
