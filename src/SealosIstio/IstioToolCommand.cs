using System.Management.Automation;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Migration.Platform;

namespace SealosIstio;

/// <summary>The base of the cmdlets that run istioctl or Helm against the cluster of the connection.</summary>
public abstract class IstioToolCommand : ClusterCommand
{
    private const int ActivityId = 4104;

    /// <summary>The program that does it: Istioctl or Helm. Default: Istioctl.</summary>
    [Parameter]
    public InstallMethod Method { get; set; }

    /// <summary>The program's path. Default: istioctl or helm from PATH.</summary>
    [Parameter]
    [Alias("IstioctlPath", "HelmPath")]
    [ValidateNotNullOrEmpty]
    public string? ToolPath { get; set; }

    /// <summary>How many seconds it may take altogether; then the program is killed. Default: 300.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 300;

    /// <summary>How long it may take altogether.</summary>
    protected TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    /// <summary>The path of the program. Ends the cmdlet when there is none.</summary>
    protected string Program { get; private set; } = "";

    /// <summary>The calls of the program, for the cluster of the connection.</summary>
    protected InstallCommands Commands { get; private set; } = null!;

    /// <inheritdoc/>
    protected override void Begin()
    {
        // A folder has no server that a program could reach; it would change whatever cluster its own settings name.
        if (Cluster is not ApiCluster server)
        {
            ThrowTerminatingError(ErrorRecords.NotAnApiServer(ActiveConnection));
            return;
        }
        Program = ToolFinder.Require(
            ToolPath is null ? InstallCommands.NameOf(Method) : GetUnresolvedProviderPathFromPSPath(ToolPath),
            InstallCommands.SourceOf(Method)
        );
        Commands = new InstallCommands(Method, Program, server.Context);
    }

    /// <summary>Runs work that reports what the program writes: as progress, and as verbose output.</summary>
    /// <param name="activity">What is going on.</param>
    /// <param name="work">The work.</param>
    protected T Watch<T>(string activity, Func<Action<ToolOutput>, CancellationToken, Task<T>> work)
    {
        var progress = new ProgressRecord(ActivityId, activity, "Starting");
        try
        {
            WriteProgress(progress);
            return Await<T, ToolOutput>(
                work,
                line =>
                {
                    WriteVerbose($"{line.Tool}: {line.Text}");
                    progress.StatusDescription = line.Text;
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
