namespace SealosIstio.Migration.Findings;

// SI10xx: the Ingress as a whole.
public static partial class FindingCatalog
{
    /// <summary>An ACME solver.</summary>
    public static readonly FindingDefinition AcmeSolver = new(
        "SI1001",
        FindingSeverity.Info,
        "A cert-manager HTTP-01 solver is not converted",
        "cert-manager makes such an Ingress for the minutes of a challenge and deletes it again.",
        "Move the issuer's HTTP-01 solver to class istio, or to DNS-01, before nginx is switched off."
    );

    /// <summary>A rollout's canary.</summary>
    public static readonly FindingDefinition RolloutCanary = new(
        "SI1011",
        FindingSeverity.Info,
        "A canary of a rollout is not converted",
        "Start-IstioRollout made it: at nginx it sends a share of the requests to the Istio gateway, which must not send them back.",
        "Nothing to do: Stop-IstioRollout removes it."
    );

    /// <summary>Another controller's Ingress.</summary>
    public static readonly FindingDefinition ForeignClass = new(
        "SI1002",
        FindingSeverity.Info,
        "The class belongs to another controller",
        "The nginx controller doesn't serve this class, so the Ingress is left alone.",
        "Name the class with -IngressClass if it is to be converted."
    );

    /// <summary>No class at all.</summary>
    public static readonly FindingDefinition NoClass = new(
        "SI1003",
        FindingSeverity.Warning,
        "The Ingress has no class, so nginx doesn't serve it",
        "ingress-nginx ignores an Ingress without class unless it runs with --watch-ingress-without-class.",
        "Set spec.ingressClassName, or convert with -IncludeWithoutClass."
    );

    /// <summary>Switched off for debt.</summary>
    public static readonly FindingDefinition Suspended = new(
        "SI1004",
        FindingSeverity.Info,
        "The namespace is suspended: converted into a suspended VirtualService",
        "Sealos gave the Ingress the class disable. Its VirtualService answers 503 and carries its routes in the annotation "
            + "from which Sealos' resources controller restores them.",
        "Nothing to do: paying the debt resumes it."
    );

    /// <summary>Paused by its user.</summary>
    public static readonly FindingDefinition Paused = new(
        "SI1005",
        FindingSeverity.Info,
        "The application is paused: not converted",
        "App Launchpad or DevBox gave the Ingress the class pause; nginx doesn't serve it.",
        "Convert with -IncludePaused for a suspended VirtualService, or once more after the application was started."
    );

    /// <summary>Another Ingress of the host group is refused.</summary>
    public static readonly FindingDefinition NeighbourRefused = new(
        "SI1006",
        FindingSeverity.Error,
        "Another Ingress of the same host is refused, so the host stays with nginx",
        "A host moves as a whole: half of its paths on either side would not be the same service.",
        "Resolve the findings of the Ingress that is named, then convert again."
    );

    /// <summary>nginx drops the Ingress.</summary>
    public static readonly FindingDefinition DroppedByNginx = new(
        "SI1007",
        FindingSeverity.Error,
        "nginx refuses this value and drops the whole Ingress",
        "ingress-nginx validates annotations and doesn't serve an Ingress with a refused value (or goes on with the previous "
            + "version of it). What it would serve cannot be known from the object.",
        "Correct or remove the annotation."
    );

    /// <summary>An Ingress that routes nothing.</summary>
    public static readonly FindingDefinition NothingToRoute = new(
        "SI1008",
        FindingSeverity.Warning,
        "The Ingress routes nothing",
        "It has neither a rule with a usable path nor a default backend of its own that nginx would serve.",
        "Remove it, or complete its rules."
    );

    /// <summary>A suspended Ingress beside an active one.</summary>
    public static readonly FindingDefinition SuspendedHostIsActive = new(
        "SI1009",
        FindingSeverity.Warning,
        "The host of a suspended or paused Ingress is served by another Ingress",
        "The active Ingress keeps the host; the other one is not converted.",
        "Convert again after the application was resumed."
    );

    /// <summary>Snippets with an unknown controller.</summary>
    public static readonly FindingDefinition SnippetsPresumed = new(
        "SI1010",
        FindingSeverity.Warning,
        "Snippets are converted although the controller that allows them wasn't found",
        "Since 1.9 ingress-nginx drops every Ingress with a snippet unless allow-snippet-annotations is true.",
        "Include the controller's ConfigMap in the input."
    );
}
