using System.Globalization;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster.FieldManagement;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>
/// Deletes objects, and does at once what controllers do in a cluster a little later: garbage collection by owner references, the
/// end of namespaces and of custom kinds. An owner that isn't in the cluster doesn't count as deleted (a folder may hold a part
/// of a cluster only); one that was deleted here does.
/// </summary>
internal sealed class ObjectRemover(
    ManifestStore store,
    Func<ResourceType, FieldSchema> schemaOf,
    TimeProvider timeProvider
)
{
    private const string ForegroundFinalizer = "foregroundDeletion";
    private const string OrphanFinalizer = "orphan";
    private const string GarbageCollector = "kube-controller-manager";

    /// <summary>Answers a delete request.</summary>
    /// <returns>False when there is no such object.</returns>
    /// <exception cref="KubernetesApiException">409: a precondition doesn't hold.</exception>
    public bool Delete(ResourceType type, ObjectKey key, DeleteOptions options)
    {
        lock (store.Gate)
        {
            if (store.Find(key) is not { } value)
                return false;
            if (options.PreconditionUid is { } uid && uid != value.Uid)
                throw ManifestFailure.Conflict(
                    type,
                    key.Name,
                    $"the UID in the precondition ({uid}) does not match the UID in record ({value.Uid}). The object might have been deleted and then recreated"
                );
            var version = value.Version.ToString(CultureInfo.InvariantCulture);
            if (options.PreconditionResourceVersion is { } wanted && wanted != version)
                throw ManifestFailure.Conflict(
                    type,
                    key.Name,
                    $"the ResourceVersion in the precondition ({wanted}) does not match the ResourceVersion in record ({version}). The object might have been modified"
                );
            if (!options.DryRun)
                Delete(value, options.Propagation ?? DeletionPropagation.Background);
            return true;
        }
    }

    private void Delete(StoredObject value, DeletionPropagation propagation)
    {
        if (KindTraits.IsNamespace(value.Key.Resource))
        {
            DeleteNamespace(value);
            return;
        }
        if (KindTraits.IsDefinition(value.Key.Resource))
            DeleteInstances(value);
        if (propagation == DeletionPropagation.Orphan)
            ReleaseDependents(value.Uid);

        var hold = propagation == DeletionPropagation.Foreground && store.DependentsOf(value.Uid).Count > 0;
        if (value.Finalizers.Count == 0 && !hold)
        {
            Remove(value);
            return;
        }
        var marked = Mark(value, hold ? ForegroundFinalizer : null);
        if (!hold)
            return;
        DeleteEach(store.DependentsOf(value.Uid), DeletionPropagation.Foreground);
        EndForegroundDeletion(marked.Key);
    }

    /// <summary>Removes a deleted object when a write takes its last finalizer. Called under the store's lock.</summary>
    /// <param name="live">The stored object.</param>
    /// <param name="written">The metadata that was written.</param>
    /// <returns>True when the object is gone and needs no new version.</returns>
    public bool TryFinishDeletion(StoredObject live, ObjectMetadata written)
    {
        var isHeld =
            !live.IsTerminating
            || written.TextList("finalizers").Count > 0
            || (KindTraits.IsNamespace(live.Key.Resource) && store.HasContent(live.Key.Name));
        if (!isHeld)
            Remove(live);
        return !isHeld;
    }

    private void Remove(StoredObject value)
    {
        store.Remove(value);
        foreach (var dependent in store.DependentsOf(value.Uid))
            if (store.Find(dependent.Key) is { } left)
                Collect(left, value.Uid);
        foreach (var owner in value.Owners)
            if (store.FindByUid(owner.Uid) is { } waiting)
                EndForegroundDeletion(waiting.Key);
        if (value.Key.Namespace.Length > 0)
            EndNamespace(value.Key.Namespace);
    }

    private void Collect(StoredObject dependent, string goneUid)
    {
        var isHeld = dependent.Owners.Any(owner => owner.Uid != goneUid && !store.WasDeleted(owner.Uid));
        if (isHeld)
            RemoveOwner(dependent, goneUid);
        else if (!dependent.IsTerminating)
            Delete(dependent, DeletionPropagation.Background);
    }

    private void ReleaseDependents(string uid)
    {
        foreach (var dependent in store.DependentsOf(uid))
            RemoveOwner(dependent, uid);
    }

    private void RemoveOwner(StoredObject dependent, string uid)
    {
        var before = dependent.ToJson();
        var after = dependent.ToJson();
        var metadata = ObjectMetadata.Of(after);
        var rest = ((JsonArray)metadata.Json["ownerReferences"]!)
            .Where(reference => reference?["uid"]?.GetValue<string>() != uid)
            .Select(reference => reference?.DeepClone())
            .ToArray();
        metadata.Set("ownerReferences", rest.Length == 0 ? null : new JsonArray(rest));
        var manager = ManagerIdentity.Updater(GarbageCollector, dependent.Type.ApiVersion, null);
        var tracked = new FieldManager(schemaOf(dependent.Type), Now()).Update(before, after, manager);
        store.Put(dependent.Key, dependent.Type, tracked);
    }

    private StoredObject Mark(StoredObject value, string? finalizer)
    {
        if (value.IsTerminating && (finalizer is null || value.Finalizers.Contains(finalizer)))
            return value;
        var marked = value.ToJson();
        var metadata = ObjectMetadata.Of(marked);
        if (!value.IsTerminating)
        {
            metadata.Set("deletionTimestamp", Now());
            metadata.Set("deletionGracePeriodSeconds", 0);
            if (metadata.Number("generation") is { } generation)
                metadata.Set("generation", generation + 1);
        }
        if (finalizer is not null)
            metadata.Set("finalizers", new JsonArray([.. value.Finalizers, finalizer]));
        return store.Put(value.Key, value.Type, marked);
    }

    private void EndForegroundDeletion(ObjectKey key)
    {
        if (store.Find(key) is not { IsTerminating: true } owner || !owner.Finalizers.Contains(ForegroundFinalizer))
            return;
        var isBlocked = store
            .DependentsOf(owner.Uid)
            .Any(dependent =>
                dependent.Owners.Any(reference => reference.Uid == owner.Uid && reference.BlocksDeletion)
            );
        if (isBlocked)
            return;
        var released = owner.ToJson();
        var rest = owner.Finalizers.Where(finalizer => finalizer is not (ForegroundFinalizer or OrphanFinalizer));
        var finalizers = new JsonArray(rest.Select(finalizer => JsonValue.Create(finalizer)).ToArray<JsonNode?>());
        ObjectMetadata.Of(released).Set("finalizers", finalizers.Count == 0 ? null : finalizers);
        if (finalizers.Count == 0)
            Remove(owner);
        else
            store.Put(key, owner.Type, released);
    }

    private void DeleteNamespace(StoredObject value)
    {
        if (!value.IsTerminating)
        {
            var marked = value.ToJson();
            ObjectMetadata.Of(marked).Set("deletionTimestamp", Now());
            ObjectDefaults.Fill(value.Type, marked);
            store.Put(value.Key, value.Type, marked);
        }
        DeleteEach(store.ContentOf(value.Key.Name), DeletionPropagation.Background);
        EndNamespace(value.Key.Name);
    }

    private void EndNamespace(string name)
    {
        var key = new ObjectKey(new ResourceKey("", "namespaces"), "", name);
        var isDone = store.Find(key) is { IsTerminating: true, Finalizers.Count: 0 } && !store.HasContent(name);
        if (isDone)
            Remove(store.Find(key)!);
    }

    private void DeleteInstances(StoredObject definition)
    {
        if (CustomKind.Read(definition.ToJson()) is not { } custom)
            return;
        DeleteEach(store.Table(custom.Kind.Key).All(), DeletionPropagation.Background);
    }

    private void DeleteEach(IEnumerable<StoredObject> values, DeletionPropagation propagation)
    {
        foreach (var value in values)
            // One may be gone by now, as the dependent of another.
            if (store.Find(value.Key) is { IsTerminating: false } left)
                Delete(left, propagation);
    }

    private string Now() => Timestamp.Format(timeProvider.GetUtcNow());
}
