using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio;

/// <summary>The base of the two cmdlets that take tenants off the network and put them back.</summary>
public abstract class TenantNetworkCommand : ClusterCommand
{
    /// <summary>Tenants or their namespaces, such as user1 or ns-user1; wildcards are allowed. An exact name that doesn't exist is an error.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Tenant", "n", "ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[] Namespace { get; set; } = [];

    /// <summary>What the cmdlet does, for the question.</summary>
    protected abstract string Verb { get; }

    private protected abstract Task<IReadOnlyList<NetworkStep>> PlanAsync(
        TenantNetwork network,
        TenantNamespace tenant,
        CancellationToken cancellationToken
    );

    /// <inheritdoc/>
    protected override void Process()
    {
        var query = new TenantQuery(Cluster, Namespace, ActiveConnection.Options.TenantNamespacePrefix);
        var tenants = new List<TenantNamespace>();
        Stream(query.ReadAsync, tenants.Add);
        foreach (var missing in query.Missing())
            WriteError(ErrorRecords.Create(missing));
        var network = new TenantNetwork(Cluster);
        foreach (var tenant in tenants)
            TryEach(
                tenant,
                () =>
                {
                    // The whole tenant is read and checked before the first object changes.
                    foreach (var step in Await(token => PlanAsync(network, tenant, token)))
                        TryEach(step.Live, () => Apply(network, step));
                }
            );
    }

    private void Apply(TenantNetwork network, NetworkStep step)
    {
        if (step.Change is not null && !ShouldProcess($"{step.Identity} @{Cluster.Name}", Verb))
            WriteObject(
                new ApplyResult(step.Identity, ApplyAction.Skipped, "Not confirmed.", step.Live, IsDryRun: false)
            );
        else
            WriteObject(Await(token => network.ApplyAsync(step, token)));
    }
}
