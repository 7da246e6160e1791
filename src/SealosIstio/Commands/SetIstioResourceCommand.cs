using System.Globalization;
using System.Management.Automation;
using SealosIstio.Connections;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;

namespace SealosIstio.Commands;

/// <summary>Applies objects to the cluster by server-side apply, after all of them were checked.</summary>
[Cmdlet(VerbsCommon.Set, "IstioResource", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ApplyResult), typeof(KubernetesObject))]
public sealed class SetIstioResourceCommand : ClusterCommand
{
    private const int ActivityId = 4101;
    private readonly List<KubernetesObject> desired = [];

    /// <summary>
    /// The objects to apply: typed ones, hashtables or PSCustomObjects with the fields of a manifest, or the text of one.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject?[]? InputObject { get; set; } = [];

    /// <summary>Takes over fields that another field manager owns. Without it they are a conflict.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Allows hosts that another namespace already routes.</summary>
    [Parameter]
    public SwitchParameter AllowSharedHost { get; set; }

    /// <summary>Has the server check every object and keep none of them.</summary>
    [Parameter]
    public SwitchParameter ServerDryRun { get; set; }

    /// <summary>
    /// The most objects that are sent at once; fewer when the server is slow or says that it is overloaded. Default: 32.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = new ApplySettings().ThrottleLimit;

    /// <summary>Writes the objects as the cluster now has them instead of the results.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => _ = ActiveConnection;

    /// <inheritdoc/>
    protected override void Process() => desired.AddRange(ReadResources(InputObject));

    /// <inheritdoc/>
    protected override void End()
    {
        if (desired.Count == 0)
            return;
        var settings = new ApplySettings
        {
            Force = Force,
            AllowSharedHost = AllowSharedHost,
            DryRun = ServerDryRun,
            ThrottleLimit = ThrottleLimit,
        };
        var applier = new IstioResourceApplier(Cluster, settings);
        var plan = Await(token => applier.PlanAsync(desired, token));
        foreach (var step in plan.InputOrder)
            if (step.Refusal is null && plan.BlockerOf(step) is null && !ShouldProcess(Target(step), Verb(step)))
                applier.Skip(step);

        var progress = new ProgressRecord(ActivityId, $"Applying to {Cluster.Name}", "Starting");
        var done = 0;
        try
        {
            Stream(
                token => applier.RunAsync(plan, token),
                step =>
                {
                    progress.StatusDescription = step.Identity.ToString();
                    progress.PercentComplete = 100 * ++done / plan.Steps.Count;
                    WriteProgress(progress);
                    Report(step);
                }
            );
        }
        finally
        {
            progress.RecordType = ProgressRecordType.Completed;
            WriteProgress(progress);
        }
    }

    private void Report(ApplyStep step)
    {
        if ((step.Refusal ?? step.Error) is { } problem)
            WriteError(ErrorRecords.Create(problem, step.Desired));
        Write(step.Result!);
    }

    private string Target(ApplyStep step) => $"{step.Identity} @{Cluster.Name}";

    private string Verb(ApplyStep step) =>
        string.Format(
            CultureInfo.InvariantCulture,
            ServerDryRun ? "Apply as a dry run ({0})" : "Apply ({0})",
            step.Prediction switch
            {
                ApplyAction.Created => "create",
                ApplyAction.Unchanged => "nothing to change",
                _ => "configure",
            }
        );

    private void Write(ApplyResult result)
    {
        if (!PassThru)
            WriteObject(result);
        else if (result.Resource is { } resource)
        {
            ObjectOrigins.Note(resource, ActiveConnection);
            WriteObject(resource);
        }
    }
}
