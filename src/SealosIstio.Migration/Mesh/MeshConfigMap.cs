using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Comparing;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Mesh;

/// <summary>The mesh configuration as a cluster has it.</summary>
/// <param name="ConfigMap">The ConfigMap that istiod reads it from.</param>
/// <param name="Text">The text of its key <c>mesh</c>.</param>
/// <param name="Config">What the text says.</param>
public sealed record MeshConfigState(V1ConfigMap ConfigMap, string Text, JsonObject Config)
{
    /// <summary>Which ConfigMap.</summary>
    public ResourceIdentity Identity => ResourceIdentity.Of(ConfigMap);
}

/// <summary>A change of the mesh configuration that is planned.</summary>
/// <param name="State">The configuration as it was read.</param>
/// <param name="Text">The text as it is to be; the same as it is when nothing changes.</param>
/// <param name="Config">What that says.</param>
/// <param name="Differences">The fields that change; empty when there is nothing to do.</param>
public sealed record MeshConfigChange(
    MeshConfigState State,
    string Text,
    JsonObject Config,
    IReadOnlyList<FieldDifference> Differences
)
{
    /// <summary>Whether anything is written.</summary>
    public bool IsChange => Differences.Count > 0;

    /// <summary>The fields that change, one after the other.</summary>
    public override string ToString() => string.Join("; ", Differences);
}

/// <summary>
/// Reads and changes Istio's mesh configuration: the key <c>mesh</c> of istiod's ConfigMap, <c>istio</c> or <c>istio-</c> and a revision.
/// Only the given fields change, and only if nobody else has changed the text since it was read.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="space">Istio's namespace.</param>
public sealed class MeshConfigMap(IKubernetesCluster cluster, string space)
{
    private const string BaseName = "istio";
    private const string Key = "mesh";
    private const int MaximumAttempts = 5;
    private static readonly ResourceType Type = KnownTypes.Of<V1ConfigMap>();

    /// <summary>Reads it.</summary>
    /// <param name="revision">
    /// The revision of istiod; <c>default</c> is the one without a name. Null for the one without a name, or else the only one.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ResourceException">There is none, several could be meant, or it can't be read.</exception>
    public async Task<MeshConfigState> ReadAsync(string? revision = null, CancellationToken cancellationToken = default)
    {
        var map = await FindAsync(revision, cancellationToken);
        if (map.Data?.GetOrNull(Key) is not { } text)
            throw Unreadable(map, "the key is missing");
        try
        {
            return KubernetesYaml.LoadTree(text, $"{map} data.{Key}") switch
            {
                null => new MeshConfigState(map, text, []),
                JsonObject config => new MeshConfigState(map, text, config),
                _ => throw Unreadable(map, "it is no mapping"),
            };
        }
        catch (ManifestException exception)
        {
            throw Unreadable(map, exception.Error.Message);
        }
    }

    /// <summary>What setting fields would change. Writes nothing.</summary>
    /// <param name="state">The configuration as it is.</param>
    /// <param name="fields">The fields: mappings are merged, lists and values replaced, null takes a field away.</param>
    /// <exception cref="ResourceException">MeshConfig has no such field, or it can't have such a value.</exception>
    public static MeshConfigChange Plan(MeshConfigState state, JsonObject fields)
    {
        var problems = MeshConfigSchema.Check(fields).ToList();
        if (problems.Count > 0)
            throw new ResourceException(
                ResourceProblem.Invalid,
                state.Identity,
                $"{state.ConfigMap}: data.{Key}: {string.Join("; ", problems)}.",
                "Correct the fields that the message names; istio.io/latest/docs/reference/config/istio.mesh.v1alpha1 lists all."
            );
        var after = (JsonObject)state.Config.DeepClone();
        Merge(after, fields);
        var differences = MeshConfigDifference.Between(state.Config, after);
        var text = differences.Count == 0 ? state.Text : MeshConfigText.Edit(state.Text, state.Config, after);
        return new MeshConfigChange(state, text, after, differences);
    }

