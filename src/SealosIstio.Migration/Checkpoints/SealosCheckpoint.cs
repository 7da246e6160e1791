using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Checkpoints;

/// <summary>How many objects of a kind there were.</summary>
/// <param name="Ours">Those that SealosIstio made.</param>
/// <param name="Foreign">The others.</param>
public sealed record ObjectCount(int Ours, int Foreign)
{
    /// <summary><c>ours + foreign</c>.</summary>
    public override string ToString() => $"{Ours} + {Foreign}";
}

/// <summary>An Ingress as it was.</summary>
/// <param name="Name">The Ingress, as <c>namespace/name</c>.</param>
/// <param name="State">Where it stood.</param>
/// <param name="Hash">A hash over what it said; the marks of migrations don't count. Tells nothing of its content.</param>
public sealed record IngressSnapshot(string Name, MigrationState State, string Hash);

/// <summary>A cutover as it was.</summary>
/// <param name="Id">The run.</param>
/// <param name="Phase">How far it was.</param>
/// <param name="Started">When it began, UTC.</param>
/// <param name="Finished">When its last step, or its rollback, was done; null before.</param>
public sealed record RunSnapshot(string Id, CutoverPhase Phase, DateTimeOffset Started, DateTimeOffset? Finished)
{
    /// <summary><c>id phase</c>.</summary>
    public override string ToString() => $"{Id} {Phase}";

    internal static RunSnapshot Of(CutoverRun run) => new(run.Id, run.Phase, run.Started, run.Finished);
}

/// <summary>
/// The health of what a cutover and a rollback touch, at one moment. Holds no Secret's value and nothing of an Ingress's content but a hash.
/// A part that couldn't be read is null, and <see cref="Unknown"/> says why.
/// </summary>
public sealed record SealosCheckpoint
{
    /// <summary>The shape of the file: 1.</summary>
    public int FormatVersion { get; init; } = CurrentFormat;

    internal const int CurrentFormat = 1;

    /// <summary>The cluster: the kubeconfig's context, or the folder.</summary>
    public required string Cluster { get; init; }

    /// <summary>When it was taken, UTC.</summary>
    public required DateTimeOffset Taken { get; init; }

    /// <summary>The version of SealosIstio that took it.</summary>
    public string ToolVersion { get; init; } = "";

    /// <summary>Kubernetes' version, such as <c>v1.30.4</c>; null when nobody tells.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>The prefix of tenants' namespaces.</summary>
    public string TenantNamespacePrefix { get; init; } = "";

    /// <summary>Sealos' controllers, each one that is known by name.</summary>
    public IReadOnlyList<ComponentSnapshot> Controllers { get; init; } = [];

    /// <summary>istiod, the gateway and the nginx controller; several of one are several entries.</summary>
    public IReadOnlyList<ComponentSnapshot> Components { get; init; } = [];

    /// <summary>Every Ingress, by namespace and name; null when they can't be read.</summary>
    public IReadOnlyList<IngressSnapshot>? Ingresses { get; init; }

    /// <summary>How many Ingresses stood where; null when they can't be read.</summary>
    public IReadOnlyDictionary<MigrationState, int>? IngressCounts { get; init; }

    /// <summary>VirtualServices; null when the kind isn't served or can't be read.</summary>
    public ObjectCount? VirtualServices { get; init; }

    /// <summary>Gateways; null when the kind isn't served or can't be read.</summary>
    public ObjectCount? Gateways { get; init; }

    /// <summary>Whether new Ingresses were refused by Block-SealosIngress or a cutover; null when it can't be told.</summary>
    public bool? IsBlocked { get; init; }

    /// <summary>The objects that refused them, as <c>Kind namespace/name</c>.</summary>
    public IReadOnlyList<string> Blocks { get; init; } = [];

    /// <summary>The cutovers that the cluster remembered, the newest first; null when they can't be read.</summary>
    public IReadOnlyList<RunSnapshot>? Runs { get; init; }

    /// <summary>Who was at work; null when nobody was.</summary>
    public string? AtWork { get; init; }

    /// <summary>What couldn't be read, and why.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>Whether everything could be read, and what there was was ready. Manifests have no Pods, so there it never is.</summary>
    public bool IsHealthy =>
        Unknown.Count == 0
        && Controllers
            .Concat(Components)
            .All(component => component.Status is ComponentStatus.Ready or ComponentStatus.Absent);

    /// <summary><c>cluster time</c>.</summary>
    public override string ToString() => $"{Cluster} {Taken:u}";
}
