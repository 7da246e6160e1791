using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Platform;

namespace SealosIstio.Migration.Checkpoints;

/// <summary>How a component was.</summary>
public enum ComponentStatus
{
    /// <summary>All of its Pods were there and available, and none of an older template was left.</summary>
    Ready,

    /// <summary>Some of its Pods weren't.</summary>
    NotReady,

    /// <summary>The cluster didn't have it.</summary>
    Absent,

    /// <summary>Nobody could tell: it may not be read, or nothing runs Pods there; the note says which.</summary>
    Unknown,
}

/// <summary>One workload that a cutover or a rollback touches or stands on, as it was.</summary>
/// <param name="Component">What it is: <c>istiod</c>, <c>gateway</c>, <c>nginx</c>, or the controller's name.</param>
/// <param name="Status">How it was.</param>
/// <param name="Workload">The workload, as <c>Kind namespace/name</c>; null when there was none.</param>
/// <param name="Ready">How many Pods of the newest template were available; null when nobody could tell.</param>
/// <param name="Desired">How many there should have been; null when nobody could tell.</param>
/// <param name="Image">The image of the container that counts; null when there was none.</param>
/// <param name="Version">The image's tag; null when it has none.</param>
/// <param name="Mode">What a controller made; null for everything else.</param>
/// <param name="Note">Why nobody could tell; null when there is nothing to add.</param>
public sealed record ComponentSnapshot(
    string Component,
    ComponentStatus Status,
    string? Workload = null,
    int? Ready = null,
    int? Desired = null,
    string? Image = null,
    string? Version = null,
    SealosControllerMode? Mode = null,
    string? Note = null
)
{
    /// <summary>A component that the cluster doesn't have.</summary>
    internal static ComponentSnapshot Absent(string component) => new(component, ComponentStatus.Absent);

    /// <summary>A component of which nothing is known.</summary>
    internal static ComponentSnapshot Unknown(string component, string note) =>
        new(component, ComponentStatus.Unknown, Note: note);

    /// <summary>A Deployment or DaemonSet as it is.</summary>
    /// <param name="component">What it is.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="container">The container that counts; null for the first that is no proxy of a mesh.</param>
    /// <param name="runsPods">Whether somebody runs Pods in the cluster: in manifests a missing status says nothing.</param>
    /// <param name="mode">What a controller makes.</param>
    internal static ComponentSnapshot Of(
        string component,
        KubernetesObject workload,
        string? container,
        bool runsPods,
        SealosControllerMode? mode = null
    )
    {
        var image = ImageOf(workload, container);
        var isSilent = !runsPods && workload is V1Deployment { Status: null } or V1DaemonSet { Status: null };
        var state = IstioWorkloads.StateOf(workload);
        return new ComponentSnapshot(
            component,
            isSilent ? ComponentStatus.Unknown
                : state.IsDone ? ComponentStatus.Ready
                : ComponentStatus.NotReady,
            $"{workload.Kind} {state.Name}",
            isSilent ? null : state.Ready,
            isSilent && workload is V1DaemonSet ? null : state.Wanted,
            image,
            TagOf(image),
            mode,
            isSilent ? "manifests: no Pods, and no status" : null
        );
    }

    /// <summary><c>component status</c>.</summary>
    public override string ToString() =>
        Ready is null ? $"{Component} {Status}" : $"{Component} {Status} {Ready}/{Desired}";

    private static string? ImageOf(KubernetesObject workload, string? container)
    {
        var template = workload is V1DaemonSet set ? set.Spec?.Template : ((V1Deployment)workload).Spec?.Template;
        var all = template?.Spec?.Containers ?? [];
        return (all.FirstOrDefault(item => item.Name == container) ?? all.FirstOrDefault())?.Image;
    }

    // registry:5000/istio/pilot:1.28.1-distroless@sha256:…
    private static string? TagOf(string? image) =>
        image?.Split('@')[0].Split('/')[^1].Split(':') is [_, { Length: > 0 } tag] ? tag : null;
}
