using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Permissions;

/// <summary>One permission, and whether it is needed in every namespace.</summary>
/// <param name="Group">The API group.</param>
/// <param name="Resources">The plurals.</param>
/// <param name="Verbs">The verbs.</param>
internal sealed record OperatorRule(string Group, string[] Resources, string[] Verbs)
{
    /// <summary>Whether it only looks.</summary>
    public bool IsReading => Verbs.All(verb => verb is "get" or "list" or "watch");

    public V1PolicyRule ToPolicyRule() =>
        new()
        {
            ApiGroups = [Group],
            Resources = [.. Resources],
            Verbs = [.. Verbs],
        };
}

/// <summary>
/// The permissions of each capability: what the operations behind the cmdlets ask the server for, and nothing beside it. Discovery and
/// /version are everybody's.
/// </summary>
internal static class OperatorRules
{
    private static readonly string[] Look = ["get", "list", "watch"];

    /// <summary>Server-side apply of a new object asks for both.</summary>
    private static readonly string[] Apply = ["create", "patch"];
    private static readonly string[] ApplyAndRemove = ["create", "patch", "delete"];

    private static readonly OperatorRule[] Reading =
    [
        new("", ["namespaces"], Look),
        new("networking.k8s.io", ["ingresses", "ingressclasses"], Look),
        new("networking.istio.io", ["*"], Look),
        new("security.istio.io", ["*"], Look),
        new("telemetry.istio.io", ["*"], Look),
        new("extensions.istio.io", ["*"], Look),
        new("cert-manager.io", ["certificates", "issuers", "clusterissuers"], Look),
    ];

    private static readonly OperatorRule[] Routing =
    [
        new(
            "networking.istio.io",
            ["gateways", "virtualservices", "destinationrules", "serviceentries", "envoyfilters"],
            ApplyAndRemove
        ),
        new(
            "security.istio.io",
            ["authorizationpolicies", "requestauthentications", "peerauthentications"],
            ApplyAndRemove
        ),
        // The issuer of the certificate that nginx makes up for hosts without one.
        new("cert-manager.io", ["certificates", "issuers"], ApplyAndRemove),
        // Copies of certificates for the gateway's pods; RBAC can't tell ours from others, Remove-IstioResource does.
        new("", ["secrets"], ApplyAndRemove),
    ];

    private static readonly OperatorRule[] Converting =
    [
        .. Reading,
        new("", ["services", "secrets", "configmaps"], Look),
        new("apps", ["deployments", "daemonsets"], Look),
        .. Routing,
    ];

    private static readonly OperatorRule[] State =
    [
        new("", ["configmaps"], ApplyAndRemove),
        // The leases of shards are found by listing.
        new("coordination.k8s.io", ["leases"], ["get", "list"]),
        new("coordination.k8s.io", ["leases"], ApplyAndRemove),
    ];

    private static readonly string[] Policies = ["validatingadmissionpolicies", "validatingadmissionpolicybindings"];

    /// <summary>Blocking new Ingresses, and taking that back.</summary>
    private static readonly OperatorRule[] Blocking =
    [
        new("", ["resourcequotas"], Look),
        new("", ["resourcequotas"], ApplyAndRemove),
        new("admissionregistration.k8s.io", Policies, Look),
        new("admissionregistration.k8s.io", Policies, ApplyAndRemove),
    ];

    /// <summary>Certificates are taken from an Ingress before it goes, and given back to it. The server asks whoever blocks an owner's deletion.</summary>
    private static readonly OperatorRule[] Owning =
    [
        new("cert-manager.io", ["issuers"], ["patch"]),
        new("networking.k8s.io", ["ingresses/finalizers"], ["update"]),
    ];

    private static readonly OperatorRule[] Watching =
    [
        new("", ["pods", "endpoints", "nodes"], Look),
        new("discovery.k8s.io", ["endpointslices"], Look),
    ];

    /// <summary>Set-SealosControllerMode changes variables of Deployments that exist.</summary>
    private static readonly OperatorRule Controllers = new("apps", ["deployments"], ["patch"]);

    private static readonly string[] LookAndRestore = [.. Look, .. Apply];

