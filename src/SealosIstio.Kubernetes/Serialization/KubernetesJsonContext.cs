using System.Text.Json.Serialization;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Monitoring;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>System.Text.Json's generated description of every class: no reflection when the module is loaded.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(GenericKubernetesObject))]
[JsonSerializable(typeof(V1ListMeta))]
[JsonSerializable(typeof(V1Status))]
[JsonSerializable(typeof(V1Service))]
[JsonSerializable(typeof(V1Secret))]
[JsonSerializable(typeof(V1ConfigMap))]
[JsonSerializable(typeof(V1Namespace))]
[JsonSerializable(typeof(V1ResourceQuota))]
[JsonSerializable(typeof(V1LimitRange))]
[JsonSerializable(typeof(V1ServiceAccount))]
[JsonSerializable(typeof(V1Node))]
[JsonSerializable(typeof(V1Pod))]
[JsonSerializable(typeof(V1Endpoints))]
[JsonSerializable(typeof(CoreV1Event))]
[JsonSerializable(typeof(V1Ingress))]
[JsonSerializable(typeof(V1IngressClass))]
[JsonSerializable(typeof(V1Lease))]
[JsonSerializable(typeof(V1EndpointSlice))]
[JsonSerializable(typeof(V1Deployment))]
[JsonSerializable(typeof(V1DaemonSet))]
[JsonSerializable(typeof(V1StatefulSet))]
[JsonSerializable(typeof(V1Job))]
[JsonSerializable(typeof(V1NetworkPolicy))]
[JsonSerializable(typeof(V1Role))]
[JsonSerializable(typeof(V1ClusterRole))]
[JsonSerializable(typeof(V1RoleBinding))]
[JsonSerializable(typeof(V1ClusterRoleBinding))]
[JsonSerializable(typeof(V1ValidatingWebhookConfiguration))]
[JsonSerializable(typeof(V1MutatingWebhookConfiguration))]
[JsonSerializable(typeof(V1ValidatingAdmissionPolicy))]
[JsonSerializable(typeof(V1ValidatingAdmissionPolicyBinding))]
[JsonSerializable(typeof(V1CustomResourceDefinition))]
[JsonSerializable(typeof(Gateway))]
[JsonSerializable(typeof(VirtualService))]
[JsonSerializable(typeof(DestinationRule))]
[JsonSerializable(typeof(EnvoyFilter))]
[JsonSerializable(typeof(ServiceEntry))]
[JsonSerializable(typeof(AuthorizationPolicy))]
[JsonSerializable(typeof(Sidecar))]
[JsonSerializable(typeof(PeerAuthentication))]
[JsonSerializable(typeof(RequestAuthentication))]
[JsonSerializable(typeof(Telemetry))]
[JsonSerializable(typeof(MeshConfig))]
[JsonSerializable(typeof(ProxyConfig))]
[JsonSerializable(typeof(Certificate))]
[JsonSerializable(typeof(Issuer))]
[JsonSerializable(typeof(ClusterIssuer))]
[JsonSerializable(typeof(ServiceMonitor))]
[JsonSerializable(typeof(PodMonitor))]
[JsonSerializable(typeof(PrometheusRule))]
internal sealed partial class KubernetesJsonContext : JsonSerializerContext;
