using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Platform;

namespace SealosIstio.Commands;

/// <summary>Waits until cert-manager has issued certificates.</summary>
[Cmdlet(VerbsLifecycle.Wait, "IstioCertificate")]
[OutputType(typeof(CertificateReadiness))]
public sealed class WaitIstioCertificateCommand : ClusterCommand
{
    private const int ActivityId = 4103;

    /// <summary>The Certificates. Default: wildcard-cert.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["wildcard-cert"];

    /// <summary>Their namespace. Default: that of the connection's gateway, istio-system.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n", "ns")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>How many seconds to wait for each. Default: 300.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 300;

    /// <inheritdoc/>
    protected override void Process()
    {
        var wait = new CertificateWait(Cluster);
        var space = Namespace ?? ActiveConnection.Options.GatewayNamespace;
        foreach (var name in Name)
            TryEach($"{space}/{name}", () => WriteObject(Wait(wait, space, name)));
    }

    private CertificateReadiness Wait(CertificateWait wait, string space, string name)
    {
        var progress = new ProgressRecord(ActivityId, $"Waiting for {space}/{name}", "Not issued yet");
        try
        {
            return Await<CertificateReadiness, CertificateReadiness>(
                (report, token) => wait.RunAsync(space, name, TimeSpan.FromSeconds(TimeoutSeconds), report, token),
                state =>
                {
                    progress.StatusDescription = state.Message ?? "cert-manager has said nothing yet";
                    WriteProgress(progress);
                }
            );
        }
        finally
        {
            progress.RecordType = ProgressRecordType.Completed;
            WriteProgress(progress);
        }
    }
}
