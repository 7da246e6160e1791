using System.Globalization;

namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>The command-line flags of the controller that bear on routing.</summary>
internal sealed class ControllerFlags
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public ControllerFlags(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
                continue;
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                values[argument[2..equals]] = argument[(equals + 1)..];
            else if (i + 1 < arguments.Count && !arguments[i + 1].StartsWith('-'))
                values[argument[2..]] = arguments[++i];
            else
                values[argument[2..]] = "true";
        }
    }

    public string ConfigMap =>
        Text("configmap", "ingress-nginx/ingress-nginx-controller")
            .Replace("$(POD_NAMESPACE)", "ingress-nginx", StringComparison.Ordinal);
    public string IngressClass => Text("ingress-class", "nginx");
    public string ControllerClass => Text("controller-class", "k8s.io/ingress-nginx");
    public bool WatchWithoutClass => Flag("watch-ingress-without-class", false);
    public bool ClassByName => Flag("ingress-class-by-name", false);
    public string? DefaultBackendService => Optional("default-backend-service");
    public string? DefaultCertificate => Optional("default-ssl-certificate");
    public string AnnotationsPrefix => Text("annotations-prefix", "nginx.ingress.kubernetes.io");
    public string? WatchNamespace => Optional("watch-namespace");
    public bool ValidatesAnnotations => Flag("enable-annotation-validation", true);
    public bool SslPassthrough => Flag("enable-ssl-passthrough", false);
    public bool DisablesExternalName => Flag("disable-svc-external-name", false);
    public string HealthCheckPath => Text("health-check-path", "/healthz");
    public string HttpsPort => Text("https-port", "443");

    private string Text(string name, string fallback) => values.GetValueOrDefault(name, fallback);

    private string? Optional(string name) => values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    private bool Flag(string name, bool fallback) =>
        values.TryGetValue(name, out var value) ? GoValues.ParseBool(value) ?? fallback : fallback;
}

/// <summary>Go's reading of booleans and whole numbers, which is not .NET's.</summary>
internal static class GoValues
{
    public static bool? ParseBool(string value) =>
        value switch
        {
            "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
            "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
            _ => null,
        };

    public static int? ParseInt(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
