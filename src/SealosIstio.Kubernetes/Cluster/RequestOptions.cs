namespace SealosIstio.Kubernetes.Cluster;

/// <summary>What a list asks for.</summary>
public record ListOptions
{
    /// <summary>The namespace; null for all namespaces and for cluster-scoped kinds.</summary>
    public string? Namespace { get; init; }

    /// <summary>A label selector in Kubernetes' syntax, such as <c>app=web,tier in (a,b),!old</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>A field selector; every cluster knows metadata.name and metadata.namespace.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects per page. Default 500.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>
    /// Gets, once and before the first object, the version that the list begins with: a watch from there on misses nothing. Later pages
    /// may be newer, so such a watch may repeat what they have shown already.
    /// </summary>
    public Action<string>? VersionRead { get; init; }
}

/// <summary>What a watch asks for; <see cref="ListOptions.PageSize"/> has no effect.</summary>
public sealed record WatchOptions : ListOptions
{
    /// <summary>Events after this version; null starts with Added events for what exists.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Whether Bookmark events are wanted. Default false.</summary>
    public bool AllowBookmarks { get; init; }

    /// <summary>After how many seconds the server ends the watch; null for its own bound.</summary>
    public int? TimeoutSeconds { get; init; }
}

/// <summary>How an object is applied.</summary>
public sealed record ApplyOptions
{
    /// <summary>The field manager that SealosIstio writes as.</summary>
    public const string DefaultFieldManager = "sealos-istio";

    /// <summary>The field manager. Default <see cref="DefaultFieldManager"/>.</summary>
    public string FieldManager { get; init; } = DefaultFieldManager;

    /// <summary>Takes fields over that another manager owns instead of failing with a conflict.</summary>
    public bool Force { get; init; }

    /// <summary>Has the server check and answer without persisting (<c>dryRun=All</c>).</summary>
    public bool DryRun { get; init; }
}

/// <summary>How an object is patched.</summary>
public sealed record PatchOptions
{
    /// <summary>The field manager. Default <see cref="ApplyOptions.DefaultFieldManager"/>.</summary>
    public string FieldManager { get; init; } = ApplyOptions.DefaultFieldManager;

    /// <summary>Has the server check and answer without persisting (<c>dryRun=All</c>).</summary>
    public bool DryRun { get; init; }

    /// <summary>The subresource to patch, such as <c>status</c>; null for the object.</summary>
    public string? Subresource { get; init; }
}

/// <summary>What happens to an object's dependents when it is deleted.</summary>
public enum DeletionPropagation
{
    /// <summary>The object goes first, the garbage collector follows.</summary>
    Background,

    /// <summary>The dependents go first.</summary>
    Foreground,

    /// <summary>The dependents stay, without the owner reference.</summary>
    Orphan,
}

/// <summary>How an object is deleted.</summary>
public sealed record DeleteOptions
{
    /// <summary>What happens to the dependents; null for the server's default (Background).</summary>
    public DeletionPropagation? Propagation { get; init; }

    /// <summary>Only this incarnation is deleted; another uid is a conflict.</summary>
    public string? PreconditionUid { get; init; }

    /// <summary>Only this version is deleted; a newer one is a conflict.</summary>
    public string? PreconditionResourceVersion { get; init; }

    /// <summary>Has the server check and answer without deleting (<c>dryRun=All</c>).</summary>
    public bool DryRun { get; init; }
}
