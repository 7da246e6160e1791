using System.Management.Automation;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Routing.Comparison;

namespace SealosIstio.Commands;

/// <summary>Compares what nginx answers with what the Istio gateway would answer, request by request.</summary>
[Cmdlet(VerbsData.Compare, "IngressRoute", DefaultParameterSetName = RequestSet)]
[OutputType(typeof(RouteComparisonResult), ParameterSetName = [RequestSet])]
[OutputType(typeof(HostComparison), ParameterSetName = [SummarySet])]
public sealed class CompareIngressRouteCommand : ConversionCommand
{
    private const string RequestSet = "Request";
    private const string SummarySet = "Summary";

    /// <summary>Leaves out the requests that are answered alike.</summary>
    [Parameter(ParameterSetName = RequestSet)]
    public SwitchParameter Difference { get; set; }

    /// <summary>Writes one count per host instead of the requests, hosts that are not converted included.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SummarySet)]
    public SwitchParameter Summary { get; set; }

    /// <inheritdoc/>
    protected override void Write(SelectedRun run)
    {
        if (Summary)
            Stream(token => SelectedComparison.Summarize(run, token), WriteObject);
        else
            Stream(
                token => SelectedComparison.Compare(run, token),
                result =>
                {
                    if (!Difference || !result.IsEqual)
                        WriteObject(result);
                }
            );
    }
}
