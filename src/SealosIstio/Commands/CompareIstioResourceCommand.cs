using System.Management.Automation;
using SealosIstio.Migration.Comparing;

namespace SealosIstio.Commands;

/// <summary>Compares desired objects with what the cluster has, field by field.</summary>
[Cmdlet(VerbsData.Compare, "IstioResource")]
[OutputType(typeof(ResourceComparison))]
public sealed class CompareIstioResourceCommand : ClusterCommand
{
    private LiveComparison? comparison;

    /// <summary>
    /// The desired objects: typed ones, hashtables or PSCustomObjects with the fields of a manifest, or the text of one.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject?[]? InputObject { get; set; } = [];

    /// <summary>Leaves out the objects that are as desired.</summary>
    [Parameter]
    public SwitchParameter DifferentOnly { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => _ = ActiveConnection;

    /// <inheritdoc/>
    protected override void Process()
    {
        comparison ??= new LiveComparison(Cluster);
        foreach (var desired in ReadResources(InputObject))
            TryEach(
                desired,
                () =>
                {
                    var result = Await(token => comparison.CompareAsync(desired, token));
                    if (!DifferentOnly || result.Status != ComparisonStatus.Equal)
                        WriteObject(result);
                }
            );
    }
}
