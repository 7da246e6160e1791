using System.Text.Json;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Routing.Envoy;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>One MERGE into HTTP routes (pilot/pkg/networking/core/envoyfilter/rc_patch.go, patchHTTPRoute).</summary>
internal sealed record RoutePatch
{
    /// <summary>The virtual host's name; null for every one.</summary>
    public string? VirtualHost { get; private init; }

    /// <summary>The route's name; null for every one.</summary>
    public string? RouteName { get; private init; }

    /// <summary><c>ROUTE</c>, <c>REDIRECT</c> or <c>DIRECT_RESPONSE</c>; null for any.</summary>
    public string? Action { get; private init; }

    private (Re2 Pattern, string Substitution)? Redirect { get; init; }

    private string? IdleTimeout { get; init; }

    private (string Filter, IReadOnlyList<RequestLimit> Limits)? Limits { get; init; }

    /// <summary>Object and field, for messages.</summary>
    public required (string Object, string Field) Source { get; init; }

    /// <exception cref="FormatException">The patch asks for something that this model doesn't follow.</exception>
    public static RoutePatch Read(EnvoyConfigObjectPatch patch, (string Object, string Field) source)
    {
        var configuration = patch.Match?.RouteConfiguration;
        EnvoyJson.AllowOnly(configuration, "vhost");
        var host = EnvoyJson.Get(configuration, "vhost");
        EnvoyJson.AllowOnly(host, "name", "route");
        var route = EnvoyJson.Get(host, "route");
        EnvoyJson.AllowOnly(route, "name", "action");
        var value = patch.Patch?.Value;
        EnvoyJson.AllowOnly(value, "route", "redirect", "typed_per_filter_config");
        var action = EnvoyJson.Get(value, "route");
        EnvoyJson.AllowOnly(action, "idle_timeout");
        return new RoutePatch
        {
            Source = source,
            VirtualHost = EnvoyJson.Text(host, "name"),
            RouteName = EnvoyJson.Text(route, "name"),
            Action = EnvoyJson.Text(route, "action") is "ANY" ? null : EnvoyJson.Text(route, "action"),
            Redirect = RedirectIn(EnvoyJson.Get(value, "redirect")),
            IdleTimeout = EnvoyJson.Text(action, "idle_timeout"),
            Limits = LimitsIn(EnvoyJson.Get(value, "typed_per_filter_config")),
        };
    }

    public bool IsFor(EnvoyRoute route, string virtualHost) =>
        (VirtualHost is null || VirtualHost == virtualHost)
        && (RouteName is null || RouteName == route.Name)
        && (Action is null || Action == ActionOf(route));

    /// <summary>Whether merging would turn a redirect or an answer into a route without a cluster.</summary>
    public bool Breaks(EnvoyRoute route) =>
        (IdleTimeout is not null && ActionOf(route) != "ROUTE")
        || (Redirect is not null && ActionOf(route) != "REDIRECT");

    public EnvoyRoute Merge(EnvoyRoute route, IReadOnlySet<string> httpFilters) =>
        route with
        {
            IdleTimeout = IdleTimeout ?? route.IdleTimeout,
            Redirect = Redirect is { } redirect
                ? route.Redirect! with
                {
                    Pattern = redirect.Pattern,
                    Substitution = redirect.Substitution,
                }
                : route.Redirect,
            // Without the filter in the chain nobody reads its part.
            RequestLimits =
                Limits is { } limits && httpFilters.Contains(limits.Filter) ? limits.Limits : route.RequestLimits,
        };

    private static string ActionOf(EnvoyRoute route) =>
        route.Redirect is not null ? "REDIRECT"
        : route.DirectStatus is not null ? "DIRECT_RESPONSE"
        : "ROUTE";

    private static (Re2 Pattern, string Substitution)? RedirectIn(JsonElement? redirect)
    {
        if (redirect is null)
            return null;
        EnvoyJson.AllowOnly(redirect, "regex_rewrite");
        if (EnvoyJson.Get(redirect, "regex_rewrite") is not { } rewrite)
            throw new FormatException("Of redirects this model follows regex_rewrite only.");
        EnvoyJson.AllowOnly(rewrite, "pattern", "substitution");
        var pattern = Re2.Compile(EnvoyJson.Text(EnvoyJson.Get(rewrite, "pattern"), "regex") ?? "");
        var substitution = EnvoyJson.Text(rewrite, "substitution") ?? "";
        return pattern.CheckSubstitution(substitution) is { } problem
            ? throw new FormatException($"The substitution '{substitution}': {problem}.")
            : (pattern, substitution);
    }

    private static (string Filter, IReadOnlyList<RequestLimit> Limits)? LimitsIn(JsonElement? perFilter)
    {
        if (perFilter is not { } filters)
            return null;
        var entries = filters.EnumerateObject().ToList();
        if (entries is not [var only])
            throw new FormatException("This model follows one filter's configuration per patch.");
        return (only.Name, LocalRateLimit.Read(only.Value));
    }
}
