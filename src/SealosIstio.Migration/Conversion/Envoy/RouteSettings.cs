using System.Globalization;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion.Envoy;

/// <summary>
/// What only Envoy's own route can say. Routes that ask for the same share a name, and one EnvoyFilter of that name patches all of
/// them: istiod holds every patch against every route of the gateway, so a patch for each route of a large cloud would be too many.
/// </summary>
internal sealed record RouteSettings
{
    private const string NamePrefix = "sealos-istio-route";

    /// <summary>The longest silence in either direction, in seconds; null for no limit.</summary>
    public long? IdleTimeout { get; init; }

    /// <summary>The limit on each client's requests; null for none.</summary>
    public ClientLimit? ClientLimit { get; init; }

    /// <summary>What the path of a redirect becomes, as a pattern for the whole path and a substitution; null to leave it.</summary>
    public (string Pattern, string Substitution)? Redirect { get; init; }

    public bool IsEmpty => IdleTimeout is null && ClientLimit is null && Redirect is null;

    /// <summary>The name of the routes and of the EnvoyFilter that patches them.</summary>
    public string Name =>
        NamePrefix
        + (IdleTimeout is { } idle ? string.Create(CultureInfo.InvariantCulture, $"-idle-{idle}s") : "")
        + (ClientLimit is { } limit ? "-" + limit.Name : "")
        + (Redirect is { } to ? "-redirect-" + ObjectNames.Hash($"{to.Pattern}\n{to.Substitution}") : "");

    /// <summary>The filters that routes with these settings need.</summary>
    public IEnumerable<GatewayFilter> Filters()
    {
        if (ClientLimit is not null)
            yield return ClientLimit.Filter;
        yield return new GatewayFilter(Name, [.. Patches()]);
    }

    private IEnumerable<EnvoyConfigObjectPatch> Patches()
    {
        if (IdleTimeout is { } idle)
            yield return EnvoyPatches.Route(
                Name,
                new JsonObject
                {
                    ["route"] = new JsonObject
                    {
                        ["idle_timeout"] = string.Create(CultureInfo.InvariantCulture, $"{idle}s"),
                    },
                }
            );
        // A VirtualService's redirect takes a literal path only.
        if (Redirect is { } to)
            yield return EnvoyPatches.Route(
                Name,
                new JsonObject
                {
                    ["redirect"] = new JsonObject
                    {
                        ["regex_rewrite"] = new JsonObject
                        {
                            ["pattern"] = new JsonObject { ["regex"] = to.Pattern },
                            ["substitution"] = to.Substitution,
                        },
                    },
                }
            );
        if (ClientLimit is not null)
            yield return EnvoyPatches.Route(Name, ClientLimit.OnRoute(), ClientLimit.ProxyVersion);
    }
}
