using System.Reflection;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Serialization;

public sealed class KnownTypesTests
{
    private static readonly Type[] Classes = typeof(KubernetesObject)
        .Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(KubernetesObject)) && type != typeof(GenericKubernetesObject))
        .ToArray();

    [Fact]
    public void Every_class_is_in_the_table_as_its_attribute_says()
    {
        var table = KnownTypes.All.ToDictionary(known => known.ClrType, known => known.ResourceType);
        Assert.Equal(Classes.Length, table.Count);
        Assert.All(
            Classes,
            type =>
            {
                var entity = type.GetCustomAttribute<KubernetesEntityAttribute>()!;
                var resource = table[type];
                Assert.Equal(
                    (entity.Group, entity.ApiVersion, entity.Kind, entity.PluralName, entity.Namespaced),
                    (resource.Group, resource.Version, resource.Kind, resource.PluralName, resource.Namespaced)
                );
            }
        );
    }

    [Fact]
    public void A_new_object_has_the_apiVersion_and_kind_of_its_class() =>
        Assert.All(
            KnownTypes.All,
            known =>
            {
                var created = (KubernetesObject)Activator.CreateInstance(known.ClrType)!;
                Assert.Equal(
                    (known.ResourceType.ApiVersion, known.ResourceType.Kind),
                    (created.ApiVersion, created.Kind)
                );
            }
        );

    [Theory]
    [InlineData("networking.k8s.io", "Ingress", typeof(V1Ingress))]
    [InlineData("networking.istio.io", "VirtualService", typeof(VirtualService))]
    [InlineData("", "Service", typeof(V1Service))]
    public void Find_gives_the_class(string group, string kind, Type expected) =>
        Assert.Equal(expected, KnownTypes.Find(group, kind)!.ClrType);

    [Theory]
    [InlineData("serving.knative.dev", "Service")]
    [InlineData("gateway.networking.k8s.io", "Gateway")]
    [InlineData("", "service")]
    public void Find_takes_group_and_kind_to_the_letter(string group, string kind) =>
        Assert.Null(KnownTypes.Find(group, kind));

    [Fact]
    public void Of_gives_the_default_resource()
    {
        var resource = KnownTypes.Of<EnvoyFilter>();
        Assert.Equal("networking.istio.io/v1alpha3", resource.ApiVersion);
        Assert.Equal("envoyfilters.networking.istio.io", resource.QualifiedName);
        Assert.Throws<InvalidOperationException>(KnownTypes.Of<GenericKubernetesObject>);
    }

    /// <summary>The kinds that the project promises to know.</summary>
    [Fact]
    public void The_promised_kinds_are_known() =>
        Assert.Equal(
            "AuthorizationPolicy Certificate ClusterIssuer ClusterRole ClusterRoleBinding ConfigMap CustomResourceDefinition "
                + "DaemonSet Deployment DestinationRule Endpoints EndpointSlice EnvoyFilter Event Gateway Ingress IngressClass Issuer "
                + "Job Lease LimitRange MutatingWebhookConfiguration Namespace NetworkPolicy Node PeerAuthentication Pod PodMonitor "
                + "PrometheusRule RequestAuthentication ResourceQuota Role RoleBinding Secret Service ServiceAccount ServiceEntry "
                + "ServiceMonitor Sidecar StatefulSet Telemetry ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding "
                + "ValidatingWebhookConfiguration VirtualService",
            string.Join(
                ' ',
                KnownTypes.All.Select(known => known.ResourceType.Kind).Order(StringComparer.OrdinalIgnoreCase)
            )
        );
}
