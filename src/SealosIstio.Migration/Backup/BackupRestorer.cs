using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Manifests;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Backup;

/// <summary>One object that is to be restored.</summary>
/// <param name="Difference">How it stands to the cluster.</param>
/// <param name="Obstacle">Why it is left alone; null when nothing speaks against it.</param>
public sealed record RestoreStep(BackupDifference Difference, string? Obstacle)
{
    /// <summary>Which object.</summary>
    public ResourceIdentity Identity => Difference.Identity;

    /// <summary>Whether anything is written.</summary>
    public bool IsChange => Obstacle is null && Difference.Status != BackupDifferenceStatus.Equal;
}

/// <summary>
/// Restores objects of a backup. What is missing is created, what is equal stays, and what was changed since the backup is put back only by
/// force: somebody wanted the change.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="force">Whether what was changed since the backup is put back.</param>
public sealed class BackupRestorer(IKubernetesCluster cluster, bool force = false)
{
    /// <summary>
    /// The field manager of other people's objects. A manager of its own: what SealosIstio applies later under its usual name would
    /// otherwise take away everything of the object that it doesn't repeat.
    /// </summary>
    public const string FieldManager = "sealos-istio-restore";

    private readonly BackupComparison comparison = new(cluster);
    private readonly ServedTypes types = new(cluster);

    /// <summary>Checks the backup, and that every kind of it that is meant is served. Writes nothing.</summary>
    /// <exception cref="BackupException">The backup isn't whole.</exception>
    /// <exception cref="ResourceException">A kind isn't served.</exception>
    public async Task CheckAsync(
        SealosBackup backup,
        BackupSelection selection,
        CancellationToken cancellationToken = default
    )
    {
        await BackupReader.VerifyAsync(backup, cancellationToken);
        foreach (var file in backup.Files.Where(file => file.Count > 0 && selection.Contains(file)))
            await types.RequireAsync(new ResourceIdentity(file.ApiVersion, file.Kind, null, ""), cancellationToken);
    }

    /// <summary>What restoring would do, object by object, in the order in which it has to be done; each is read when it is its turn.</summary>
    public async IAsyncEnumerable<RestoreStep> PlanAsync(
        SealosBackup backup,
        BackupSelection selection,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await foreach (var (_, saved) in BackupReader.ReadAsync(backup, selection, cancellationToken))
        {
            var live = await comparison.FindAsync(saved, cancellationToken);
            var difference = BackupComparison.Compare(saved, live);
            yield return new RestoreStep(difference, ObstacleOf(difference));
        }
    }

    /// <summary>Restores one object.</summary>
    /// <exception cref="KubernetesApiException">The server refused it.</exception>
    /// <exception cref="ResourceException">The cluster doesn't serve the kind.</exception>
    public async Task<ApplyResult> ApplyAsync(RestoreStep step, CancellationToken cancellationToken = default)
    {
        var difference = step.Difference;
        if (step.Obstacle is { } obstacle)
            return Result(ApplyAction.Skipped, obstacle, difference.Live);
        if (difference.Status == BackupDifferenceStatus.Equal)
            return Result(ApplyAction.Unchanged, null, difference.Live);
        var saved = difference.Saved!;
        var type = await types.RequireAsync(step.Identity, cancellationToken);
        var owners = new RestoredOwners(cluster);
        var content = await owners.MapAsync(RestorableContent.Of(saved), saved, cancellationToken);
        var desired = ServedTypes.InVersion(KubernetesJson.FromJsonObject(content), type);
        if (difference.Live is null)
            return Result(ApplyAction.Created, owners.Note, await ApplyAsync(desired, cancellationToken));
        var live = difference.Live;
        // What SealosIstio applied before stays its own, so that it can be applied again without a conflict.
        if (Provenance.IsOurs(live) && Provenance.IsOurs(saved))
            live = await ApplyAsync(desired, cancellationToken);
        if (MergePatch.Between(RestorableContent.Of(live), content) is { Count: > 0 } patch)
            live = await cluster.PatchAsync(
                type,
                step.Identity.Namespace,
                step.Identity.Name,
                new KubernetesPatch(PatchType.Merge, Guarded(patch, live)),
                new PatchOptions { FieldManager = FieldManager },
                cancellationToken
            );
        return Result(ApplyAction.Configured, owners.Note, live);

        ApplyResult Result(ApplyAction action, string? message, KubernetesObject? resource) =>
            new(step.Identity, action, message, resource, IsDryRun: false);
    }

    private Task<KubernetesObject> ApplyAsync(KubernetesObject desired, CancellationToken cancellationToken) =>
        cluster.ApplyAsync(
            desired,
            new ApplyOptions
            {
                Force = true,
                FieldManager = Provenance.IsOurs(desired) ? ApplyOptions.DefaultFieldManager : FieldManager,
            },
            cancellationToken
        );

    private string? ObstacleOf(BackupDifference difference)
    {
        if (difference.Live?.Metadata.DeletionTimestamp is not null)
            return "It is being deleted: wait until it is gone, then restore it.";
        if (difference.Status == BackupDifferenceStatus.Equal)
            return null;
        if (SecretRedaction.IsRedacted(difference.Saved!))
            return "The backup has no values of Secrets: it was taken without -IncludeSecret.";
        return difference.Status == BackupDifferenceStatus.Changed && !force
            ? $"Changed since the backup: {Summary(difference)}. -Force puts it back."
            : null;
    }

    private static string Summary(BackupDifference difference)
    {
        const int Shown = 3;
        var fields = difference.Differences.Select(field => field.Field).ToList();
        return string.Join(", ", fields.Take(Shown))
            + (fields.Count > Shown ? $" and {fields.Count - Shown} more" : "");
    }

    private static JsonObject Guarded(JsonObject patch, KubernetesObject live)
    {
        if (patch["metadata"] is not JsonObject metadata)
            patch["metadata"] = metadata = [];
        metadata["resourceVersion"] = live.Metadata.ResourceVersion;
        return patch;
    }
}
