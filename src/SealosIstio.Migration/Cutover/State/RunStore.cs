using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Cutover.State;

/// <summary>Keeps the records of the runs: one ConfigMap each, in the namespace of Sealos' own settings or of the gateway.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="gatewayNamespace">Where to keep them in a cluster without Sealos.</param>
public sealed class RunStore(IKubernetesCluster cluster, string gatewayNamespace)
{
    /// <summary>The label of everything that belongs to a run's record; its value is the id.</summary>
    public const string RunLabel = "sealos.io/cutover-run";

    private const string SealosNamespace = "sealos-system";
    private const string Entry = "run.json";
    private const string RecordLabel = "sealos.io/cutover-record";
    private string? home;

    /// <summary>A new id: the time in UTC, and four digits that keep two apart.</summary>
    public static string NewId(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)
        + "-"
        + Convert.ToHexString(RandomNumberGenerator.GetBytes(2)).ToLowerInvariant();

    /// <summary>The namespace of the records.</summary>
    /// <exception cref="ResourceException">Neither of the two namespaces exists.</exception>
    public async Task<string> HomeAsync(CancellationToken cancellationToken = default)
    {
        if (home is not null)
            return home;
        foreach (var name in new[] { SealosNamespace, gatewayNamespace })
            if (await cluster.GetAsync(KnownTypes.Of<V1Namespace>(), null, name, cancellationToken) is not null)
                return home = name;
        throw new ResourceException(
            ResourceProblem.NotFound,
            new ResourceIdentity(V1Namespace.KubeApiVersion, V1Namespace.KubeKind, null, gatewayNamespace),
            $"The cluster '{cluster.Name}' has neither the namespace {SealosNamespace} nor {gatewayNamespace}: there is nowhere to keep the "
                + "record of a cutover.",
            "Install Istio first, or name the namespace of its gateway when connecting."
        );
    }

    /// <summary>Every run that the cluster remembers, the newest first.</summary>
    public async Task<IReadOnlyList<CutoverRun>> ListAsync(CancellationToken cancellationToken = default)
    {
        var runs = new List<CutoverRun>();
        var options = new ListOptions
        {
            Namespace = await HomeAsync(cancellationToken),
            LabelSelector = $"{RecordLabel}=true,{Provenance.ManagedByLabel}={Provenance.ManagedBy}",
        };
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1ConfigMap>(), options, cancellationToken))
            runs.Add(Read((V1ConfigMap)item));
        return [.. runs.OrderByDescending(run => run.Id, StringComparer.Ordinal)];
    }

    /// <summary>One run.</summary>
    /// <param name="id">The run; null for the newest.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ResourceException">There is none.</exception>
    public async Task<CutoverRun> RequireAsync(string? id, CancellationToken cancellationToken = default)
    {
        var runs = await ListAsync(cancellationToken);
        return runs.FirstOrDefault(run => id is null || run.Id == id)
            ?? throw new ResourceException(
                ResourceProblem.RunNotFound,
                new ResourceIdentity(
                    V1ConfigMap.KubeApiVersion,
                    V1ConfigMap.KubeKind,
                    home,
                    id is null ? "" : NameOf(id)
                ),
                id is null
                    ? $"The cluster '{cluster.Name}' has no record of a cutover."
                    : $"The cluster '{cluster.Name}' has no record of the cutover '{id}'.",
                "Get-SealosMigrationStatus lists the runs."
            );
    }

    /// <summary>Writes a run down; a shard's view of one changes what concerns that shard.</summary>
    /// <exception cref="ResourceException">The run of a shard has no record any more, or a rollback of it began.</exception>
    public async Task WriteAsync(CutoverRun run, CancellationToken cancellationToken = default)
    {
        if (run.Shard is not null)
        {
            await MergeAsync(run, cancellationToken);
            return;
        }
        var record = new V1ConfigMap
        {
            Metadata = await MetadataAsync(NameOf(run.Id), run.Id, cancellationToken),
            Data = DataOf(run),
        };
        record.Metadata.Labels![RecordLabel] = "true";
        await cluster.ApplyAsync(record, new ApplyOptions { Force = true }, cancellationToken);
    }

    // The shards write at the same time: each repeats its change on what another one made of the record.
    private async Task MergeAsync(CutoverRun view, CancellationToken cancellationToken)
    {
        var (space, name) = (await HomeAsync(cancellationToken), NameOf(view.Id));
        var type = KnownTypes.Of<V1ConfigMap>();
        while (true)
        {
            var live = await cluster.GetAsync(type, space, name, cancellationToken) as V1ConfigMap;
            if (live is null || Read(live) is not { Phase: CutoverPhase.Running or CutoverPhase.Completed } run)
                throw new ResourceException(
                    ResourceProblem.RunUnfinished,
                    new ResourceIdentity(V1ConfigMap.KubeApiVersion, V1ConfigMap.KubeKind, space, name),
                    $"The cutover {view.Id} is being taken back, or has no record any more.",
                    "Get-SealosMigrationStatus lists the runs."
                );
            var patch = new JsonObject
            {
                ["metadata"] = new JsonObject { ["resourceVersion"] = live.Metadata.ResourceVersion },
                ["data"] = new JsonObject(DataOf(run.With(view)).Select(Field)),
            };
            try
            {
                await cluster.PatchAsync(
                    type,
                    space,
                    name,
                    new KubernetesPatch(PatchType.Merge, patch),
                    new PatchOptions(),
                    cancellationToken
                );
                return;
            }
            catch (KubernetesApiException exception) when (exception.Code == 409)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(20, 200)), cancellationToken);
            }
        }

        static KeyValuePair<string, JsonNode?> Field(KeyValuePair<string, string> entry) => new(entry.Key, entry.Value);
    }

    private static Dictionary<string, string> DataOf(CutoverRun run) =>
        new(StringComparer.Ordinal)
        {
            [Entry] = JsonSerializer.Serialize(run, CutoverJson.Default.CutoverRun),
            ["phase"] = run.Phase.ToString(),
        };

    /// <summary>The metadata of an object that belongs to a run's record.</summary>
    internal async Task<V1ObjectMeta> MetadataAsync(string name, string id, CancellationToken cancellationToken) =>
        new()
        {
            Name = name,
            NamespaceProperty = await HomeAsync(cancellationToken),
            Labels = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [Provenance.ManagedByLabel] = Provenance.ManagedBy,
                [RunLabel] = id,
            },
        };

    internal static string NameOf(string id) => $"sealos-cutover-{id}";

    private static CutoverRun Read(V1ConfigMap record)
    {
        try
        {
            if (
                record.Data?.GetOrNull(Entry) is { } text
                && JsonSerializer.Deserialize(text, CutoverJson.Default.CutoverRun) is { } run
            )
                return run;
        }
        catch (JsonException)
        {
            // Said below: there is no record without a record.
        }
        throw new ResourceException(
            ResourceProblem.Invalid,
            ResourceIdentity.Of(record),
            $"{record}: data['{Entry}'] can't be read: somebody changed it, or a newer version of SealosIstio wrote it.",
            "Use the version that wrote it, or restore the ConfigMap."
        );
    }
}
