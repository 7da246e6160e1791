using System.Globalization;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// The Strict-Transport-Security header that ingress-nginx sends with every HTTPS answer unless its ConfigMap says otherwise
/// (config.go: HSTS on, one year, includeSubDomains).
/// </summary>
internal static class StrictTransportSecurity
{
    private const string Header = "Strict-Transport-Security";
    private const int HttpPort = 80;

    /// <summary>Null when the controller doesn't send it.</summary>
    public static string? ValueOf(ControllerSettings controller)
    {
        if (!controller.Flag("hsts", true))
            return null;
        var seconds = long.TryParse(controller["hsts-max-age"], CultureInfo.InvariantCulture, out var age)
            ? age
            : 31536000;
        return $"max-age={seconds}"
            + (controller.Flag("hsts-include-subdomains", true) ? "; includeSubDomains" : "")
            + (controller.Flag("hsts-preload", false) ? "; preload" : "");
    }

    /// <summary>
    /// Sets the header on every route that HTTPS reaches. Where plain HTTP reaches the same route it carries the header too,
    /// which clients must ignore there (RFC 6797, 8.1).
    /// </summary>
    public static void Apply(IEnumerable<HttpRoute> routes, string value)
    {
        foreach (var route in routes.Where(route => route.Match?.All(match => match.Port == HttpPort) != true))
        {
            route.Headers ??= new Headers();
            route.Headers.Response ??= new HeaderOperations();
            route.Headers.Response.Set ??= new Dictionary<string, string>();
            route.Headers.Response.Set.TryAdd(Header, value);
        }
    }
}
