using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Cluster;

/// <summary>What a watch reports of an object.</summary>
public enum WatchEventType
{
    /// <summary>The object is new to this watch.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone.</summary>
    Deleted,

    /// <summary>Only metadata.resourceVersion counts: everything up to it has been delivered.</summary>
    Bookmark,
}

/// <summary>One event of a watch.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object after the event; as it last was, for Deleted.</param>
public sealed record WatchEvent(WatchEventType Type, KubernetesObject Object);
