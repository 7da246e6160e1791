using System.Text.Json;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Oracle;

/// <summary>One recorded case: what was applied, what was asked, what the real ingress-nginx answered.</summary>
public sealed record OracleCase
{
    private const string Created = "2024-01-01T00:00:00Z";
    private static readonly Lazy<IReadOnlyList<OracleCase>> Cases = new(LoadAll);

    /// <summary>Directory name, such as <c>001-exact</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The number that the name begins with.</summary>
    public int Number => int.Parse(Name.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What the case is about.</summary>
    public required string Note { get; init; }

    /// <summary>The objects that were applied last, the class <c>nginx</c> and the controller's Deployment included.</summary>
    public required IReadOnlyList<KubernetesObject> Objects { get; init; }

    /// <summary>The objects that were applied before, when the case is an update; empty otherwise.</summary>
    public IReadOnlyList<KubernetesObject> Before { get; init; } = [];

    /// <summary>Flags of the controller beside the recording's own.</summary>
    public IReadOnlyList<string> ControllerFlags { get; init; } = [];

    /// <summary>True when nginx is known to refuse the generated configuration.</summary>
    public bool ExpectsReject { get; init; }

    /// <summary>The requests and their answers, in order.</summary>
    public required IReadOnlyList<(OracleRequest Request, OracleAnswer Answer)> Exchanges { get; init; }

    /// <summary>All cases by number, loaded once.</summary>
    public static IReadOnlyList<OracleCase> Load() => Cases.Value;

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>How the endpoints of a Service behave: <c>echo</c>, <c>none</c>, <c>dead</c>, <c>tls</c> … (see formats.md).</summary>
    public IReadOnlyList<string> EndpointModes(string namespacedService) =>
        Objects
            .OfType<V1Service>()
            .Where(service => $"{service.Metadata.NamespaceProperty}/{service.Metadata.Name}" == namespacedService)
            .Select(service =>
                service.Metadata.Annotations?.TryGetValue("oracle.local/backend", out var modes) == true
                    ? modes
                    : "echo"
            )
            .SelectMany(modes => modes.Split('+'))
            .ToList();

    private static List<OracleCase> LoadAll() =>
        [.. Directory.EnumerateDirectories(OracleFiles.Cases).Order(StringComparer.Ordinal).Select(LoadOne)];

    private static OracleCase LoadOne(string directory)
    {
        using var options = ReadJson(directory, "options.json");
        IReadOnlyList<string> flags =
            options?.RootElement.TryGetProperty("controllerFlags", out var given) == true
                ? [.. given.EnumerateArray().Select(flag => flag.GetString()!)]
                : [];
        using var requests = ReadJson(directory, "requests.json")!;
        using var answers = ReadJson(directory, "nginx.json")!;
        var byId = answers
            .RootElement.EnumerateArray()
            .Select(OracleAnswer.Parse)
            .ToDictionary(answer => answer.Id, StringComparer.Ordinal);
        var before = Path.Combine(directory, "before.yaml");
        return new OracleCase
        {
            Name = Path.GetFileName(directory),
            Note = File.ReadAllText(Path.Combine(directory, "note.txt")).Trim(),
            ControllerFlags = flags,
            ExpectsReject =
                options?.RootElement.TryGetProperty("expectReject", out var expected) == true && expected.GetBoolean(),
            Objects = [.. ReadObjects(Path.Combine(directory, "input.yaml")), .. Surroundings(flags)],
            Before = File.Exists(before) ? [.. ReadObjects(before)] : [],
            Exchanges =
            [
                .. requests
                    .RootElement.EnumerateArray()
                    .Select(OracleRequest.Parse)
                    .Select(request => (request, byId[request.Id])),
            ],
        };
    }

    private static IEnumerable<KubernetesObject> ReadObjects(string path)
    {
        // One Ingress is called n, which kubectl's YAML reads as false; the recording was made with another reader.
        var text = File.ReadAllText(path).Replace("  name: n\n", "  name: 'n'\n", StringComparison.Ordinal);
        foreach (var item in KubernetesYaml.Load(text, path))
        {
            var value = item.Object ?? throw new InvalidDataException($"{path}: {item.Error}");
            value.Metadata.CreationTimestamp ??= Created;
            if (value is V1Secret secret)
                OracleCertificates.Fill(secret);
            yield return value;
        }
    }

    /// <summary>What every recording ran with: the class and the controller that serves it.</summary>
    private static IEnumerable<KubernetesObject> Surroundings(IReadOnlyList<string> flags)
    {
        var text = """
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata:
              name: nginx
            spec:
              controller: k8s.io/ingress-nginx
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: ingress-nginx-controller
              namespace: ingress-nginx
            spec:
              selector:
                matchLabels:
                  app: ingress-nginx
              template:
                metadata:
                  labels:
                    app: ingress-nginx
                spec:
                  containers:
                  - name: controller
                    image: registry.k8s.io/ingress-nginx/controller:v1.15.1
                    args:
                    - /nginx-ingress-controller
                    - --configmap=ingress-nginx/ingress-nginx-controller
            """;
        text += string.Concat(flags.Select(flag => $"\n        - {flag}"));
        foreach (var item in KubernetesYaml.Load(text, "surroundings.yaml"))
            yield return item.Object ?? throw new InvalidDataException(item.Error?.ToString());
    }

    private static JsonDocument? ReadJson(string directory, string name)
    {
        var path = Path.Combine(directory, name);
        return File.Exists(path) ? JsonDocument.Parse(File.ReadAllText(path)) : null;
    }
}
