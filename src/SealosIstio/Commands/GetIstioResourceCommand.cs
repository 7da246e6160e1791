using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Connections;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Commands;

/// <summary>Gets the objects of Istio's kinds from the cluster.</summary>
[Cmdlet(VerbsCommon.Get, "IstioResource")]
[OutputType(typeof(KubernetesObject), typeof(Gateway), typeof(VirtualService), typeof(DestinationRule))]
public sealed class GetIstioResourceCommand : ClusterCommand
{
    private const string ManagedSelector = Provenance.ManagedByLabel + "=" + Provenance.ManagedBy;

    /// <summary>
    /// Kinds such as VirtualService, plurals or kubectl's short names; wildcards are allowed. Default: every kind of Istio that
    /// the cluster serves. Kinds of cert-manager are found by name only.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(KindCompleter))]
    public string[]? Kind { get; set; }

    /// <summary>Names; wildcards are allowed. An exact name that doesn't exist is an error.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ResourceNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Namespaces; wildcards are allowed. Default: all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n", "ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <summary>A label selector as kubectl takes it, such as app=web,tier in (a,b).</summary>
    [Parameter]
    [Alias("l", "LabelSelector")]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    /// <summary>Only objects that SealosIstio made.</summary>
    [Parameter]
    public SwitchParameter Managed { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var connection = ActiveConnection;
        var selectors = new[] { Selector, Managed ? ManagedSelector : null }.Where(selector => selector is not null);
        var query = new ResourceQuery(
            connection.Cluster,
            new NamePatterns(Kind),
            new NamePatterns(Name),
            new NamePatterns(Namespace),
            string.Join(',', selectors) is { Length: > 0 } selector ? selector : null
        );
        Stream(
            query.ReadAsync,
            resource =>
            {
                ObjectOrigins.Note(resource, connection);
                WriteObject(resource);
            }
        );
        foreach (var missing in query.Missing())
            WriteError(ErrorRecords.Create(missing));
    }
}
