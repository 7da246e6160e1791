using System.Text.Json;
using System.Text.RegularExpressions;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Routing.Envoy;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>
/// The EnvoyFilters that select the gateway's pods, as far as this model follows them (pilot/pkg/networking/core/envoyfilter): HTTP
/// filters that it knows, and what routes say of idle timeouts and request limits. Every other patch becomes an issue.
/// </summary>
internal sealed class EnvoyFilterPatches
{
    private const string ConnectionManager = "envoy.filters.network.http_connection_manager";

    private readonly GatewayConfiguration configuration;
    private readonly List<GatewayIssue> issues;
    private readonly HashSet<string> httpFilters = new(StringComparer.Ordinal);
    private readonly List<RoutePatch> routePatches = [];
    private readonly Dictionary<string, List<RoutePatch>> byRouteName;

    public EnvoyFilterPatches(GatewayConfiguration configuration, List<GatewayIssue> issues)
    {
        this.configuration = configuration;
        this.issues = issues;
        foreach (var filter in InOrder())
        {
            var patches = filter.Spec?.ConfigPatches ?? [];
            for (var i = 0; i < patches.Count; i++)
                Read(filter, patches[i], $"spec.configPatches[{i}]");
        }
        byRouteName = routePatches
            .GroupBy(patch => patch.RouteName ?? "", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
    }

    /// <summary>The route with all patches merged that are for it.</summary>
    /// <param name="route">The route as istiod made it.</param>
    /// <param name="virtualHost">Its virtual host, as <c>domain:port</c>.</param>
    public EnvoyRoute Apply(EnvoyRoute route, string virtualHost)
    {
        foreach (var name in route.Name.Length == 0 ? [""] : new[] { "", route.Name })
        foreach (var patch in byRouteName.GetValueOrDefault(name) ?? [])
            if (patch.IsFor(route, virtualHost))
                route = Merge(patch, route);
        return route;
    }

    private EnvoyRoute Merge(RoutePatch patch, EnvoyRoute route)
    {
        if (!patch.Breaks(route))
            return patch.Merge(route, httpFilters);
        var (source, field) = patch.Source;
        var issue = new GatewayIssue(
            source,
            field,
            $"It takes the answer of {route.Source} away and puts no cluster there."
        );
        if (!issues.Contains(issue))
            issues.Add(issue);
        return route;
    }

    /// <summary>Those of the root namespace first, then those of the workload's own; by priority, then by age.</summary>
    private IEnumerable<EnvoyFilter> InOrder() =>
        configuration
            .EnvoyFilters.Where(Selects)
            .OrderBy(filter => Namespace(filter) != configuration.RootNamespace)
            .ThenBy(filter => filter.Spec?.Priority ?? 0)
            .ThenBy(filter => filter, CreationOrder.Instance);

    private bool Selects(EnvoyFilter filter)
    {
        if (Namespace(filter) != configuration.RootNamespace && Namespace(filter) != configuration.WorkloadNamespace)
            return false;
        if (filter.Spec?.TargetRefs is { Count: > 0 })
        {
            issues.Add(new(filter.ToString(), "spec.targetRefs", "This model follows workloadSelector only."));
            return false;
        }
        return (filter.Spec?.WorkloadSelector?.Labels ?? new Dictionary<string, string>()).All(label =>
            configuration.WorkloadLabels.TryGetValue(label.Key, out var value) && value == label.Value
        );
    }

    private static string Namespace(EnvoyFilter filter) => filter.Metadata.NamespaceProperty ?? "default";

    private void Read(EnvoyFilter filter, EnvoyConfigObjectPatch patch, string field)
    {
        // What is meant for sidecars or for gateways of another version never gets here.
        if (patch.Match?.Context is not (null or "" or "ANY" or "GATEWAY") || !IsForVersion(patch))
            return;
        try
        {
            switch (patch.ApplyTo, patch.Patch?.Operation)
            {
                case ("HTTP_FILTER", "INSERT_BEFORE"):
                    AddHttpFilter(patch);
                    break;
                case ("HTTP_ROUTE", "MERGE"):
                    routePatches.Add(RoutePatch.Read(patch, (filter.ToString(), field)));
                    break;
                default:
                    throw new FormatException($"{patch.ApplyTo} {patch.Patch?.Operation} is outside of this model.");
            }
        }
        catch (FormatException exception)
        {
            issues.Add(new(filter.ToString(), field, exception.Message));
        }
    }

    private bool IsForVersion(EnvoyConfigObjectPatch patch) =>
        patch.Match?.Proxy is not { } proxy
        || !proxy.TryGetProperty("proxyVersion", out var version)
        || Regex.IsMatch(
            configuration.ProxyVersion,
            version.GetString() ?? "",
            RegexOptions.NonBacktracking | RegexOptions.CultureInvariant
        );

    private void AddHttpFilter(EnvoyConfigObjectPatch patch)
    {
        var filter = EnvoyJson.Get(EnvoyJson.Get(patch.Match?.Listener, "filter_chain"), "filter");
        if (
            EnvoyJson.Text(filter, "name") != ConnectionManager
            || EnvoyJson.Text(EnvoyJson.Get(filter, "sub_filter"), "name") != "envoy.filters.http.router"
        )
            throw new FormatException("This model follows HTTP filters in front of the router of every listener only.");
        var configured = EnvoyJson.Get(patch.Patch?.Value, "typed_config");
        switch (EnvoyJson.Text(configured, "@type")?.Split('/')[^1])
        {
            case LocalRateLimit.Type:
                LocalRateLimit.CheckFilter(configured!.Value);
                break;
            // It changes the encoding of answers, which no decision is about.
            case "envoy.extensions.filters.http.compressor.v3.Compressor":
                break;
            case var type:
                throw new FormatException($"The HTTP filter {type} is outside of this model.");
        }
        httpFilters.Add(EnvoyJson.Text(patch.Patch?.Value, "name") ?? "");
    }
}
