namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>One or several kubeconfig files, merged as kubectl merges them. The files are only read, never written.</summary>
public sealed class Kubeconfig
{
    private readonly Dictionary<string, KubeconfigContextEntry> contexts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeconfigCluster> clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeconfigUser> users = new(StringComparer.Ordinal);

    private Kubeconfig(IReadOnlyList<KubeconfigFile> files)
    {
        Files = [.. files.Select(file => file.Path)];
        foreach (var file in files)
        {
            // The first file to define an entry wins, and wins the whole entry.
            foreach (var context in file.Contexts)
                contexts.TryAdd(context.Name, context);
            foreach (var cluster in file.Clusters)
                clusters.TryAdd(cluster.Name, cluster);
            foreach (var user in file.Users)
                users.TryAdd(user.Name, user);
            CurrentContext ??= file.CurrentContext;
        }
    }

    /// <summary>The files that were read, in order of precedence.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The name of the current context; null when no file sets one.</summary>
    public string? CurrentContext { get; }

    /// <summary>The names of all contexts, in the order of the files.</summary>
    public IReadOnlyCollection<string> ContextNames => contexts.Keys;

    /// <summary>
    /// Reads the file at <paramref name="path"/> alone, or else the files that KUBECONFIG lists (missing ones are skipped),
    /// or else <c>~/.kube/config</c>.
    /// </summary>
    /// <param name="path">A kubeconfig file; null for the usual places.</param>
    /// <exception cref="KubeconfigException">There is no file, or one is broken.</exception>
    public static Kubeconfig Load(string? path = null) => Load(path, KubeconfigLocations.FromEnvironment());

    internal static Kubeconfig Load(string? path, KubeconfigLocations locations)
    {
        if (path is not null)
            return new Kubeconfig([KubeconfigFile.Read(Path.GetFullPath(path))]);

        return TryLoad(locations)
            ?? throw new KubeconfigException(
                KubeconfigFailure.NotFound,
                $"no kubeconfig found: {locations.Describe()}. Name a file, or set KUBECONFIG.",
                default
            );
    }

    internal static Kubeconfig? TryLoad(KubeconfigLocations locations)
    {
        var existing = locations.Candidates().Where(File.Exists).ToList();
        return existing.Count == 0 ? null : new Kubeconfig([.. existing.Select(KubeconfigFile.Read)]);
    }

    /// <summary>Puts a context together with its cluster and its user.</summary>
    /// <param name="name">The context; null for the current one.</param>
    /// <exception cref="KubeconfigException">The context, its cluster or its user doesn't exist.</exception>
    public KubeconfigContext GetContext(string? name = null)
    {
        var source = string.Join(", ", Files);
        if (name is null && CurrentContext is null)
            throw new KubeconfigException(
                KubeconfigFailure.ContextNotFound,
                $"current-context isn't set; name one of the contexts: {NameList(contexts.Keys)}.",
                new(source)
            );

        if (!contexts.TryGetValue(name ?? CurrentContext!, out var entry))
            throw new KubeconfigException(
                KubeconfigFailure.ContextNotFound,
                $"there is no such context{(name is null ? ", though current-context names it" : "")}; "
                    + $"the contexts are {NameList(contexts.Keys)}.",
                new(source, $"context \"{name ?? CurrentContext}\"")
            );

        return new KubeconfigContext
        {
            Name = entry.Name,
            Namespace = string.IsNullOrEmpty(entry.Namespace) ? "default" : entry.Namespace,
            Cluster = FindCluster(entry),
            User = FindUser(entry),
            Files = Files,
        };
    }

    private KubeconfigCluster FindCluster(KubeconfigContextEntry entry)
    {
        if (string.IsNullOrEmpty(entry.Cluster))
            throw new KubeconfigException(
                KubeconfigFailure.ClusterNotFound,
                $"names no cluster; the clusters are {NameList(clusters.Keys)}.",
                entry.Place("cluster")
            );
        return clusters.GetValueOrDefault(entry.Cluster)
            ?? throw new KubeconfigException(
                KubeconfigFailure.ClusterNotFound,
                $"there is no cluster \"{entry.Cluster}\"; the clusters are {NameList(clusters.Keys)}.",
                entry.Place("cluster")
            );
    }

    private KubeconfigUser? FindUser(KubeconfigContextEntry entry)
    {
        if (string.IsNullOrEmpty(entry.User))
            return null;
        return users.GetValueOrDefault(entry.User)
            ?? throw new KubeconfigException(
                KubeconfigFailure.UserNotFound,
                $"there is no user \"{entry.User}\"; the users are {NameList(users.Keys)}.",
                entry.Place("user")
            );
    }

    private static string NameList(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? "none" : string.Join(", ", names.Select(name => $"\"{name}\""));
}
