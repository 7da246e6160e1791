using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// A host that several namespaces share: the oldest Ingress's namespace holds the root VirtualService, and every run of
/// routes of one namespace becomes a delegate there. The order of the routes stays nginx's, which two VirtualServices side by
/// side could not promise.
/// </summary>
internal static class Delegation
{
    /// <summary>Turns the routes of a root into delegations.</summary>
    /// <returns>The delegates, each with the Ingresses behind it.</returns>
    public static List<(VirtualService Service, List<IngressSource> Sources)> Split(
        VirtualService root,
        IReadOnlyList<LocatedRoute> routes
    )
    {
        var delegates = new List<(VirtualService Service, List<IngressSource> Sources)>();
        foreach (var route in routes)
        {
            if (delegates.Count == 0 || delegates[^1].Service.Metadata.NamespaceProperty != route.Source.Namespace)
                delegates.Add((NewDelegate(root, route.Source.Namespace, delegates.Count + 1), []));
            delegates[^1].Service.Spec!.Http!.Add(route.Route);
            if (!delegates[^1].Sources.Contains(route.Source))
                delegates[^1].Sources.Add(route.Source);
        }
        root.Spec!.Http =
        [
            .. delegates.Select(item => new HttpRoute
            {
                // Without a name: istiod would put it in front of the delegate's routes' names, by which EnvoyFilters find them.
                Delegate = new Kubernetes.Istio.Delegate
                {
                    Name = item.Service.Metadata.Name,
                    Namespace = item.Service.Metadata.NamespaceProperty,
                },
            }),
        ];
        return delegates;
    }

    // A delegate has neither hosts nor gateways: those are the root's.
    private static VirtualService NewDelegate(VirtualService root, string namespaceName, int number) =>
        new()
        {
            ApiVersion = root.ApiVersion,
            Metadata = new V1ObjectMeta { Name = $"{root.Metadata.Name}-{number}", NamespaceProperty = namespaceName },
            Spec = new VirtualServiceSpec { Http = [] },
        };
}
