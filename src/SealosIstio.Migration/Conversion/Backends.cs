using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>Where a backend leads: a destination, or nothing that could answer (nginx then says 503).</summary>
/// <param name="Destination">Null when the Service or port doesn't exist.</param>
/// <param name="Service">The Service, when it is known.</param>
/// <param name="ServiceName">The Service's name in the Ingress.</param>
/// <param name="PortNumber">The resolved port; 0 when there is none.</param>
internal sealed record Backend(Destination? Destination, V1Service? Service, string ServiceName, int PortNumber);

/// <summary>Resolves the backends of Ingresses: port names to numbers, ExternalName Services to ServiceEntries.</summary>
internal sealed class Backends(ClusterSnapshot snapshot, ConversionOptions options)
{
    private readonly Dictionary<(string Namespace, string Service), ServiceEntry> serviceEntries = [];

    /// <summary>The ServiceEntries that resolved backends need, by the Service that asks for them.</summary>
    public IReadOnlyDictionary<(string Namespace, string Service), ServiceEntry> ServiceEntries => serviceEntries;

    /// <summary>Null when the backend can't be resolved at all; that is reported, and the Ingress is refused.</summary>
    public Backend? Resolve(IngressSource source, string field, V1IngressBackend backend)
    {
        if (
            backend.Service is not { Name: { Length: > 0 } name, Port: { } port }
            || port is { Name: null, Number: null }
        )
        {
            // networking.k8s.io/v1beta1 says it in other fields.
            var isOld = backend.AdditionalProperties?.ContainsKey("serviceName") == true;
            source.Report(
                FindingCatalog.BackendMissing,
                field,
                message: isOld ? "serviceName and servicePort are fields of networking.k8s.io/v1beta1" : null,
                advice: isOld ? "Use networking.k8s.io/v1: service.name and service.port." : null
            );
            source.Refuse();
            return null;
        }
        var service = snapshot.Service(source.Namespace, name);
        if (service is null)
            return ResolveUnknown(source, field, name, port);
        if (service.Spec?.Type == "ExternalName")
            return ResolveExternal(source, field, service, port);
        if (service.Spec?.ClusterIP == "None")
            source.Report(FindingCatalog.HeadlessService, field, name);
        if (PortOf(service, port) is { } number)
            return new Backend(ToService(source.Namespace, name, number), service, name, number);
        source.Report(
            FindingCatalog.PortMissing,
            field,
            port.Name ?? port.Number?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            $"Service {source.Namespace}/{name} has no such port; it has {Ports(service)}"
        );
        return new Backend(null, service, name, 0);
    }

    /// <summary>The Service that a flag of the controller names, on its first port as the controller takes it; null without one.</summary>
    public Destination? OfFlag(string namespaceName, string name) =>
        snapshot.Service(namespaceName, name)?.Spec?.Ports is [{ Port: { } port }, ..]
            ? ToService(namespaceName, name, port)
            : null;

    private Backend? ResolveUnknown(IngressSource source, string field, string name, V1ServiceBackendPort port)
    {
        if (snapshot.IsComplete)
            source.Report(
                FindingCatalog.ServiceMissing,
                field,
                name,
                $"Service {source.Namespace}/{name} doesn't exist"
            );
        if (port.Number is { } number)
            return new Backend(ToService(source.Namespace, name, number), null, name, number);
        if (snapshot.IsComplete)
            return new Backend(null, null, name, 0);
        source.Report(FindingCatalog.NamedPortUnknown, field, port.Name);
        source.Refuse();
        return null;
    }

    private Backend ResolveExternal(IngressSource source, string field, V1Service service, V1ServiceBackendPort port)
    {
        var name = service.Metadata.Name!;
        var host = HostName.Normalize(service.Spec?.ExternalName);
        var number = PortOf(service, port) ?? port.Number ?? 0;
        if (host.Length == 0 || !HostName.IsValid(host) || number == 0)
        {
            source.Report(
                FindingCatalog.PortMissing,
                field,
                name,
                $"ExternalName Service {name} names no usable host and port"
            );
            return new Backend(null, service, name, 0);
        }
        source.Report(FindingCatalog.ExternalNameService, field, host);
        // A name of the cluster is in the mesh already; a ServiceEntry for it would shadow the real Service.
        if (!host.EndsWith("." + options.ClusterDomain, StringComparison.Ordinal))
            serviceEntries.TryAdd((source.Namespace, name), External(source.Namespace, name, host, number));
        return new Backend(
            new Destination
            {
                Host = host,
                Port = new PortSelector { Number = number },
            },
            service,
            name,
            number
        );
    }

    private ServiceEntry External(string namespaceName, string name, string host, int port) =>
        new()
        {
            ApiVersion = options.NetworkingApiVersion,
            Metadata = new V1ObjectMeta { Name = name + "-external", NamespaceProperty = namespaceName },
            Spec = new ServiceEntrySpec
            {
                Hosts = [host],
                Location = "MESH_EXTERNAL",
                Resolution = "DNS",
                Ports =
                [
                    new ServiceEntryPort
                    {
                        Number = port,
                        Name = "http",
                        Protocol = "HTTP",
                    },
                ],
                // Only the gateway has to see it; other tenants' names must not be shadowed.
                ExportTo = [".", options.GatewayNamespace],
            },
        };

    private Destination ToService(string namespaceName, string name, int port) =>
        new()
        {
            Host = $"{name}.{namespaceName}.svc.{options.ClusterDomain}",
            Port = new PortSelector { Number = port },
        };

    private static int? PortOf(V1Service service, V1ServiceBackendPort port) =>
        (service.Spec?.Ports ?? [])
            .FirstOrDefault(candidate =>
                port.Name is null ? candidate.Port == port.Number : candidate.Name == port.Name
            )
            ?.Port;

    private static string Ports(V1Service service) =>
        service.Spec?.Ports is { Count: > 0 } ports
            ? string.Join(", ", ports.Select(port => port.Name is null ? $"{port.Port}" : $"{port.Port} ({port.Name})"))
            : "none";
}
