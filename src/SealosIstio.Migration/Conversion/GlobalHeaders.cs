using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Conversion.Snippets;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// The headers that the controller's ConfigMap asks for on every request or answer: add-headers, proxy-set-headers and
/// hide-headers (rootfs/etc/nginx/template/nginx.tmpl of v1.15; recorded in oracle case 105).
/// </summary>
internal sealed class GlobalHeaders
{
    private const string AddKey = "add-headers";
    private const string RequestKey = "proxy-set-headers";
    private const string HideKey = "hide-headers";

    private readonly SortedDictionary<string, string> request = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, string> response = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> hidden = [];
    private readonly List<Finding> findings = [];
    private readonly ControllerSettings controller;

    public GlobalHeaders(ControllerSettings controller, ClusterSnapshot snapshot)
    {
        this.controller = controller;
        Read(AddKey, snapshot, response, isResponse: true);
        Read(RequestKey, snapshot, request, isResponse: false);
        foreach (
            var name in (controller[HideKey] ?? "").Split(
                ',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
        )
            if (HeaderSyntax.IsName(name))
                hidden.Add(name);
            else
                Report(HideKey, $"The controller's setting {HideKey} names {name}, which is no header");
    }

    /// <summary>What of these settings can't be kept.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>Gives them to a location. What the location says itself comes after.</summary>
    public void ApplyTo(RouteDraft draft)
    {
        foreach (var (name, value) in response)
            draft.ResponseHeadersSet[name] = value;
        foreach (var (name, value) in request)
            draft.RequestHeadersSet[name] = value;
        foreach (var name in hidden.Where(name => !response.ContainsKey(name)))
            draft.ResponseHeadersRemoved.Add(name);
    }

    /// <summary>Gives those of answers to a route that belongs to no location.</summary>
    public void SetOn(HttpRoute route)
    {
        foreach (var (name, value) in response)
            RouteCopies.SetResponseHeader(route, name, value);
    }

    private void Read(string key, ClusterSnapshot snapshot, SortedDictionary<string, string> headers, bool isResponse)
    {
        if (controller[key] is not { Length: > 0 } reference)
            return;
        if (
            !AnnotationValue.TryNamespacedName(reference, out var space, out var name)
            || snapshot.ConfigMap(space ?? "default", name) is not { } map
        )
        {
            Report(key, $"The controller's setting {key} names a ConfigMap that isn't at hand");
            return;
        }
        foreach (var (header, text) in map.Data ?? new Dictionary<string, string>())
            if (HeaderSyntax.IsName(header) && ValueOf(text.Trim(), isResponse) is { } value)
                headers[header] = value;
            else
                Report(key, $"The header {header} of the controller's setting {key} isn't carried over");
    }

    // An empty value would remove the header in nginx and means nothing to Envoy.
    private static string? ValueOf(string text, bool isResponse) =>
        NginxText.Parse(text).ToHeaderValue(isResponse, out _) is { Length: > 0 } value ? value : null;

    private void Report(string key, string message) =>
        findings.Add(FindingCatalog.ControllerSetting.On(controller.ConfigMap!, "data." + key, message: message));
}
