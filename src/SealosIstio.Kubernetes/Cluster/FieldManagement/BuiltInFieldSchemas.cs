using static SealosIstio.Kubernetes.Cluster.FieldManagement.FieldSchema;

namespace SealosIstio.Kubernetes.Cluster.FieldManagement;

/// <summary>
/// The list types and map types of the kinds that SealosIstio meets, as a current API server publishes them (k8s.io/api
/// 1.36; Istio's CustomResourceDefinitions). Lists that aren't named here are atomic.
/// </summary>
internal static class BuiltInFieldSchemas
{
    private static readonly FieldSchema Metadata = Struct(
        ("labels", Map),
        ("annotations", Map),
        ("finalizers", Set),
        ("ownerReferences", ListBy("uid", Atomic))
    );

    private static readonly FieldSchema Conditions = Struct(("conditions", ListBy("type")));

    private static readonly FieldSchema AnyKind = Struct(("metadata", Metadata));

    private static readonly FieldSchema WithConditions = AnyKind.With(("status", Conditions));

    private static readonly FieldSchema Resources = Struct(
        ("limits", Map),
        ("requests", Map),
        ("claims", ListBy("name"))
    );

    private static readonly FieldSchema EnvironmentSource = Struct(
        ("configMapKeyRef", Atomic),
        ("fieldRef", Atomic),
        ("resourceFieldRef", Atomic),
        ("secretKeyRef", Atomic)
    );

    private static readonly FieldSchema Container = Struct(
        ("env", ListBy("name", Struct(("valueFrom", EnvironmentSource)))),
        ("ports", ListBy("containerPort,protocol=TCP")),
        ("volumeMounts", ListBy("mountPath")),
        ("volumeDevices", ListBy("devicePath")),
        ("resources", Resources)
    );

    private static readonly FieldSchema PodSpec = Struct(
        ("containers", ListBy("name", Container)),
        ("initContainers", ListBy("name", Container)),
        ("ephemeralContainers", ListBy("name", Container)),
        ("volumes", ListBy("name")),
        ("imagePullSecrets", ListBy("name", Atomic)),
        ("hostAliases", ListBy("ip")),
        ("nodeSelector", Atomic),
        ("resourceClaims", ListBy("name")),
        ("schedulingGates", ListBy("name")),
        ("topologySpreadConstraints", ListBy("topologyKey,whenUnsatisfiable", Struct(("labelSelector", Atomic)))),
        ("overhead", Map)
    );

    private static readonly FieldSchema Workload = WithConditions.With(
        ("spec", Struct(("selector", Atomic), ("template", Struct(("metadata", Metadata), ("spec", PodSpec)))))
    );

    private static readonly FieldSchema Webhooks = AnyKind.With(
        (
            "webhooks",
            ListBy(
                "name",
                Struct(("namespaceSelector", Atomic), ("objectSelector", Atomic), ("matchConditions", ListBy("name")))
            )
        )
    );

    private static readonly FieldSchema IstioSelector = AnyKind.With(
        (
            "spec",
            Struct(
                ("selector", Struct(("matchLabels", Map))),
                ("workloadSelector", Struct(("labels", Map), ("matchLabels", Map)))
            )
        ),
        ("status", Struct(("conditions", Atomic)))
    );

    private static readonly Dictionary<(string Group, string Kind), FieldSchema> ByKind = new()
    {
        [("", "ConfigMap")] = AnyKind.With(("data", Map), ("binaryData", Map)),
        [("", "Secret")] = AnyKind.With(("data", Map), ("stringData", Map)),
        [("", "Namespace")] = WithConditions,
        [("", "Node")] = AnyKind.With(
            ("spec", Struct(("podCIDRs", Set))),
            ("status", Conditions.With(("addresses", ListBy("type")), ("capacity", Map), ("allocatable", Map)))
        ),
        [("", "Pod")] = AnyKind.With(("spec", PodSpec), ("status", Conditions.With(("podIPs", ListBy("ip"))))),
        [("", "ResourceQuota")] = AnyKind.With(
            ("spec", Struct(("hard", Map), ("scopeSelector", Atomic))),
            ("status", Struct(("hard", Map), ("used", Map)))
        ),
        [("", "Service")] = WithConditions.With(
            ("spec", Struct(("ports", ListBy("port,protocol=TCP")), ("selector", Atomic)))
        ),
        [("", "ServiceAccount")] = AnyKind.With(("secrets", ListBy("name"))),
        [("admissionregistration.k8s.io", "MutatingWebhookConfiguration")] = Webhooks,
        [("admissionregistration.k8s.io", "ValidatingWebhookConfiguration")] = Webhooks,
        [("admissionregistration.k8s.io", "ValidatingAdmissionPolicy")] = WithConditions.With(
            (
                "spec",
                Struct(
                    ("matchConditions", ListBy("name")),
                    ("matchConstraints", Atomic),
                    ("paramKind", Atomic),
                    ("variables", ListBy("name", Atomic))
                )
            )
        ),
        [("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding")] = AnyKind.With(
            ("spec", Struct(("matchResources", Atomic), ("paramRef", Atomic), ("validationActions", Set)))
        ),
        [("apiextensions.k8s.io", "CustomResourceDefinition")] = WithConditions,
        [("apps", "DaemonSet")] = Workload,
        [("apps", "Deployment")] = Workload,
        [("apps", "ReplicaSet")] = Workload,
        [("apps", "StatefulSet")] = Workload,
        [("cert-manager.io", "Certificate")] = WithConditions,
        [("cert-manager.io", "ClusterIssuer")] = WithConditions,
        [("cert-manager.io", "Issuer")] = WithConditions,
        [("networking.istio.io", "Gateway")] = AnyKind.With(("spec", Struct(("selector", Map)))),
        [("networking.istio.io", "ServiceEntry")] = IstioSelector.With(
            ("spec", Struct(("ports", ListBy("name")), ("workloadSelector", Struct(("labels", Map)))))
        ),
        [("networking.k8s.io", "Ingress")] = AnyKind.With(
            ("spec", Struct(("defaultBackend", Struct(("resource", Atomic), ("service", Struct(("port", Atomic)))))))
        ),
        [("networking.k8s.io", "NetworkPolicy")] = AnyKind.With(("spec", Struct(("podSelector", Atomic)))),
        [("rbac.authorization.k8s.io", "ClusterRoleBinding")] = AnyKind.With(("roleRef", Atomic)),
        [("rbac.authorization.k8s.io", "RoleBinding")] = AnyKind.With(("roleRef", Atomic)),
    };

    /// <summary>The schema of a kind; one that knows only metadata for a kind that isn't in the table.</summary>
    public static FieldSchema Of(string group, string kind) =>
        ByKind.GetValueOrDefault((group, kind))
        ?? (group.EndsWith(".istio.io", StringComparison.Ordinal) ? IstioSelector : AnyKind);

    /// <summary>A kind's own schema with the metadata that every object has.</summary>
    public static FieldSchema WithMetadata(FieldSchema schema) => schema.With(("metadata", Metadata));
}
