using System.Collections;
using SealosIstio.Connections;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Connections;

namespace SealosIstio.Completion;

/// <summary>Asks the cluster for candidates, for half a second at most: the Tab key must never hang.</summary>
internal static class LiveCompletion
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(500);
    private const int MaximumCandidates = 500;

    /// <summary>The connection that the command line so far would use; null when there is none.</summary>
    public static SealosConnection? ConnectionFor(IDictionary boundParameters) =>
        boundParameters["Connection"] switch
        {
            SealosConnection connection => connection,
            string name => ConnectionStore.Current.Connections.FirstOrDefault(open => open.Name == name),
            _ => ConnectionStore.Current.Active,
        };

    /// <summary>The names of what a query yields before the deadline; none when the cluster doesn't answer.</summary>
    public static IReadOnlyCollection<string> Names(Func<CancellationToken, IAsyncEnumerable<KubernetesObject>> query)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var token = deadline.Token;
        var reading = Task.Run(
            async () =>
            {
                var names = new HashSet<string>(StringComparer.Ordinal);
                try
                {
                    await foreach (var resource in query(token))
                        if (names.Add(resource.Metadata.Name ?? "") && names.Count >= MaximumCandidates)
                            break;
                }
                // Completion has no stream for errors: what came before stands, and the command itself will complain.
                catch (Exception exception)
                    when (exception
                            is OperationCanceledException
                                or KubernetesApiException
                                or KubernetesConnectionException
                                or Migration.Resources.ResourceException
                    ) { }
                return names;
            },
            CancellationToken.None
        );
        return reading.Wait(Deadline + Deadline) ? reading.Result : [];
    }
}
