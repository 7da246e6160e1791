using System.Management.Automation;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Commands;

/// <summary>Says what a conversion of Ingresses would have to say, and converts nothing.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SealosIngress")]
[OutputType(typeof(Finding))]
public sealed class TestSealosIngressCommand : ConversionCommand
{
    /// <summary>Only findings of this severity or above. Default: Info, which is all of them.</summary>
    [Parameter]
    public FindingSeverity MinimumSeverity { get; set; } = FindingSeverity.Info;

    /// <inheritdoc/>
    protected override void Write(SelectedRun run)
    {
        foreach (var finding in run.Selected.Findings.Where(finding => finding.Severity >= MinimumSeverity))
            WriteObject(finding);
    }
}
