using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Comparing;
using SealosIstio.Migration.Manifests;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Backup;

/// <summary>How an object stands to the backup.</summary>
public enum BackupDifferenceStatus
{
    /// <summary>As in the backup.</summary>
    Equal,

    /// <summary>Changed since the backup.</summary>
    Changed,

    /// <summary>In the backup, and no longer in the cluster.</summary>
    Missing,

    /// <summary>In the cluster, and not in the backup.</summary>
    Added,
}

/// <summary>One object of a backup against the cluster.</summary>
/// <param name="Identity">Which object.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Differences">
/// The fields that differ: Desired is the backup's value, Live the cluster's. Values of Secrets are never shown.
/// </param>
/// <param name="Saved">The object in the backup; null when Added.</param>
/// <param name="Live">The object in the cluster; null when Missing.</param>
public sealed record BackupDifference(
    ResourceIdentity Identity,
    BackupDifferenceStatus Status,
    IReadOnlyList<FieldDifference> Differences,
    KubernetesObject? Saved,
    KubernetesObject? Live
)
{
    /// <summary>The kind.</summary>
    public string Kind => Identity.Kind;

    /// <summary>The namespace; null outside namespaces.</summary>
    public string? Namespace => Identity.Namespace;

    /// <summary>The name.</summary>
    public string Name => Identity.Name;

    /// <summary><c>status kind namespace/name</c>.</summary>
    public override string ToString() => $"{Status} {Identity}";
}

/// <summary>Compares a backup with a cluster, object by object; what the server assigns never counts.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class BackupComparison(IKubernetesCluster cluster)
{
    private readonly ServedTypes types = new(cluster);

    /// <summary>Compares what is meant: first the objects of the backup, kind by kind, each time followed by those that came since.</summary>
    /// <exception cref="BackupException">The backup can't be read.</exception>
    public async IAsyncEnumerable<BackupDifference> CompareAsync(
        SealosBackup backup,
        BackupSelection selection,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (var file in backup.Files.Where(selection.Contains))
        {
            var known = new HashSet<(string?, string?)>();
            await foreach (var saved in BackupReader.ReadAsync(backup, file, cancellationToken))
            {
                known.Add((saved.Metadata.NamespaceProperty, saved.Metadata.Name));
                if (selection.Contains(saved))
                    yield return Compare(saved, await FindAsync(saved, cancellationToken));
            }
            var identity = new ResourceIdentity(file.ApiVersion, file.Kind, null, "");
            var type = await cluster.FindResourceTypeAsync(
                identity.Group,
                file.Kind,
                identity.Version,
                cancellationToken
            );
            if (type is null)
                continue;
            await foreach (var live in backup.Scope.ListAsync(cluster, type, cancellationToken))
                if (selection.Contains(live) && !known.Contains((live.Metadata.NamespaceProperty, live.Metadata.Name)))
                    yield return new BackupDifference(
                        ResourceIdentity.Of(live),
                        BackupDifferenceStatus.Added,
                        [],
                        null,
                        live
                    );
        }
    }

    /// <summary>The object as the cluster has it; null when it doesn't exist, or its kind isn't served any more.</summary>
    internal async Task<KubernetesObject?> FindAsync(KubernetesObject saved, CancellationToken cancellationToken)
    {
        var identity = ResourceIdentity.Of(saved);
        try
        {
            var type = await types.RequireAsync(identity, cancellationToken);
            return await cluster.GetAsync(type, identity.Namespace, identity.Name, cancellationToken);
        }
        catch (ResourceException exception) when (exception.Problem == ResourceProblem.TypeNotInstalled)
        {
            return null;
        }
    }

    /// <summary>Compares one object.</summary>
    internal static BackupDifference Compare(KubernetesObject saved, KubernetesObject? live)
    {
        var identity = ResourceIdentity.Of(saved);
        if (live is null)
            return new BackupDifference(identity, BackupDifferenceStatus.Missing, [], saved, null);
        var withoutValues = SecretRedaction.IsRedacted(saved);
        var before = RestorableContent.ForComparing(saved, withoutValues);
        var now = RestorableContent.ForComparing(live, withoutValues);
        var differences = ResourceComparer.Compare(before, now).Differences.ToList();
        // The comparer lets pass what only the live object has; a backup is the whole, so the other direction counts too.
        var seen = differences.Select(difference => difference.Field).ToHashSet(StringComparer.Ordinal);
        differences.AddRange(
            ResourceComparer
                .Compare(now, before)
                .Differences.Where(difference =>
                    difference.Status == FieldStatus.OnlyDesired && seen.Add(difference.Field)
                )
                .Select(difference => new FieldDifference(
                    difference.Field,
                    FieldStatus.OnlyLive,
                    null,
                    difference.Desired
                ))
        );
        var status = differences.Count == 0 ? BackupDifferenceStatus.Equal : BackupDifferenceStatus.Changed;
        return new BackupDifference(identity, status, differences, saved, live);
    }
}
