using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Routing;
using SealosIstio.Migration.Routing.Nginx;
using SealosIstio.Tests.Oracle;

namespace SealosIstio.Tests.Routing;

/// <summary>The router for a recorded case.</summary>
internal static class OracleNginx
{
    public static NginxRouter Create(OracleCase item) =>
        item.Before.Count > 0
            ? NginxRouter.Create(Configuration(item, item.Before)).Update(Configuration(item, item.Objects))
            : NginxRouter.Create(Configuration(item, item.Objects));

    private static NginxConfiguration Configuration(OracleCase item, IReadOnlyList<KubernetesObject> objects) =>
        new()
        {
            Ingresses = [.. objects.OfType<V1Ingress>()],
            IngressClasses = [.. item.Objects.OfType<V1IngressClass>()],
            Services = [.. objects.OfType<V1Service>()],
            Secrets = [.. objects.OfType<V1Secret>()],
            ConfigMaps = [.. objects.OfType<V1ConfigMap>()],
            Arguments =
            [
                .. item
                    .Objects.OfType<V1Deployment>()
                    .SelectMany(deployment => deployment.Spec!.Template!.Spec!.Containers!)
                    .SelectMany(container => container.Args ?? []),
            ],
            ServicesWithoutEndpoints = objects
                .OfType<V1Service>()
                .Select(service => $"{service.Metadata.NamespaceProperty}/{service.Metadata.Name}")
                .Where(service => item.EndpointModes(service) is ["none"])
                .ToHashSet(),
        };
}
