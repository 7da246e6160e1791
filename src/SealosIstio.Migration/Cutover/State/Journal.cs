using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Cutover.State;

/// <summary>
/// What every object was before a run touched it, written down before it is touched. Kept in Secrets, in pieces that fit: copies of
/// certificates are among the objects, and snippets of Ingresses hold tokens.
/// </summary>
public sealed class Journal
{
    private const string DataEntry = "entries";
    private const string SecretType = "sealos.io/cutover-journal";
    private static readonly ResourceType Secrets = KnownTypes.Of<V1Secret>();

    private readonly IKubernetesCluster cluster;
    private readonly RunStore store;
    private readonly List<JournalEntry> entries = [];
    private readonly Dictionary<(JournalAction, ResourceIdentity), JournalEntry> first = [];
    private readonly Dictionary<(JournalAction, ResourceIdentity), JournalEntry> last = [];

    private Journal(IKubernetesCluster cluster, RunStore store)
    {
        this.cluster = cluster;
        this.store = store;
    }

    /// <summary>Every entry, in the order of writing.</summary>
    public IReadOnlyList<JournalEntry> Entries => entries;

    /// <summary>What an object was before the run first did that to it; null when it never did.</summary>
    public JournalEntry? First(JournalAction action, ResourceIdentity identity) =>
        first.GetValueOrDefault((action, identity.WithoutVersion));

    /// <summary>What an object was when the run last did that to it; null when it never did.</summary>
    public JournalEntry? Last(JournalAction action, ResourceIdentity identity) =>
        last.GetValueOrDefault((action, identity.WithoutVersion));

    /// <summary>Reads the journal of a run: of a shard's view its own, else that of all shards.</summary>
    /// <exception cref="ResourceException">A piece is missing or can't be read.</exception>
    public static async Task<Journal> ReadAsync(
        IKubernetesCluster cluster,
        RunStore store,
        CutoverRun run,
        CancellationToken cancellationToken = default
    )
    {
        var journal = new Journal(cluster, store);
        var names = NamesOf(run).ToList();
        var home = names.Count == 0 ? "" : await store.HomeAsync(cancellationToken);
        foreach (var name in names)
        {
            var piece = await cluster.GetAsync(Secrets, home, name, cancellationToken) as V1Secret;
            foreach (var entry in JournalFormat.Read(DataOf(piece), home, name))
                journal.Keep(entry, run.Id);
        }
        return journal;
    }

    /// <summary>
    /// Writes entries down. When the call returns they can be relied on; when it doesn't, the record doesn't count them, and nothing of
    /// them may have been done.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="added">The entries. What the journal has already of an action that takes back to the beginning isn't repeated.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The run, as its record now is.</returns>
    public async Task<CutoverRun> AppendAsync(
        CutoverRun run,
        IReadOnlyList<JournalEntry> added,
        CancellationToken cancellationToken = default
    )
    {
        var fresh = added.Where(IsFresh).DistinctBy(entry => entry.Key).ToList();
        if (fresh.Count == 0)
            return run;
        var number = run.JournalPieces;
        foreach (var data in JournalFormat.Write(fresh))
        {
            number++;
            var piece = new V1Secret
            {
                Metadata = await store.MetadataAsync(
                    NameOf(run.Id, run.Shard?.Index, number),
                    run.Id,
                    cancellationToken
                ),
                Type = SecretType,
                Data = new Dictionary<string, byte[]>(StringComparer.Ordinal) { [DataEntry] = data },
            };
            // An attempt that was cut off may have left a piece of that number behind; nothing was done by it.
            await cluster.ApplyAsync(piece, new ApplyOptions { Force = true }, cancellationToken);
        }
        run = run with { JournalPieces = number };
        await store.WriteAsync(run, cancellationToken);
        foreach (var entry in fresh)
            Keep(entry, run.Id);
        return run;
    }

    /// <summary>Removes the journal of a run that is over.</summary>
    public static async Task DeleteAsync(
        IKubernetesCluster cluster,
        RunStore store,
        CutoverRun run,
        CancellationToken cancellationToken = default
    )
    {
        var home = await store.HomeAsync(cancellationToken);
        foreach (var name in NamesOf(run).Reverse())
            await cluster.DeleteAsync(Secrets, home, name, null, cancellationToken);
        await store.WriteAsync(run.WithoutJournal(), cancellationToken);
    }

    /// <summary>Removes what is left of the journals of runs that are over, after a removal that was cut off.</summary>
    public static async Task SweepAsync(
        IKubernetesCluster cluster,
        RunStore store,
        CancellationToken cancellationToken = default
    )
    {
        foreach (var run in await store.ListAsync(cancellationToken))
            if (run is { Phase: CutoverPhase.RolledBack, HasJournal: true })
                await DeleteAsync(cluster, store, run, cancellationToken);
    }

    // Back to the beginning means the first; only what is removed is kept as it was at the end.
    private bool IsFresh(JournalEntry entry) =>
        !first.ContainsKey(entry.Key)
        || (entry.Action == JournalAction.Remove && !JournalFormat.IsSame(last[entry.Key], entry));

    private void Keep(JournalEntry entry, string run)
    {
        entries.Add(entry);
        // What one shard made, another one may have found: it was nothing of the kind before the run.
        if (!first.TryAdd(entry.Key, entry) && IsMade(first[entry.Key].Before, run) && !IsMade(entry.Before, run))
            first[entry.Key] = entry;
        last[entry.Key] = entry;
    }

    private static bool IsMade(KubernetesObject? item, string run) =>
        item?.Metadata.Annotations?.GetOrNull(RunStore.RunLabel) == run;

    private static IEnumerable<string> NamesOf(CutoverRun run) =>
        [
            .. Enumerable.Range(1, run.JournalPieces).Select(number => NameOf(run.Id, run.Shard?.Index, number)),
            .. run.Shard is null
                ? run
                    .ShardRecords.OrderBy(shard => shard.Key)
                    .SelectMany(shard =>
                        Enumerable
                            .Range(1, shard.Value.JournalPieces)
                            .Select(number => NameOf(run.Id, shard.Key, number))
                    )
                : [],
        ];

    private static byte[]? DataOf(V1Secret? piece) =>
        piece?.Data is { } data && data.TryGetValue(DataEntry, out var bytes) ? bytes : null;

    private static string NameOf(string id, int? shard, int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{RunStore.NameOf(id)}-journal-{(shard is null ? "" : $"{shard}-")}{number:D4}"
        );
}
