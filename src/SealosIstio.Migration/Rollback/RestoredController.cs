using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollback;

/// <summary>
/// Gives a controller the variables that it had before the run, and nothing else: whatever became of its Deployment since, such as a new
/// image, stays.
/// </summary>
internal static class RestoredController
{
    /// <summary>The patch for a Deployment as it is now; null when its variables are as they were.</summary>
    public static KubernetesPatch? PatchFor(V1Deployment live, JournalEntry entry)
    {
        // Nothing was changed, or all of it was put back by hand.
        if (entry.Before is not V1Deployment before || EnvironmentRecord.Of(live) is not { } record)
            return null;
        // Before the run nobody had changed it: what the Deployment itself remembers is it.
        if (RecordOf(before) is not { } recorded)
            return EnvironmentEdit.Restore(live);
        var path = PathOf(live, record.Container);
        var (current, wanted) = (VariablesOf(live, record.Container), VariablesOf(before, record.Container));
        var touched = record.Variables.Select(variable => variable.Key).ToHashSet(StringComparer.Ordinal);
        var kept = current.Where(variable => !touched.Contains(NameOf(variable))).ToList();
        var others = wanted.Where(variable => !touched.Contains(NameOf(variable))).ToList();
        // When nobody else changed any, every variable comes back in its place.
        var restored = IsSame(kept, others)
            ? wanted
            : [.. kept, .. wanted.Where(variable => touched.Contains(NameOf(variable)))];
        if (path is null || (IsSame(current, restored) && RecordOf(live) == recorded))
            return null;
        return new KubernetesPatch(
            PatchType.Json,
            new JsonArray([
                EnvironmentEdit.Operation("test", "/metadata/resourceVersion", live.Metadata.ResourceVersion),
                EnvironmentEdit.Operation("add", path, new JsonArray([.. restored.Select(item => item.DeepClone())])),
                .. ObjectAnnotation.Operations(live, EnvironmentRecord.Annotation, recorded),
            ])
        );
    }

    private static string? RecordOf(V1Deployment deployment) =>
        deployment.Metadata.Annotations?.GetOrNull(EnvironmentRecord.Annotation);

    private static string? PathOf(V1Deployment deployment, string container) =>
        (deployment.Spec?.Template?.Spec?.Containers ?? []).ToList().FindIndex(item => item.Name == container)
            is >= 0
                and var index
            ? $"/spec/template/spec/containers/{index}/env"
            : null;

    private static List<JsonObject> VariablesOf(V1Deployment deployment, string container) =>
        (KubernetesJson.ToJsonObject(deployment)["spec"]?["template"]?["spec"]?["containers"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Where(item => item["name"]?.GetValue<string>() == container)
            .SelectMany(item => item["env"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .ToList();

    private static string NameOf(JsonObject variable) => variable["name"]?.GetValue<string>() ?? "";

    private static bool IsSame(IReadOnlyList<JsonObject> one, IReadOnlyList<JsonObject> other) =>
        one.Count == other.Count && one.Zip(other).All(pair => JsonNode.DeepEquals(pair.First, pair.Second));
}
