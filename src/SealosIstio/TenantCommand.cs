using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio;

/// <summary>The base of the cmdlets that work on tenants that exist.</summary>
public abstract class TenantCommand : ClusterCommand
{
    /// <summary>
    /// Tenants or their namespaces, such as user1 or ns-user1; wildcards are allowed. An exact name that doesn't exist is an error.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Tenant", "n", "ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <summary>The prefix of tenants' namespaces.</summary>
    protected string Prefix => ActiveConnection.Options.TenantNamespacePrefix;

    /// <summary>Reads the tenants that are named, all of them when none is; an error for each exact name that doesn't exist.</summary>
    protected IReadOnlyList<TenantNamespace> ReadTenants()
    {
        var query = new TenantQuery(Cluster, Namespace ?? [], Prefix);
        var tenants = new List<TenantNamespace>();
        Stream(query.ReadAsync, tenants.Add);
        foreach (var missing in query.Missing())
            WriteError(ErrorRecords.Create(missing));
        return tenants;
    }
}
