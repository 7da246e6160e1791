using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollback;

/// <summary>Puts a removed Ingress back as it was.</summary>
internal static class RestoredIngress
{
    private static readonly ResourceType Type = KnownTypes.Of<V1Ingress>();
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>The Ingress as it was removed, with the marks that it had before the run.</summary>
    public static V1Ingress Of(JournalEntry removed, KubernetesObject? marked)
    {
        var ingress = (V1Ingress)RecordedObject.Applicable(removed.Before!);
        Restore(
            ingress.Metadata.Annotations,
            marked?.Metadata.Annotations,
            values => ingress.Metadata.Annotations = values
        );
        Restore(ingress.Metadata.Labels, marked?.Metadata.Labels, values => ingress.Metadata.Labels = values);
        return ingress;
    }

    /// <summary>
    /// Creates it. Waits until its predecessor is gone, and until the server has noticed that the quota is lifted: admission looks at a
    /// copy that is a little behind.
    /// </summary>
    public static async Task CreateAsync(
        IKubernetesCluster cluster,
        V1Ingress ingress,
        string? manager,
        RollbackSettings settings,
        CancellationToken cancellationToken
    )
    {
        var started = settings.TimeProvider.GetTimestamp();
        while (true)
        {
            var live = await cluster.GetAsync(
                Type,
                ingress.Metadata.NamespaceProperty,
                ingress.Metadata.Name!,
                cancellationToken
            );
            var isLate = settings.TimeProvider.GetElapsedTime(started) > settings.Patience;
            if (live is { Metadata.DeletionTimestamp: null })
                return;
            if (live is null)
                try
                {
                    await cluster.ApplyAsync(
                        ingress,
                        new ApplyOptions { FieldManager = manager ?? ApplyOptions.DefaultFieldManager },
                        cancellationToken
                    );
                    return;
                }
                catch (KubernetesApiException exception)
                    when (!isLate
                        && exception.Code == 403
                        && exception.Message.Contains("exceeded quota", StringComparison.Ordinal)
                    )
                {
                    // Once more.
                }
            else if (isLate)
                throw new ResourceException(
                    ResourceProblem.Terminating,
                    ResourceIdentity.Of(live),
                    $"{live} is being deleted, and something holds it up: {string.Join(", ", live.Metadata.Finalizers ?? [])}.",
                    "Have whatever owns the finalizer finish, then run the rollback again."
                );
            await Task.Delay(Pause, settings.TimeProvider, cancellationToken);
        }
    }

    private static void Restore(
        IDictionary<string, string>? current,
        IDictionary<string, string>? before,
        Action<IDictionary<string, string>?> set
    )
    {
        var values = (current ?? new Dictionary<string, string>())
            .Where(entry => !IngressMarks.IsMark(entry.Key))
            .Concat((before ?? new Dictionary<string, string>()).Where(entry => IngressMarks.IsMark(entry.Key)))
            .ToDictionary(StringComparer.Ordinal);
        set(values.Count == 0 ? null : values);
    }
}
