using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion.Envoy;

/// <summary>
/// The few patches of Envoy's configuration that the conversion makes, all of them on gateways. Field names and type URLs are those
/// of Envoy's v3 API. Values reach them as numbers, as names that the conversion chose, or as checked patterns within a field of their own.
/// </summary>
internal static class EnvoyPatches
{
    private const string ConnectionManager = "envoy.filters.network.http_connection_manager";
    private const string Router = "envoy.filters.http.router";

    /// <summary>Merges into every route of this name, wherever it is served (istiod's rc_patch.go: names match in full).</summary>
    /// <param name="routeName">The name of the VirtualService's route, which Envoy's route inherits.</param>
    /// <param name="value">A part of Envoy's route.</param>
    /// <param name="proxyVersion">The gateways that understand it, as a regular expression; null for all.</param>
    public static EnvoyConfigObjectPatch Route(string routeName, JsonObject value, string? proxyVersion = null) =>
        new()
        {
            ApplyTo = "HTTP_ROUTE",
            Match = new EnvoyConfigObjectMatch
            {
                Context = "GATEWAY",
                Proxy = Proxy(proxyVersion),
                RouteConfiguration = Element(
                    new JsonObject
                    {
                        ["vhost"] = new JsonObject { ["route"] = new JsonObject { ["name"] = routeName } },
                    }
                ),
            },
            Patch = new EnvoyPatch { Operation = "MERGE", Value = Element(value) },
        };

    /// <summary>Adds an HTTP filter in front of the router, for all hosts.</summary>
    /// <param name="name">The filter's name.</param>
    /// <param name="configuration">Its configuration, <c>@type</c> included.</param>
    /// <param name="proxyVersion">The gateways that understand it, as a regular expression; null for all.</param>
    public static EnvoyConfigObjectPatch HttpFilter(
        string name,
        JsonObject configuration,
        string? proxyVersion = null
    ) =>
        new()
        {
            ApplyTo = "HTTP_FILTER",
            Match = new EnvoyConfigObjectMatch
            {
                Context = "GATEWAY",
                Proxy = Proxy(proxyVersion),
                Listener = Element(
                    new JsonObject
                    {
                        ["filterChain"] = new JsonObject
                        {
                            ["filter"] = new JsonObject
                            {
                                ["name"] = ConnectionManager,
                                ["subFilter"] = new JsonObject { ["name"] = Router },
                            },
                        },
                    }
                ),
            },
            Patch = new EnvoyPatch
            {
                Operation = "INSERT_BEFORE",
                Value = Element(new JsonObject { ["name"] = name, ["typed_config"] = configuration }),
            },
        };

    private static JsonElement? Proxy(string? version) =>
        version is null ? null : Element(new JsonObject { ["proxyVersion"] = version });

    private static JsonElement Element(JsonObject value) => JsonSerializer.SerializeToElement<JsonNode>(value);
}
