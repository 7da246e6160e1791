using System.Globalization;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster.FieldManagement;
using SealosIstio.Kubernetes.Cluster.Patching;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>Applies and patches objects.</summary>
internal sealed class ObjectWriter(
    ManifestStore store,
    ServedResources served,
    ObjectRemover remover,
    TimeProvider timeProvider
)
{
    private static readonly string[] OfTheServer =
    [
        "uid",
        "creationTimestamp",
        "generation",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "selfLink",
    ];

    private static readonly ResourceKey Namespaces = new("", "namespaces");

    /// <summary>Server-side apply.</summary>
    public KubernetesObject Apply(KubernetesObject desired, ApplyOptions options)
    {
        var applied = KubernetesJson.ToJsonObject(desired);
        var (group, version) = (GroupOf(desired.ApiVersion), VersionOf(desired.ApiVersion));
        var type =
            served.Find(group, desired.Kind, version) ?? throw ManifestFailure.NotServed(group, version, desired.Kind);
        var metadata = ObjectMetadata.Of(applied);
        if (!type.Namespaced && metadata.Text("namespace") is { Length: > 0 } given)
            throw ManifestFailure.BadRequest(
                $"{desired.Kind} objects live in no namespace, but metadata.namespace is \"{given}\""
            );
        foreach (var field in OfTheServer.Append("managedFields").Append("resourceVersion"))
            metadata.Set(field, null);
        applied.Remove("status");
        RemoveNulls(applied);

        lock (store.Gate)
        {
            var key = KeyOf(type, metadata.Text("namespace"), metadata.Text("name") ?? "");
            var live = store.Find(key);
            if (live is null)
                RequireNamespace(type, key);
            var before = live is null ? null : Read(live, type);
            JsonObject result;
            try
            {
                result = Manager(type).Apply(before, applied, options.FieldManager, options.Force);
            }
            catch (FieldConflictException exception)
            {
                throw ManifestFailure.FieldConflicts(exception.Conflicts);
            }
            catch (FieldPathException exception)
            {
                throw ManifestFailure.BadRequest(
                    $"failed to create typed patch object ({key.Namespace}/{key.Name}; {type.ApiVersion}, Kind={type.Kind}): {exception.Message}"
                );
            }
            return Commit(type, key, live, before, result, options.DryRun);
        }
    }

    /// <summary>Merge patch or JSON patch.</summary>
    public KubernetesObject Patch(
        ResourceType requested,
        string? namespaceName,
        string name,
        KubernetesPatch patch,
        PatchOptions options
    )
    {
        var type = served.Require(requested);
        var toStatus = options.Subresource == "status";
        if (options.Subresource is not null && !(toStatus && KindTraits.HasStatus(type)))
            throw ManifestFailure.NotServed(type.Group, type.Version, type.Kind);
        lock (store.Gate)
        {
            var key = KeyOf(type, namespaceName, name);
            var live = store.Find(key) ?? throw ManifestFailure.NotFound(type, name);
            var before = Read(live, type);
            var patched = Patched(before, patch);
            WriteChecks.Identity(type, before, patched);
            if (toStatus)
            {
                var status = patched["status"]?.DeepClone();
                patched = (JsonObject)before.DeepClone();
                SetOrRemove(patched, "status", status);
            }
            else if (KindTraits.HasStatus(type))
            {
                SetOrRemove(patched, "status", before["status"]?.DeepClone());
            }
            WriteChecks.Finalizers(type, live, patched);
            ObjectDefaults.Fill(type, patched);
            CopyServerFields(before, patched);
            var manager = ManagerIdentity.Updater(options.FieldManager, type.ApiVersion, options.Subresource);
            var result = Manager(type).Update(before, patched, manager);
            return Commit(type, key, live, before, result, options.DryRun);
        }
    }

    /// <summary>Where an object of a type lies; the namespace has no effect for cluster-scoped types.</summary>
    /// <exception cref="ArgumentException">The name or the namespace can't be one.</exception>
    public static ObjectKey KeyOf(ResourceType type, string? namespaceName, string name)
    {
        // The same arguments are refused as by a connection to a server, whose paths they would make.
        _ = Api.ApiPath.Object(type, namespaceName, name);
        return new ObjectKey(ResourceKey.Of(type), type.Namespaced ? namespaceName! : "", name);
    }

    private KubernetesObject Commit(
        ResourceType type,
        ObjectKey key,
        StoredObject? live,
        JsonObject? before,
        JsonObject result,
        bool dryRun
    )
    {
        var metadata = ObjectMetadata.Of(result);
        metadata.Set("name", key.Name);
        metadata.Set("namespace", type.Namespaced ? key.Namespace : null);
        if (before is null)
        {
            metadata.Set("uid", Guid.NewGuid().ToString());
            metadata.Set("creationTimestamp", Now());
            metadata.Set("generation", KindTraits.HasGeneration(type) ? 1 : null);
        }
        else
        {
            CopyServerFields(before, result);
        }
        ObjectDefaults.Fill(type, result);
        ObjectRules.Check(type, key.Name, result);
        WriteChecks.Types(type, key.Name, result);
        if (live is not null && IsSame(before!, result))
            return live.ToObject(type);
        if (before is not null && KindTraits.HasGeneration(type) && !SameDesiredState(before, result))
            metadata.Set("generation", (metadata.Number("generation") ?? 0) + 1);
        if (dryRun)
        {
            metadata.Set("resourceVersion", live?.Version.ToString(CultureInfo.InvariantCulture));
            return KubernetesJson.FromJsonObject(result);
        }
        // A custom object keeps the version in which it was stored first; readers get the one that they ask for.
        var storedType = live?.Type ?? type;
        result["apiVersion"] = storedType.ApiVersion;
        if (live is not null && remover.TryFinishDeletion(live, metadata))
            return KubernetesJson.FromJsonObject(result);
        return store.Put(key, storedType, result).ToObject(type);
    }

    private FieldManager Manager(ResourceType type) => new(served.SchemaOf(type), Now());

    private string Now() => Timestamp.Format(timeProvider.GetUtcNow());

    private void RequireNamespace(ResourceType type, ObjectKey key)
    {
        if (!type.Namespaced)
            return;
        var owner = store.Find(new ObjectKey(Namespaces, "", key.Namespace));
        if (owner is null)
            throw ManifestFailure.NotFound(new ResourceType("", "v1", "Namespace", "namespaces", false), key.Namespace);
        if (owner.IsTerminating)
            throw ManifestFailure.NamespaceTerminating(type, key.Name, key.Namespace);
    }

    private static JsonObject Read(StoredObject live, ResourceType type)
    {
        var result = live.ToJson();
        result["apiVersion"] = type.ApiVersion;
        return result;
    }

    private static JsonObject Patched(JsonObject before, KubernetesPatch patch)
    {
        try
        {
            var result =
                patch.Type == PatchType.Merge
                    ? JsonMergePatch.Apply(before, patch.Content)
                    : JsonPatch.Apply(before, patch.Content);
            return result as JsonObject ?? throw ManifestFailure.BadRequest("the patch leaves no object");
        }
        catch (JsonPatchException exception)
        {
            throw exception.Malformed
                ? ManifestFailure.BadRequest(exception.Message)
                : ManifestFailure.Unprocessable(exception.Message);
        }
    }

    private static void CopyServerFields(JsonObject from, JsonObject to)
    {
        var (old, current) = (ObjectMetadata.Of(from), ObjectMetadata.Of(to));
        foreach (var field in OfTheServer.Append("resourceVersion"))
            current.Copy(field, old);
    }

    private static bool IsSame(JsonObject before, JsonObject after)
    {
        var (old, current) = ((JsonObject)before.DeepClone(), (JsonObject)after.DeepClone());
        ObjectMetadata.Of(old).Set("managedFields", null);
        ObjectMetadata.Of(current).Set("managedFields", null);
        return JsonNode.DeepEquals(old, current) && ManagedFields.Of(before).SameOwners(ManagedFields.Of(after));
    }

    private static bool SameDesiredState(JsonObject before, JsonObject after)
    {
        return JsonNode.DeepEquals(DesiredState(before), DesiredState(after));

        static JsonObject DesiredState(JsonObject value)
        {
            var result = (JsonObject)value.DeepClone();
            result.Remove("metadata");
            result.Remove("status");
            return result;
        }
    }

    private static void SetOrRemove(JsonObject value, string name, JsonNode? field)
    {
        value.Remove(name);
        if (field is not null)
            value[name] = field;
    }

    private static void RemoveNulls(JsonNode? value)
    {
        if (value is JsonObject fields)
        {
            foreach (var (name, field) in fields.ToList())
            {
                if (field is null)
                    fields.Remove(name);
                else
                    RemoveNulls(field);
            }
        }
        else if (value is JsonArray items)
        {
            foreach (var item in items)
                RemoveNulls(item);
        }
    }

    private static string GroupOf(string apiVersion) =>
        apiVersion.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? apiVersion[..slash] : "";

    private static string VersionOf(string apiVersion) =>
        apiVersion[(apiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
