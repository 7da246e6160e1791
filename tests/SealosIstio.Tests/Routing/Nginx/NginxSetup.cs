using System.Text;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Routing;
using SealosIstio.Migration.Routing.Nginx;

namespace SealosIstio.Tests.Routing.Nginx;

/// <summary>Builds Ingresses in a few words: <c>host/path&gt;service</c>, Exact with a leading <c>=</c>.</summary>
internal sealed class NginxSetup
{
    private readonly List<V1Ingress> ingresses = [];
    private readonly List<V1Secret> secrets = [];
    private readonly HashSet<string> withoutEndpoints = [];
    private Dictionary<string, string> settings = [];

    public NginxSetup Ingress(string name, string rules, params (string Name, string Value)[] annotations)
    {
        ingresses.Add(
            new V1Ingress
            {
                Metadata = new()
                {
                    Name = name,
                    NamespaceProperty = "demo",
                    CreationTimestamp = $"2024-01-01T00:00:{ingresses.Count:00}Z",
                    Annotations = annotations.ToDictionary(
                        annotation => "nginx.ingress.kubernetes.io/" + annotation.Name,
                        annotation => annotation.Value
                    ),
                },
                Spec = new() { IngressClassName = "nginx", Rules = [.. rules.Split(' ').Select(Rule)] },
            }
        );
        return this;
    }

    public NginxSetup Tls(string secret, params string[] hosts)
    {
        ingresses[^1].Spec!.Tls = [new() { SecretName = secret, Hosts = hosts }];
        return this;
    }

    public NginxSetup Secret(string name, string key, string text)
    {
        secrets.Add(
            new V1Secret
            {
                Metadata = new() { Name = name, NamespaceProperty = "demo" },
                Data = new Dictionary<string, byte[]> { [key] = Encoding.UTF8.GetBytes(text) },
            }
        );
        return this;
    }

    public NginxSetup Certificate(string name, params string[] names)
    {
        var secret = new V1Secret
        {
            Metadata = new()
            {
                Name = name,
                NamespaceProperty = "demo",
                Annotations = new Dictionary<string, string> { ["oracle.local/cert"] = string.Join(',', names) },
            },
        };
        Oracle.OracleCertificates.Fill(secret);
        secrets.Add(secret);
        return this;
    }

    public NginxSetup Settings(params (string Key, string Value)[] values)
    {
        settings = values.ToDictionary(value => value.Key, value => value.Value);
        return this;
    }

    public NginxSetup AllowSnippets() =>
        Settings(("allow-snippet-annotations", "true"), ("annotations-risk-level", "Critical"));

    public NginxSetup WithoutEndpoints(string service)
    {
        withoutEndpoints.Add("demo/" + service);
        return this;
    }

    public NginxRouter Router(params string[] flags) => NginxRouter.Create(Configuration(flags));

    public NginxConfiguration Configuration(params string[] flags) =>
        new()
        {
            Ingresses = ingresses,
            Secrets = secrets,
            ServicesWithoutEndpoints = withoutEndpoints,
            Arguments = flags,
            ConfigMaps =
            [
                new V1ConfigMap
                {
                    Metadata = new() { Name = "ingress-nginx-controller", NamespaceProperty = "ingress-nginx" },
                    Data = settings,
                },
            ],
            Services =
            [
                .. ingresses
                    .SelectMany(ingress => ingress.Spec!.Rules!)
                    .SelectMany(rule => rule.Http!.Paths!)
                    .Select(path => path.Backend!.Service!.Name!)
                    .Distinct()
                    .Select(name => new V1Service
                    {
                        Metadata = new() { Name = name, NamespaceProperty = "demo" },
                        Spec = new() { Ports = [new() { Port = 80 }] },
                    }),
            ],
        };

    private static V1IngressRule Rule(string text)
    {
        var isExact = text.StartsWith('=');
        var arrow = text.LastIndexOf('>');
        var route = text[(isExact ? 1 : 0)..arrow];
        var slash = route.IndexOf('/');
        return new()
        {
            Host = slash == 0 ? null : route[..slash],
            Http = new()
            {
                Paths =
                [
                    new()
                    {
                        Path = route[slash..],
                        PathType = isExact ? "Exact" : "Prefix",
                        Backend = new()
                        {
                            Service = new()
                            {
                                Name = text[(arrow + 1)..],
                                Port = new() { Number = 80 },
                            },
                        },
                    },
                ],
            },
        };
    }
}

internal static class NginxRequests
{
    /// <summary>Asks for <c>http://host/path</c>.</summary>
    public static RoutingDecision Get(
        this NginxRouter router,
        string url,
        params (string Name, string Value)[] headers
    ) => router.Send("GET", url, headers);

    public static RoutingDecision Send(
        this NginxRouter router,
        string method,
        string url,
        params (string Name, string Value)[] headers
    )
    {
        var scheme = url[..url.IndexOf(':')];
        var rest = url[(scheme.Length + 3)..];
        var slash = rest.IndexOf('/');
        return router.Decide(
            new RoutingRequest
            {
                Scheme = scheme,
                Host = rest[..slash],
                Method = method,
                Target = rest[slash..],
                Headers = [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
            }
        );
    }

    /// <summary>The service that answers, without namespace and port; null when nginx answers itself.</summary>
    public static string? Service(this RoutingDecision decision) => decision.Backend?.Split('/')[1].Split(':')[0];

    public static string? ResponseHeader(this RoutingDecision decision, string name) =>
        HeaderChange.Apply([], decision.ResponseHeaders).LastOrDefault(header => header.Key == name).Value;
}
