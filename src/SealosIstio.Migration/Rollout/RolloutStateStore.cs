using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollout;

/// <summary>How a rollout is written down.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(IstioRolloutState))]
internal sealed partial class RolloutJson : JsonSerializerContext;

/// <summary>
/// Keeps the state of the cluster's rollout: the ConfigMap <c>istio-rollout-state</c> beside the records of the runs. It is written only as
/// long as it is as it was read.
/// </summary>
internal sealed class RolloutStateStore(IKubernetesCluster cluster, RunStore runs)
{
    public const string Name = "istio-rollout-state";

    private const string Entry = "state.json";
    private static readonly ResourceType Type = KnownTypes.Of<V1ConfigMap>();
    private V1ConfigMap? live;

    /// <summary>Reads it; null when the cluster has none.</summary>
    public async Task<IstioRolloutState?> ReadAsync(CancellationToken cancellationToken)
    {
        live =
            await cluster.GetAsync(Type, await runs.HomeAsync(cancellationToken), Name, cancellationToken)
            as V1ConfigMap;
        if (live is null)
            return null;
        try
        {
            if (
                live.Data?.GetOrNull(Entry) is { } text
                && JsonSerializer.Deserialize(text, RolloutJson.Default.IstioRolloutState) is { } state
                && state.Stage >= 0
                && state.Stage <= state.Plan.Stages.Count
            )
                return state;
        }
        catch (JsonException)
        {
            // Said below: there is no state without one that can be read.
        }
        throw new ResourceException(
            ResourceProblem.Invalid,
            ResourceIdentity.Of(live),
            $"{live}: data['{Entry}'] can't be read: somebody changed it, or a newer version of SealosIstio wrote it.",
            "Use the version that wrote it, or restore the ConfigMap; Invoke-IstioRollback takes the run back without it."
        );
    }

    /// <summary>Writes it in place of what was read.</summary>
    /// <exception cref="ResourceException">Somebody else wrote it meanwhile.</exception>
    public async Task WriteAsync(IstioRolloutState state, CancellationToken cancellationToken)
    {
        var record = new V1ConfigMap
        {
            Metadata = await runs.MetadataAsync(Name, state.RunId, cancellationToken),
            Data = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [Entry] = JsonSerializer.Serialize(state, RolloutJson.Default.IstioRolloutState),
                // For people who look with kubectl.
                ["phase"] = state.Phase.ToString(),
                ["stage"] = state.Stage.ToString(CultureInfo.InvariantCulture),
                ["percent"] = state.Percent.ToString(CultureInfo.InvariantCulture),
                ["startedAt"] = state.StartedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["bakeUntil"] = state.BakeUntil?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? "",
            },
        };
        try
        {
            live = (V1ConfigMap)(
                live is null
                    // Of two that create it at once, the second one is in conflict with the first.
                    ? await cluster.ApplyAsync(
                        record,
                        new ApplyOptions { FieldManager = $"{ApplyOptions.DefaultFieldManager}-{Guid.NewGuid():N}" },
                        cancellationToken
                    )
                    : await cluster.PatchAsync(
                        Type,
                        live.Metadata.NamespaceProperty,
                        Name,
                        new KubernetesPatch(PatchType.Merge, PatchOf(record, live)),
                        new PatchOptions(),
                        cancellationToken
                    )
            );
        }
        catch (KubernetesApiException exception) when (exception.Code is 404 or 409)
        {
            throw new ResourceException(
                ResourceProblem.RolloutStateChanged,
                ResourceIdentity.Of(record),
                $"{record} was changed by somebody else since it was read.",
                "See Get-IstioRollout, then try again."
            );
        }
    }

    private static JsonObject PatchOf(V1ConfigMap record, V1ConfigMap before)
    {
        var data = new JsonObject();
        foreach (var (key, value) in record.Data!)
            data[key] = value;
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["resourceVersion"] = before.Metadata.ResourceVersion,
                ["labels"] = new JsonObject
                {
                    [Provenance.ManagedByLabel] = Provenance.ManagedBy,
                    [RunStore.RunLabel] = record.Metadata.Labels![RunStore.RunLabel],
                },
            },
            ["data"] = data,
        };
    }
}
