using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Monitoring;

namespace SealosIstio.Kubernetes.Model;

/// <summary>A kind that has a class.</summary>
/// <param name="ClrType">The class, derived from <see cref="KubernetesObject"/>.</param>
/// <param name="ResourceType">The resource in its default version.</param>
public sealed record KnownType(Type ClrType, ResourceType ResourceType);

/// <summary>
/// The kinds that have a class, by group and kind. A class serves every version of its kind; an object keeps the
/// apiVersion that it was read with.
/// </summary>
public static class KnownTypes
{
    /// <summary>Every kind that has a class.</summary>
    public static IReadOnlyList<KnownType> All { get; } =
    [
        Kind<V1Service>("", "v1", "Service", "services"),
        Kind<V1Secret>("", "v1", "Secret", "secrets"),
        Kind<V1ConfigMap>("", "v1", "ConfigMap", "configmaps"),
        Kind<V1Namespace>("", "v1", "Namespace", "namespaces", namespaced: false),
        Kind<V1ResourceQuota>("", "v1", "ResourceQuota", "resourcequotas"),
        Kind<V1LimitRange>("", "v1", "LimitRange", "limitranges"),
        Kind<V1ServiceAccount>("", "v1", "ServiceAccount", "serviceaccounts"),
        Kind<V1Node>("", "v1", "Node", "nodes", namespaced: false),
        Kind<V1Pod>("", "v1", "Pod", "pods"),
        Kind<V1Endpoints>("", "v1", "Endpoints", "endpoints"),
        Kind<CoreV1Event>("", "v1", "Event", "events"),
        Kind<V1Ingress>("networking.k8s.io", "v1", "Ingress", "ingresses"),
        Kind<V1IngressClass>("networking.k8s.io", "v1", "IngressClass", "ingressclasses", namespaced: false),
        Kind<V1Lease>("coordination.k8s.io", "v1", "Lease", "leases"),
        Kind<V1EndpointSlice>("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices"),
        Kind<V1Deployment>("apps", "v1", "Deployment", "deployments"),
        Kind<V1DaemonSet>("apps", "v1", "DaemonSet", "daemonsets"),
        Kind<V1StatefulSet>("apps", "v1", "StatefulSet", "statefulsets"),
        Kind<V1Job>("batch", "v1", "Job", "jobs"),
        Kind<V1NetworkPolicy>("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies"),
        Kind<V1Role>("rbac.authorization.k8s.io", "v1", "Role", "roles"),
        Kind<V1ClusterRole>("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", namespaced: false),
        Kind<V1RoleBinding>("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings"),
        Kind<V1ClusterRoleBinding>(
            "rbac.authorization.k8s.io",
            "v1",
            "ClusterRoleBinding",
            "clusterrolebindings",
            namespaced: false
        ),
        Kind<V1ValidatingWebhookConfiguration>(
            "admissionregistration.k8s.io",
            "v1",
            "ValidatingWebhookConfiguration",
            "validatingwebhookconfigurations",
            namespaced: false
        ),
        Kind<V1MutatingWebhookConfiguration>(
            "admissionregistration.k8s.io",
            "v1",
            "MutatingWebhookConfiguration",
            "mutatingwebhookconfigurations",
            namespaced: false
        ),
        Kind<V1ValidatingAdmissionPolicy>(
            "admissionregistration.k8s.io",
            "v1",
            "ValidatingAdmissionPolicy",
            "validatingadmissionpolicies",
            namespaced: false
        ),
        Kind<V1ValidatingAdmissionPolicyBinding>(
            "admissionregistration.k8s.io",
            "v1",
            "ValidatingAdmissionPolicyBinding",
            "validatingadmissionpolicybindings",
            namespaced: false
        ),
        Kind<V1CustomResourceDefinition>(
            "apiextensions.k8s.io",
            "v1",
            "CustomResourceDefinition",
            "customresourcedefinitions",
            namespaced: false
        ),
        Kind<Gateway>("networking.istio.io", "v1beta1", "Gateway", "gateways"),
        Kind<VirtualService>("networking.istio.io", "v1beta1", "VirtualService", "virtualservices"),
        Kind<DestinationRule>("networking.istio.io", "v1beta1", "DestinationRule", "destinationrules"),
        Kind<EnvoyFilter>("networking.istio.io", "v1alpha3", "EnvoyFilter", "envoyfilters"),
        Kind<ServiceEntry>("networking.istio.io", "v1beta1", "ServiceEntry", "serviceentries"),
        Kind<AuthorizationPolicy>("security.istio.io", "v1beta1", "AuthorizationPolicy", "authorizationpolicies"),
        Kind<Sidecar>("networking.istio.io", "v1beta1", "Sidecar", "sidecars"),
        Kind<PeerAuthentication>("security.istio.io", "v1beta1", "PeerAuthentication", "peerauthentications"),
        Kind<RequestAuthentication>("security.istio.io", "v1beta1", "RequestAuthentication", "requestauthentications"),
        Kind<Telemetry>("telemetry.istio.io", "v1alpha1", "Telemetry", "telemetries"),
        Kind<Certificate>("cert-manager.io", "v1", "Certificate", "certificates"),
        Kind<Issuer>("cert-manager.io", "v1", "Issuer", "issuers"),
        Kind<ClusterIssuer>("cert-manager.io", "v1", "ClusterIssuer", "clusterissuers", namespaced: false),
        Kind<ServiceMonitor>("monitoring.coreos.com", "v1", "ServiceMonitor", "servicemonitors"),
        Kind<PodMonitor>("monitoring.coreos.com", "v1", "PodMonitor", "podmonitors"),
        Kind<PrometheusRule>("monitoring.coreos.com", "v1", "PrometheusRule", "prometheusrules"),
    ];

    private static readonly Dictionary<Type, KnownType> ByClass = All.ToDictionary(known => known.ClrType);

    private static readonly Dictionary<(string Group, string Kind), KnownType> ByKind = All.ToDictionary(known =>
        (known.ResourceType.Group, known.ResourceType.Kind)
    );

    /// <summary>The resource, in its default version, that a class models.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> isn't the class of one kind.</exception>
    public static ResourceType Of<T>()
        where T : KubernetesObject =>
        ByClass.TryGetValue(typeof(T), out var known)
            ? known.ResourceType
            : throw new InvalidOperationException($"{typeof(T).Name} isn't the class of one kind.");

    /// <summary>The class of a kind, whatever its version; null when it has none.</summary>
    /// <param name="group">The API group; empty for the core group.</param>
    /// <param name="kind">The kind in CamelCase.</param>
    public static KnownType? Find(string group, string kind) => ByKind.GetValueOrDefault((group, kind));

    private static KnownType Kind<T>(string group, string version, string kind, string plural, bool namespaced = true)
        where T : KubernetesObject, new() => new(typeof(T), new ResourceType(group, version, kind, plural, namespaced));
}
