using System.Globalization;
using System.Management.Automation;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;

namespace SealosIstio;

/// <summary>The base of the cmdlets that make objects and apply them: all are checked before the first is written.</summary>
public abstract class ApplyingCommand : ClusterCommand
{
    private const int ActivityId = 4102;

    /// <summary>Takes over fields that another field manager owns. Without it they are a conflict.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Checks objects, asks for each, applies it, and writes what became of it.</summary>
    /// <param name="desired">The objects.</param>
    /// <param name="allowAnyKind">Whether objects that SealosIstio doesn't manage are among them.</param>
    /// <returns>What became of each, in the order in which they were applied.</returns>
    protected IReadOnlyList<ApplyResult> Apply(IReadOnlyList<KubernetesObject> desired, bool allowAnyKind = false)
    {
        var results = new List<ApplyResult>();
        if (desired.Count == 0)
            return results;
        var settings = new ApplySettings { Force = Force, AllowAnyKind = allowAnyKind };
        var applier = new IstioResourceApplier(Cluster, settings);
        var plan = Await(token => applier.PlanAsync(desired, token));
        var progress = new ProgressRecord(ActivityId, $"Applying to {Cluster.Name}", "Starting");
        try
        {
            for (var i = 0; i < plan.Steps.Count; i++)
            {
                progress.StatusDescription = plan.Steps[i].Identity.ToString();
                progress.PercentComplete = 100 * i / plan.Steps.Count;
                WriteProgress(progress);
                var result = Apply(applier, plan, plan.Steps[i]);
                results.Add(result);
                WriteObject(result);
            }
        }
        finally
        {
            progress.RecordType = ProgressRecordType.Completed;
            WriteProgress(progress);
        }
        return results;
    }

    private ApplyResult Apply(IstioResourceApplier applier, ApplyPlan plan, ApplyStep step)
    {
        if (step.Refusal is { } refusal)
            WriteError(ErrorRecords.Create(refusal, step.Desired));
        else if (plan.BlockerOf(step) is null && !ShouldProcess($"{step.Identity} @{Cluster.Name}", Verb(step)))
            return applier.Skip(step);
        try
        {
            return Await(token => applier.ApplyAsync(plan, step, token));
        }
        catch (Exception exception)
            when (!ErrorRecords.IsFatal(exception) && ErrorRecords.TryCreate(exception, step.Desired) is { } error)
        {
            WriteError(error);
            return applier.Fail(step, exception.Message);
        }
    }

    private static string Verb(ApplyStep step) =>
        string.Format(
            CultureInfo.InvariantCulture,
            "Apply ({0})",
            step.Prediction switch
            {
                ApplyAction.Created => "create",
                ApplyAction.Unchanged => "nothing to change",
                _ => "configure",
            }
        );
}
