using System.Text.Json;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Applying;

/// <summary>What the patches of an EnvoyFilter are about: routes by their names, and HTTP filters that routes configure.</summary>
internal static class EnvoyFilterTargets
{
    private const string HttpFilter = "HTTP_FILTER";

    /// <summary>Whether a filter patches a route of a VirtualService; routes that ask for the same bear the same name.</summary>
    public static bool Patches(EnvoyFilter filter, VirtualService service) =>
        PatchesOf(filter)
            .Any(patch =>
                Find(patch.Match?.RouteConfiguration, "vhost", "route", "name")
                    is { ValueKind: JsonValueKind.String } name
                && (service.Spec?.Http ?? []).Any(route => name.ValueEquals(route.Name))
            );

    /// <summary>Whether a filter sets up, route by route, an HTTP filter that another one puts in place.</summary>
    public static bool Configures(EnvoyFilter filter, EnvoyFilter other)
    {
        var inserted = PatchesOf(other)
            .Where(patch => patch.ApplyTo == HttpFilter)
            .Select(patch => Find(patch.Patch?.Value, "name")?.GetString())
            .OfType<string>()
            .ToList();
        return inserted.Count > 0
            && PatchesOf(filter)
                .Any(patch =>
                    inserted.Exists(name => Find(patch.Patch?.Value, "typed_per_filter_config", name) is not null)
                );
    }

    private static IEnumerable<EnvoyConfigObjectPatch> PatchesOf(EnvoyFilter filter) =>
        filter.Spec?.ConfigPatches ?? [];

    private static JsonElement? Find(JsonElement? element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            element =
                element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var child)
                    ? child
                    : null;
        return element;
    }
}