    private static readonly OperatorRule[] Saving =
    [
        new(
            "",
            ["namespaces", "services", "secrets", "configmaps", "serviceaccounts", "resourcequotas", "limitranges"],
            LookAndRestore
        ),
        new("apps", ["deployments", "daemonsets"], LookAndRestore),
        new("networking.k8s.io", ["ingresses", "ingressclasses", "networkpolicies"], LookAndRestore),
        // No escalate and no bind: roles can be restored only as far as the operator has their rights.
        new(
            "rbac.authorization.k8s.io",
            ["clusterroles", "clusterrolebindings", "roles", "rolebindings"],
            LookAndRestore
        ),
        new(
            "admissionregistration.k8s.io",
            ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"],
            LookAndRestore
        ),
        new("networking.istio.io", ["*"], LookAndRestore),
        new("security.istio.io", ["*"], LookAndRestore),
        new("telemetry.istio.io", ["*"], LookAndRestore),
        new("extensions.istio.io", ["*"], LookAndRestore),
        new("cert-manager.io", ["certificates", "issuers", "clusterissuers"], LookAndRestore),
    ];

    public static IReadOnlyList<OperatorRule> Of(OperatorCapability capability) =>
        capability switch
        {
            OperatorCapability.Read => Reading,
            OperatorCapability.Convert => Converting,
            OperatorCapability.Cutover =>
            [
                .. Converting,
                .. State,
                .. Watching,
                .. Blocking,
                .. Owning,
                // A rollout makes canaries, and a Service for each.
                new("networking.k8s.io", ["ingresses"], ApplyAndRemove),
                new("", ["services"], ApplyAndRemove),
                Controllers,
            ],
            OperatorCapability.Rollback =>
            [
                .. Converting,
                .. State,
                .. Watching,
                .. Blocking,
                .. Owning,
                new("networking.k8s.io", ["ingresses"], ApplyAndRemove),
                new("", ["services"], ApplyAndRemove),
                Controllers,
            ],
            OperatorCapability.Platform =>
            [
                .. Reading,
                .. Watching,
                new("", ["services", "configmaps", "serviceaccounts", "resourcequotas", "limitranges"], Look),
                new("apps", ["deployments", "daemonsets"], Look),
                new("networking.k8s.io", ["networkpolicies"], Look),
                new("rbac.authorization.k8s.io", ["roles", "rolebindings"], Look),
                // Set-SealosAdmissionMode looks whether the webhook may read what it is to check.
                new("rbac.authorization.k8s.io", ["clusterroles"], ["get"]),
                new("apiextensions.k8s.io", ["customresourcedefinitions"], Look),
                new(
                    "admissionregistration.k8s.io",
                    ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"],
                    [.. Look, "patch"]
                ),
                Controllers,
                new("", ["namespaces"], Apply),
                new("", ["configmaps", "serviceaccounts", "resourcequotas", "limitranges"], ApplyAndRemove),
                new("networking.k8s.io", ["networkpolicies"], ApplyAndRemove),
                // No escalate and no bind: roles can be granted only as far as the operator has their rights.
                new("rbac.authorization.k8s.io", ["roles", "rolebindings"], ApplyAndRemove),
                new("security.istio.io", ["authorizationpolicies", "peerauthentications"], ApplyAndRemove),
                new("networking.istio.io", ["sidecars", "envoyfilters", "gateways"], ApplyAndRemove),
                new("cert-manager.io", ["certificates", "issuers", "clusterissuers"], ApplyAndRemove),
                // The certificates of the shared Gateway: found where nginx has them, and copied or made for the gateway's pods.
                new("", ["secrets"], [.. Look, .. Apply]),
                new("telemetry.istio.io", ["telemetries"], ApplyAndRemove),
                new(
                    "monitoring.coreos.com",
                    ["podmonitors", "servicemonitors", "prometheusrules"],
                    [.. Look, .. ApplyAndRemove]
                ),
            ],
            OperatorCapability.Backup => Saving,
            _ => throw new ArgumentOutOfRangeException(
                nameof(capability),
                capability,
                "It isn't one of the capabilities."
            ),
        };
}
