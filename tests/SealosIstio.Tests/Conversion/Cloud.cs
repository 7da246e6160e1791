using System.Globalization;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Tests.Conversion;

/// <summary>Converts manifests given as text.</summary>
internal static class Cloud
{
    public const string PublicDomain = "cloud.test";

    /// <summary>Options of a Sealos cloud with one public domain. What nginx does unasked has tests of its own.</summary>
    public static ConversionOptions Options { get; } =
        new() { PublicDomains = [PublicDomain], Implicit = ImplicitMode.Report };

    /// <summary>The same, with what nginx does unasked.</summary>
    public static ConversionOptions Keeping { get; } = Options with { Implicit = ImplicitMode.Keep };

    public static ConversionResult Convert(string yaml, ConversionOptions? options = null, bool isComplete = true)
    {
        options ??= Options;
        var objects = KubernetesYaml
            .Load(yaml, "test.yaml")
            .Select(item => item.Object ?? throw new InvalidOperationException(item.Error!.ToString()))
            .ToList();
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains));
        return IngressConverter.Convert(
            objects.OfType<V1Ingress>().Select(classifier.Classify),
            ClusterSnapshot.Create(objects, isComplete),
            options
        );
    }

    /// <summary>An Ingress of class nginx in namespace ns-a, with the lines of its spec.</summary>
    public static string Ingress(
        string name,
        string spec,
        string namespaceName = "ns-a",
        string annotations = "",
        string created = "2024-01-01T00:00:00Z"
    ) =>
        $$"""
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: {{name}}
              namespace: {{namespaceName}}
              creationTimestamp: "{{created}}"
              annotations: {{{annotations}}}
            spec:
              ingressClassName: nginx
            {{Indent(spec, 2)}}
            """ + "\n";

    /// <summary>One rule: a host and its paths, each as <c>path type service port</c>.</summary>
    public static string Rules(string? host, params string[] paths) => "rules:\n" + Rule(host, paths);

    public static string Rule(string? host, params string[] paths) =>
        (host is null ? "- http:\n" : $"- host: \"{host}\"\n  http:\n")
        + "    paths:\n"
        + string.Concat(paths.Select(Path));

    /// <summary>A Service with one port named http.</summary>
    public static string Service(string name, int port = 80, string namespaceName = "ns-a", string extra = "") =>
        $$"""
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: {{name}}, namespace: {{namespaceName}}}
            spec: {ports: [{name: http, port: {{port}}}]{{extra}}}
            """ + "\n";

    public static VirtualService Single(this ConversionResult result) =>
        Assert.Single(result.Objects.OfType<VirtualService>(), IsOfIngress);

    /// <summary>Whether an object comes from an Ingress, and isn't the server for hosts that nobody names.</summary>
    public static bool IsOfIngress(KubernetesObject item) => item.Metadata.Name != "sealos-default";

    public static IEnumerable<Finding> Of(this ConversionResult result, FindingDefinition definition) =>
        result.Findings.Where(finding => finding.Code == definition.Code);

    /// <summary>Each route in one line: <c>matches -> what it does</c>.</summary>
    public static IReadOnlyList<string> Routes(this VirtualService service) =>
        [.. service.Spec!.Http!.Select(Describe)];

    private static string Describe(HttpRoute route) =>
        $"{string.Join(" or ", route.Match!.Select(Describe))} -> {Action(route)}";

    private static string Describe(HttpMatchRequest match)
    {
        var parts = new List<string>();
        if (match.Uri is { } uri)
            parts.Add(Describe(uri));
        if (match.Port is { } port)
            parts.Add($"port {port}");
        if (match.Authority is { } authority)
            parts.Add($"authority {Describe(authority)}");
        foreach (var (name, value) in match.Headers ?? new Dictionary<string, StringMatch>())
            parts.Add($"{name} {Describe(value)}");
        return string.Join(" and ", parts);
    }

    private static string Describe(StringMatch match) =>
        match.Exact is not null ? "=" + match.Exact
        : match.Prefix is not null ? match.Prefix + "*"
        : "~" + match.Regex;

    private static string Action(HttpRoute route)
    {
        if (route.Redirect is { } redirect)
            return $"{redirect.RedirectCode} {redirect.Scheme}{redirect.Authority}{redirect.Uri}";
        if (route.DirectResponse is { } response)
            return $"{response.Status}";
        if (route.Delegate is { } other)
            return $"delegate {other.Namespace}/{other.Name}";
        var rewrite = route.Rewrite?.UriRegexRewrite is { } regex ? $" {regex.Match} => {regex.Rewrite}" : "";
        return string.Join(
                ", ",
                route.Route!.Select(to =>
                    $"{to.Destination!.Host!.Split('.')[0]}:{to.Destination.Port!.Number}"
                    + (to.Weight is { } weight ? $" {weight}%" : "")
                )
            ) + rewrite;
    }

    private static string Path(string text)
    {
        var parts = text.Split(' ');
        var port = int.TryParse(parts[3], CultureInfo.InvariantCulture, out var number)
            ? $"number: {number}"
            : $"name: {parts[3]}";
        return $"    - path: '{parts[0]}'\n      pathType: {parts[1]}\n"
            + $"      backend: {{service: {{name: {parts[2]}, port: {{{port}}}}}}}\n";
    }

    private static string Indent(string text, int by) =>
        string.Join('\n', text.TrimEnd('\n').Split('\n').Select(line => new string(' ', by) + line));
}
