using System.Globalization;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Cluster.Contract;

/// <summary>
/// What every cluster must do. The API server is right: where a ManifestCluster differs from it, the ManifestCluster is wrong.
/// Each test works in a namespace of its own.
/// </summary>
/// <typeparam name="TCluster">The cluster.</typeparam>
public abstract class ClusterContract<TCluster> : IAsyncLifetime
    where TCluster : ContractCluster, new()
{
    protected static readonly ResourceType Namespaces = KnownTypes.Of<V1Namespace>();
    protected static readonly ResourceType ConfigMaps = KnownTypes.Of<V1ConfigMap>();
    protected static readonly ResourceType Secrets = KnownTypes.Of<V1Secret>();
    protected static readonly ResourceType Services = KnownTypes.Of<V1Service>();
    protected static readonly ResourceType Ingresses = KnownTypes.Of<V1Ingress>();
    protected static readonly ResourceType Deployments = KnownTypes.Of<V1Deployment>();
    protected static readonly ResourceType VirtualServices = new(
        "networking.istio.io",
        "v1beta1",
        "VirtualService",
        "virtualservices",
        true
    );
    protected static readonly ResourceType Unserved = new("nobody.example.com", "v1", "Nothing", "nothings", true);

    private readonly TCluster fixture = new();

    private readonly List<string> namespaces = [];

    protected IKubernetesCluster Cluster { get; private set; } = null!;

    /// <summary>This test's namespace.</summary>
    protected string Namespace { get; } = "contract-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];

    public virtual async Task InitializeAsync()
    {
        Cluster = await fixture.ConnectAsync();
        await CreateNamespaceAsync(Namespace);
    }

    public async Task DisposeAsync()
    {
        foreach (var name in namespaces)
            await Cluster.DeleteAsync(Namespaces, null, name);
        await Cluster.DisposeAsync();
        fixture.CleanUp();
    }

    protected async Task CreateNamespaceAsync(string name)
    {
        await Cluster.ApplyAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = name } }, By("contract"));
        namespaces.Add(name);
    }

    /// <summary>Has a namespace deleted when the test is over.</summary>
    protected void DeleteLater(string name) => namespaces.Add(name);

    protected static ApplyOptions By(string manager, bool force = false, bool dryRun = false) =>
        new()
        {
            FieldManager = manager,
            Force = force,
            DryRun = dryRun,
        };

    /// <summary>Reads one object from YAML, and puts it into this test's namespace.</summary>
    protected KubernetesObject Parse(string yaml)
    {
        var item = Assert.Single(KubernetesYaml.Load(yaml, "test.yaml").ToList());
        Assert.Null(item.Error);
        item.Object!.Metadata.NamespaceProperty ??= Namespace;
        return item.Object;
    }

    /// <summary>Applies one object in YAML.</summary>
    protected Task<KubernetesObject> ApplyAsync(
        string yaml,
        string manager = "one",
        bool force = false,
        bool dryRun = false
    ) => Cluster.ApplyAsync(Parse(yaml), By(manager, force, dryRun));

    /// <summary>Applies a ConfigMap.</summary>
    protected Task<KubernetesObject> ApplyConfigMapAsync(
        string name,
        string manager = "one",
        bool force = false,
        string data = "{a: '1'}",
        string metadata = ""
    ) =>
        ApplyAsync(
            $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}{(metadata.Length == 0 ? "" : ", " + metadata)}}}, data: {data}}}",
            manager,
            force
        );

    /// <summary>Reads an object that must exist, as JSON.</summary>
    protected async Task<JsonObject> ReadAsync(ResourceType type, string name)
    {
        var value = await Cluster.GetAsync(type, type.Namespaced ? Namespace : null, name);
        Assert.NotNull(value);
        return KubernetesJson.ToJsonObject(value);
    }

    protected Task<KubernetesObject> PatchAsync(
        ResourceType type,
        string name,
        PatchType patchType,
        string patch,
        string manager = "patcher",
        bool dryRun = false,
        string? subresource = null
    ) =>
        Cluster.PatchAsync(
            type,
            type.Namespaced ? Namespace : null,
            name,
            new KubernetesPatch(patchType, JsonNode.Parse(patch)!),
            new PatchOptions
            {
                FieldManager = manager,
                DryRun = dryRun,
                Subresource = subresource,
            }
        );

    protected async Task<List<string>> NamesAsync(ResourceType type, ListOptions options)
    {
        var names = new List<string>();
        await foreach (var value in Cluster.ListAsync(type, options))
            names.Add(value.Metadata.Name!);
        return names;
    }

    protected static async Task<KubernetesApiException> FailsAsync(int code, string reason, Func<Task> call)
    {
        var exception = await Assert.ThrowsAsync<KubernetesApiException>(call);
        Assert.Equal((code, reason), (exception.Code, exception.Reason));
        return exception;
    }

    /// <summary>Waits for what a controller of a real cluster does a little later.</summary>
    protected static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "It didn't happen within a minute.");
            await Task.Delay(100);
        }
    }

    protected Task GoneAsync(ResourceType type, string name) =>
        EventuallyAsync(async () => await Cluster.GetAsync(type, type.Namespaced ? Namespace : null, name) is null);

    /// <summary>The fields that a manager owns, as FieldsV1; null when it has no entry.</summary>
    protected static JsonObject? FieldsOf(KubernetesObject value, string manager, string operation = "Apply")
    {
        var entry = value.Metadata.ManagedFields?.SingleOrDefault(entry =>
            entry.Manager == manager && entry.Operation == operation
        );
        return entry?.FieldsV1 is { } fields ? JsonObject.Create(fields) : null;
    }

    protected static void AssertJson(string expected, JsonNode? actual)
    {
        var wanted = JsonNode.Parse(expected);
        Assert.True(
            JsonNode.DeepEquals(wanted, actual),
            $"Expected {wanted?.ToJsonString()} but was {actual?.ToJsonString() ?? "nothing"}."
        );
    }
}
