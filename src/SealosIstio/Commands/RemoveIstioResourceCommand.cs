using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Connections;
using SealosIstio.Input;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Commands;

/// <summary>Removes objects of Istio's kinds, and objects that SealosIstio made, from the cluster.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "IstioResource",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = "Name"
)]
[OutputType(typeof(void))]
public sealed class RemoveIstioResourceCommand : ClusterCommand
{
    private readonly List<(ResourceIdentity Identity, string? Uid, IKubernetesCluster Cluster)> guards = [];

    /// <summary>
    /// The objects to remove: typed ones, results of Set-IstioResource, or anything with apiVersion, kind, name and namespace.
    /// An object that was read from a cluster is removed from that cluster.
    /// </summary>
    [Parameter(ParameterSetName = "InputObject", Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject?[]? InputObject { get; set; } = [];

    /// <summary>The kind, its plural or kubectl's short name.</summary>
    [Parameter(ParameterSetName = "Name", Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(KindCompleter))]
    public string Kind { get; set; } = "";

    /// <summary>Names; wildcards are allowed. An exact name that doesn't exist is an error.</summary>
    [Parameter(ParameterSetName = "Name", Mandatory = true, Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ResourceNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The namespace.</summary>
    [Parameter(ParameterSetName = "Name", Mandatory = true)]
    [Alias("n", "ns")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string Namespace { get; set; } = "";

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == "Name")
            RemoveByName();
        else
            foreach (var input in InputObject ?? [null])
                if (ReadIdentity(input) is { } target)
                    RemoveOrWait(target.Identity, target.Uid, OriginOf(input));
    }

    // No route may outlive its guard, however the objects come along.
    /// <inheritdoc/>
    protected override void End()
    {
        foreach (var (identity, uid, cluster) in guards)
            RemoveOne(identity, uid, cluster);
    }

    private void RemoveOrWait(ResourceIdentity identity, string? uid, IKubernetesCluster cluster)
    {
        if (ResourceRemover.ComesLast(identity))
            guards.Add((identity, uid, cluster));
        else
            RemoveOne(identity, uid, cluster);
    }

    private void RemoveByName()
    {
        var query = new ResourceQuery(
            Cluster,
            new NamePatterns([Kind]),
            new NamePatterns(Name),
            new NamePatterns([Namespace])
        );
        var found = new List<KubernetesObject>();
        Stream(query.ReadAsync, found.Add);
        foreach (var missing in query.Missing())
            WriteError(ErrorRecords.Create(missing));
        foreach (var resource in found)
            RemoveOne(ResourceIdentity.Of(resource), resource.Metadata.Uid, ActiveConnection.Cluster);
    }

    private (ResourceIdentity Identity, string? Uid)? ReadIdentity(PSObject? input)
    {
        try
        {
            return ResourceInput.ReadIdentity(input);
        }
        catch (InputFormatException exception)
        {
            WriteError(ErrorRecords.Create(exception, input));
            return null;
        }
    }

    // Only an explicit -Connection overrules where the object was read.
    private IKubernetesCluster OriginOf(PSObject? input) =>
        Connection is null
        && input?.BaseObject is KubernetesObject resource
        && ObjectOrigins.OpenOf(resource) is { } origin
            ? origin.Cluster
            : Cluster;

    private void RemoveOne(ResourceIdentity identity, string? uid, IKubernetesCluster cluster)
    {
        var remover = new ResourceRemover(cluster);
        TryEach(
            identity,
            () =>
            {
                var live = Await(token => remover.FindAsync(identity, uid, token));
                if (ShouldProcess($"{identity} @{cluster.Name}", "Remove"))
                    Await(token => remover.RemoveAsync(live, token));
            }
        );
    }
}
