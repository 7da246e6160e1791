using System.Collections.Concurrent;
using System.Text.Json;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>
/// What the server serves: in two requests where it offers aggregated discovery (Kubernetes 1.26 and later), otherwise
/// one per group version, and only for the groups that are asked for. Kept for the life of the connection and read again
/// when a kind isn't found in it.
/// </summary>
internal sealed class ApiDiscovery(ApiTransport transport)
{
    private const int MaxParallel = 8;

    private const string Accept =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,"
        + "application/json";

    private volatile Snapshot? current;

    /// <summary>The kind in the wanted version, or in the first version of the server's order that has it.</summary>
    public async Task<ResourceType?> FindAsync(
        string group,
        string kind,
        string? version,
        CancellationToken cancellationToken
    )
    {
        var known = current;
        if (known is not null && await FindInAsync(known, group, kind, version, cancellationToken) is { } found)
            return found;
        return await FindInAsync(await ReadAsync(cancellationToken), group, kind, version, cancellationToken);
    }

    /// <summary>Every kind of every group, in the first version of the server's order that has it.</summary>
    public async Task<IReadOnlyList<ResourceType>> AllAsync(CancellationToken cancellationToken)
    {
        var snapshot = await ReadAsync(cancellationToken);
        await Parallel.ForEachAsync(
            snapshot.Groups.SelectMany(group => group.Versions.Select(version => (group.Name, version))),
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken },
            async (entry, token) => await TryReadVersionAsync(snapshot, entry.Name, entry.version, token)
        );
        return
        [
            .. snapshot.Groups.SelectMany(group =>
                group
                    .Versions.SelectMany(version => snapshot.Types.GetValueOrDefault((group.Name, version)) ?? [])
                    .DistinctBy(type => type.Kind)
            ),
        ];
    }

    /// <summary>Forgets what was read, because the server has shown that it no longer holds.</summary>
    public void Forget() => current = null;

    private async Task<ResourceType?> FindInAsync(
        Snapshot snapshot,
        string group,
        string kind,
        string? version,
        CancellationToken cancellationToken
    )
    {
        var versions = snapshot.Groups.FirstOrDefault(candidate => candidate.Name == group)?.Versions ?? [];
        foreach (var candidate in versions.Where(candidate => version is null || candidate == version))
        {
            var types = await ReadVersionAsync(snapshot, group, candidate, cancellationToken);
            if (types.FirstOrDefault(type => type.Kind == kind) is { } found)
                return found;
        }
        return null;
    }

    private async Task<Snapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var core = await GetAsync("api", cancellationToken);
        var groups = await GetAsync("apis", cancellationToken);
        var snapshot = new Snapshot();
        try
        {
            DiscoveryDocument.AddCoreVersions(core, snapshot);
            DiscoveryDocument.AddGroups(groups, snapshot);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
        {
            throw ApiFailure.Invalid(
                transport.Address,
                "answered with no list of API groups; is this an API server?",
                e
            );
        }
        foreach (var stale in snapshot.Stale)
            transport.Warn($"{stale} can't be discovered at the moment; its API service doesn't answer.");
        current = snapshot;
        return snapshot;
    }

    private async Task<IReadOnlyList<ResourceType>> ReadVersionAsync(
        Snapshot snapshot,
        string group,
        string version,
        CancellationToken cancellationToken
    )
    {
        if (snapshot.Types.TryGetValue((group, version), out var known))
            return known;
        var document = await GetAsync(ApiPath.Version(group, version), cancellationToken);
        try
        {
            return snapshot.Types[(group, version)] = DiscoveryDocument.ReadResources(document, group, version);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
        {
            throw ApiFailure.Invalid(
                transport.Address,
                $"answered with no list of the resources of {group}/{version}",
                e
            );
        }
    }

    /// <summary>One broken API service must not hide all others, so it is only warned of.</summary>
    private async Task TryReadVersionAsync(
        Snapshot snapshot,
        string group,
        string version,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await ReadVersionAsync(snapshot, group, version, cancellationToken);
        }
        catch (KubernetesApiException e)
        {
            transport.Warn($"{group}/{version} can't be discovered: {e.Message}");
        }
    }

    private async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await transport.SendAsync(
                ApiRequest.Get(path) with
                {
                    Accept = Accept,
                },
                body => Parse(path, body),
                cancellationToken
            );
        }
        catch (ResponseTooLargeException e)
        {
            throw NotJson(path, e.Message, e);
        }
    }

    private JsonElement Parse(string path, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw NotJson(path, JsonFlaw.Describe(e), JsonFlaw.Harmless(e));
        }
    }

    private KubernetesApiException NotJson(string path, string problem, Exception? cause) =>
        ApiFailure.Invalid(transport.Address, $"answered /{path} with something else than JSON: {problem}", cause);

    /// <summary>The groups in the server's order, each with its versions, the preferred one first.</summary>
    internal sealed class Snapshot
    {
        public List<Group> Groups { get; } = [];

        public ConcurrentDictionary<(string Group, string Version), IReadOnlyList<ResourceType>> Types { get; } = new();

        public List<string> Stale { get; } = [];
    }

    internal sealed record Group(string Name, IReadOnlyList<string> Versions);
}
