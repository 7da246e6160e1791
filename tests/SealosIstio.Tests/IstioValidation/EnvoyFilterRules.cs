using System.Text.Json;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Tests.IstioValidation;

/// <summary>
/// validateEnvoyFilter of pkg/config/validation/envoyfilter/envoyfilter.go. istiod also parses each patch as the protobuf
/// message that it patches; of that only the type URLs are checked here.
/// </summary>
internal static class EnvoyFilterRules
{
    private static readonly string[] ListenerClass = ["LISTENER", "FILTER_CHAIN", "NETWORK_FILTER", "HTTP_FILTER"];
    private static readonly string[] RouteClass = ["ROUTE_CONFIGURATION", "VIRTUAL_HOST", "HTTP_ROUTE"];

    private static readonly string[] Operations =
    [
        "MERGE",
        "ADD",
        "REMOVE",
        "INSERT_BEFORE",
        "INSERT_AFTER",
        "INSERT_FIRST",
        "REPLACE",
    ];

    public static IEnumerable<string> Check(EnvoyFilter filter)
    {
        foreach (var problem in NameRules.Selector("spec.workloadSelector", filter.Spec?.WorkloadSelector?.Labels))
            yield return problem;
        foreach (
            var problem in (filter.Spec?.ConfigPatches ?? []).SelectMany(
                (patch, index) => Patch($"spec.configPatches[{index}]", patch)
            )
        )
            yield return problem;
    }

    private static IEnumerable<string> Patch(string field, EnvoyConfigObjectPatch patch)
    {
        if (string.IsNullOrEmpty(patch.ApplyTo))
            yield return $"{field}.applyTo: missing";
        else if (
            !ListenerClass.Contains(patch.ApplyTo)
            && !RouteClass.Contains(patch.ApplyTo)
            && patch.ApplyTo is not ("CLUSTER" or "EXTENSION_CONFIG" or "BOOTSTRAP" or "LISTENER_FILTER")
        )
            yield return $"{field}.applyTo: unknown value {patch.ApplyTo}";
        if (patch.Patch is null)
        {
            yield return $"{field}.patch: missing";
            yield break;
        }
        if (!Operations.Contains(patch.Patch.Operation))
            yield return $"{field}.patch.operation: missing or unknown: {patch.Patch.Operation}";
        if (patch.Patch.Operation != "REMOVE" && patch.Patch.Value is null)
            yield return $"{field}.patch.value: missing for an operation other than REMOVE";
        foreach (var problem in Match(field, patch).Concat(TypeUrls($"{field}.patch.value", patch.Patch.Value)))
            yield return problem;
    }

    private static IEnumerable<string> Match(string field, EnvoyConfigObjectPatch patch)
    {
        var match = patch.Match;
        if (match is null || match is { Listener: null, RouteConfiguration: null, Cluster: null })
            yield break;
        if (ListenerClass.Contains(patch.ApplyTo) && match.Listener is null)
            yield return $"{field}.match: applyTo for listener class objects cannot have non listener match";
        if (RouteClass.Contains(patch.ApplyTo) && match.RouteConfiguration is null)
            yield return $"{field}.match: applyTo for http route class objects cannot have non route configuration match";
        if (patch.ApplyTo == "CLUSTER" && match.Cluster is null)
            yield return $"{field}.match: applyTo for cluster class objects cannot have non cluster match";
        if (
            match.Listener is not { ValueKind: JsonValueKind.Object } listener
            || !listener.TryGetProperty("filterChain", out var chain)
            || !chain.TryGetProperty("filter", out var filter)
        )
            yield break;
        if (Name(filter).Length == 0)
            yield return $"{field}.match: filter match has no name to match on";
        if (!filter.TryGetProperty("subFilter", out var subFilter))
            yield break;
        if (patch.ApplyTo != "HTTP_FILTER")
            yield return $"{field}.match: subfilter match can be used with applyTo HTTP_FILTER only";
        if (Name(filter) is not ("envoy.filters.network.http_connection_manager" or "envoy.http_connection_manager"))
            yield return $"{field}.match: subfilter match requires the HTTP connection manager";
        if (Name(subFilter).Length == 0)
            yield return $"{field}.match: subfilter match has no name to match on";
    }

    private static string Name(JsonElement element) =>
        element.TryGetProperty("name", out var name) ? name.GetString() ?? "" : "";

    private static IEnumerable<string> TypeUrls(string field, JsonElement? value)
    {
        if (value is null)
            yield break;
        foreach (var url in Urls(value.Value))
            if (
                !url.StartsWith("type.googleapis.com/", StringComparison.Ordinal)
                || url.Contains(".v2.", StringComparison.Ordinal)
            )
                yield return $"{field}: referenced type unknown: {url}";
    }

    private static IEnumerable<string> Urls(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(property =>
                    property is { Name: "@type", Value.ValueKind: JsonValueKind.String }
                        ? [property.Value.GetString()!]
                        : Urls(property.Value)
                ),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Urls),
            _ => [],
        };
}
