using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Commands;

/// <summary>Removes tenants' namespaces with everything in them, and what SealosIstio made for them elsewhere.</summary>
[Cmdlet(VerbsCommon.Remove, "TenantNamespace", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveTenantNamespaceCommand : ClusterCommand
{
    /// <summary>
    /// The namespaces; wildcards are allowed. Nothing without the prefix of tenants' namespaces is ever removed.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "n", "ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[] Namespace { get; set; } = [];

    /// <summary>Waits until the namespace and everything in it are gone.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait, in seconds. Default: 300.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 300;

    /// <inheritdoc/>
    protected override void Process()
    {
        var prefix = ActiveConnection.Options.TenantNamespacePrefix;
        var remover = new TenantRemover(Cluster, prefix);
        foreach (var pattern in Namespace)
        foreach (var name in Expand(pattern, prefix))
            TryEach(name, () => RemoveOne(remover, name));
    }

    private List<string> Expand(string pattern, string prefix)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(pattern))
            return [pattern];
        var names = new List<string>();
        Stream(new TenantQuery(Cluster, [pattern], prefix).ReadAsync, tenant => names.Add(tenant.Namespace));
        return names;
    }

    private void RemoveOne(TenantRemover remover, string name)
    {
        var removal = Await(token => remover.FindAsync(name, token));
        var also = removal.Elsewhere.Count == 0 ? "" : $", and {string.Join(", ", removal.Elsewhere)}";
        if (!ShouldProcess($"{name} @{Cluster.Name}", $"Remove the namespace with everything in it{also}"))
            return;
        Await(token => remover.RemoveAsync(removal, token));
        if (Wait)
            Await(token => remover.WaitAsync(name, TimeSpan.FromSeconds(TimeoutSeconds), token));
    }
}