    /// <summary>Makes a change.</summary>
    /// <exception cref="ResourceException">The text was changed since it was read.</exception>
    /// <exception cref="KubernetesApiException">The server refused it.</exception>
    public async Task<ApplyResult> ApplyAsync(MeshConfigChange change, CancellationToken cancellationToken = default)
    {
        var map = change.State.ConfigMap;
        if (!change.IsChange)
            return new ApplyResult(change.State.Identity, ApplyAction.Unchanged, null, map, IsDryRun: false);
        for (var attempt = 1; ; attempt++)
            try
            {
                var applied = await cluster.PatchAsync(
                    Type,
                    space,
                    map.Metadata.Name!,
                    Patch(change.Text, map.Metadata.ResourceVersion),
                    new PatchOptions(),
                    cancellationToken
                );
                return new ApplyResult(
                    change.State.Identity,
                    ApplyAction.Configured,
                    change.ToString(),
                    applied,
                    IsDryRun: false
                );
            }
            catch (KubernetesApiException exception) when (exception.Code is 404 or 409)
            {
                var live = await cluster.GetAsync(Type, space, map.Metadata.Name!, cancellationToken) as V1ConfigMap;
                if (live?.Data?.GetOrNull(Key) != change.State.Text)
                    throw new ResourceException(
                        ResourceProblem.ChangedMeanwhile,
                        change.State.Identity,
                        $"{map}: data.{Key} was changed by somebody else since it was read.",
                        "Run it again: it then starts from what is there now."
                    );
                // Another key, or a label: nothing that the change builds on.
                if (attempt == MaximumAttempts)
                    throw;
                map = live!;
            }
    }

    // With the version that it was made for, so that it fails with a conflict on any other. A JSON patch with a test of the text won't do:
    // servers compare texts as they were escaped.
    private static KubernetesPatch Patch(string text, string? version) =>
        new(
            PatchType.Merge,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["resourceVersion"] = version },
                ["data"] = new JsonObject { [Key] = text },
            }
        );

    private async Task<V1ConfigMap> FindAsync(string? revision, CancellationToken cancellationToken)
    {
        var name = revision is null or "" or "default" ? BaseName : $"{BaseName}-{revision}";
        if (await cluster.GetAsync(Type, space, name, cancellationToken) is V1ConfigMap named)
            return named;
        if (revision is not null)
            throw NotFound(name);
        var found = new List<V1ConfigMap>();
        var options = new ListOptions { Namespace = space };
        await foreach (var item in cluster.ListAsync(Type, options, cancellationToken))
            if (
                item is V1ConfigMap map
                && map.Metadata.Name!.StartsWith(BaseName + "-", StringComparison.Ordinal)
                && map.Data?.ContainsKey(Key) == true
            )
                found.Add(map);
        return found switch
        {
            [var only] => only,
            [] => throw NotFound(name),
            _ => throw new ResourceException(
                ResourceProblem.Ambiguous,
                null,
                $"Namespace {space} has the mesh configuration of several revisions: "
                    + string.Join(", ", found.Select(map => map.Metadata.Name![(BaseName.Length + 1)..]))
                    + ".",
                "Name one with -Revision."
            ),
        };
    }

    private ResourceException NotFound(string name)
    {
        var identity = new ResourceIdentity(V1ConfigMap.KubeApiVersion, V1ConfigMap.KubeKind, space, name);
        return new ResourceException(
            ResourceProblem.NotFound,
            identity,
            $"{identity} doesn't exist, from which istiod reads the mesh configuration.",
            "Install Istio first (Install-IstioControlPlane), or name its namespace with -Namespace and its revision with -Revision."
        );
    }

    private static ResourceException Unreadable(V1ConfigMap map, string reason) =>
        new(
            ResourceProblem.Invalid,
            ResourceIdentity.Of(map),
            $"{map}: data.{Key} can't be read: {reason}.",
            "Correct it by hand (kubectl edit): istiod can't read it either."
        );

    private static void Merge(JsonObject target, JsonObject fields)
    {
        foreach (var (name, value) in fields)
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject part && target[name] is JsonObject existing)
                Merge(existing, part);
            else
                target[name] = WithoutNulls(value);
    }

    private static JsonNode? WithoutNulls(JsonNode value)
    {
        var copy = value.DeepClone();
        if (copy is JsonObject part)
        {
            var clean = new JsonObject();
            Merge(clean, part);
            return clean;
        }
        return copy;
    }
}
