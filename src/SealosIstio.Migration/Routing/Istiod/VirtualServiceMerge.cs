using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>Root VirtualServices with their delegates' routes in place (pilot/pkg/model/virtualservice_controller.go).</summary>
internal sealed class VirtualServiceMerge(GatewayConfiguration configuration, List<GatewayIssue> issues)
{
    /// <summary>All roots, oldest first.</summary>
    public IReadOnlyList<ResolvedVirtualService> Resolve()
    {
        var result = new List<ResolvedVirtualService>();
        foreach (var root in configuration.VirtualServices.Order(CreationOrder.Instance).Cast<VirtualService>())
        {
            // Without hosts it is a delegate, reached through its roots only.
            if (root.Spec?.Hosts is not { Count: > 0 })
                continue;
            var resolved = new ResolvedVirtualService(root, configuration.ClusterDomain);
            var routes = root.Spec.Http ?? [];
            for (var i = 0; i < routes.Count; i++)
                Add(resolved, routes[i], $"spec.http[{i}]");
            result.Add(resolved);
        }
        return result;
    }

    private void Add(ResolvedVirtualService root, HttpRoute route, string field)
    {
        var matches = MatchesOf(route, root.Namespace);
        if (route.Delegate is not { } reference)
        {
            root.Routes.Add(new ResolvedRoute(route, matches, root.Namespace, $"{root.Source} {field}"));
            return;
        }
        var ns = string.IsNullOrEmpty(reference.Namespace) ? root.Namespace : reference.Namespace;
        var target = configuration.VirtualServices.FirstOrDefault(candidate =>
            candidate.Metadata.Name == reference.Name
            && (candidate.Metadata.NamespaceProperty ?? "default") == ns
            && candidate.Spec?.Hosts is not { Count: > 0 }
        );
        if (target is null || !IsExportedTo(target, ns, root.Namespace))
        {
            var reason = target is null ? "does not exist" : $"is not exported to {root.Namespace}";
            issues.Add(
                new(
                    root.Source.ToString(),
                    field,
                    $"The route is left out: its delegate {ns}/{reference.Name} {reason}."
                )
            );
            return;
        }
        var parts = target.Spec?.Http ?? [];
        for (var i = 0; i < parts.Count; i++)
        {
            var merged = DelegateMatches.Merge(matches, MatchesOf(parts[i], ns));
            if (merged is null)
                issues.Add(
                    new(
                        target.ToString(),
                        $"spec.http[{i}]",
                        $"The route is left out: its conditions are no part of those of {root.Source} {field}."
                    )
                );
            else
                root.Routes.Add(new ResolvedRoute(Inherit(route, parts[i]), merged, ns, $"{target} spec.http[{i}]"));
        }
    }

    private static IReadOnlyList<HttpMatchRequest> MatchesOf(HttpRoute route, string ns) =>
        [
            .. (route.Match ?? []).Select(match =>
                DelegateMatches.Copy(
                    match,
                    [.. (match.Gateways ?? []).Select(gateway => ResolvedVirtualService.ResolveGateway(gateway, ns))]
                )
            ),
        ];

    private static bool IsExportedTo(VirtualService target, string ns, string rootNamespace) =>
        target.Spec?.ExportTo is not { Count: > 0 } exportTo
        || exportTo.Contains("*")
        || exportTo.Contains(rootNamespace)
        || exportTo.Contains(".") && ns == rootNamespace;

    /// <summary>What the delegate leaves open comes from the root (pilot/pkg/model/virtualservice.go, mergeHTTPRoute).</summary>
    private static HttpRoute Inherit(HttpRoute root, HttpRoute part) =>
        new()
        {
            Name =
                string.IsNullOrEmpty(part.Name) ? root.Name
                : string.IsNullOrEmpty(root.Name) ? part.Name
                : $"{root.Name}-{part.Name}",
            Route = part.Route,
            Redirect = part.Redirect,
            DirectResponse = part.DirectResponse ?? root.DirectResponse,
            Rewrite = part.Rewrite ?? root.Rewrite,
            Fault = part.Fault ?? root.Fault,
            Mirror = part.Mirror ?? root.Mirror,
            Mirrors = part.Mirrors ?? root.Mirrors,
            MirrorPercent = part.MirrorPercent ?? root.MirrorPercent,
            MirrorPercentage = part.MirrorPercentage ?? root.MirrorPercentage,
            CorsPolicy = part.CorsPolicy ?? root.CorsPolicy,
            Headers = part.Headers ?? root.Headers,
            Timeout = part.Timeout ?? root.Timeout,
            Retries = part.Retries ?? root.Retries,
        };
}
