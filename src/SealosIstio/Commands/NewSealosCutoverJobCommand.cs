using System.Management.Automation;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.Jobs;
using SealosIstio.Migration.Rollback;

namespace SealosIstio.Commands;

/// <summary>Makes a Job whose Pods share a cutover or a rollback, with the account and the role that they need, and applies nothing.</summary>
[Cmdlet(
    VerbsCommon.New,
    "SealosCutoverJob",
    DefaultParameterSetName = "Cutover",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low
)]
[OutputType(typeof(KubernetesObject))]
public sealed class NewSealosCutoverJobCommand : ClusterCommand
{
    /// <summary>An image with pwsh on its path and the module SealosIstio among its modules.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Image { get; set; } = "";

    /// <summary>How many Pods share the work, 1 to 256. Default: 4.</summary>
    [Parameter]
    [ValidateRange(1, CutoverJobSettings.MostShards)]
    public int Shards { get; set; } = 4;

    /// <summary>The name of the Job, its account and its role. Default: sealos-cutover, or sealos-rollback.</summary>
    [Parameter]
    [ValidatePattern("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")]
    public string? Name { get; set; }

    /// <summary>The namespace of the Job. Default: sealos-system.</summary>
    [Parameter]
    [Alias("n", "ns")]
    [ValidateNotNullOrEmpty]
    public string Namespace { get; set; } = "sealos-system";

    /// <summary>The run: for a cutover the id that it gets. Default: a new one.</summary>
    [Parameter(ParameterSetName = "Cutover")]
    [Parameter(ParameterSetName = "Rollback", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(InvokeSealosCutoverCommand.RunIdPattern)]
    public string? RunId { get; set; }

    /// <summary>The processor that each Pod asks for. Default: 500m.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Cpu { get; set; } = "500m";

    /// <summary>The memory that each Pod asks for and may use. Default: 2Gi.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Memory { get; set; } = "2Gi";

    /// <summary>
    /// The steps that are to be done: DisableIngress, MigrateExisting, Validate, SwitchControllers, Cleanup. Default: all.
    /// </summary>
    [Parameter(ParameterSetName = "Cutover")]
    [ValidateSet("DisableIngress", "MigrateExisting", "Validate", "SwitchControllers", "Cleanup")]
    public string[] Step { get; set; } = [];

    /// <summary>The namespaces whose Ingresses are migrated; wildcards are allowed. Default: the tenants', ns-*.</summary>
    [Parameter(ParameterSetName = "Cutover")]
    [SupportsWildcards]
    public string[] TenantNamespace { get; set; } = [];

    /// <summary>Goes on with what can be done when something can't. Without it nothing is begun then.</summary>
    [Parameter(ParameterSetName = "Cutover")]
    public SwitchParameter ContinueOnError { get; set; }

    /// <summary>Keeps new Ingresses refused after the cleanup.</summary>
    [Parameter(ParameterSetName = "Cutover")]
    public SwitchParameter KeepBlock { get; set; }

    /// <summary>Codes of security findings to accept: the Ingress is converted without the protection that the finding names.</summary>
    [Parameter(ParameterSetName = "Cutover")]
    [ValidatePattern("^SI[0-9]{4}$")]
    public string[] AllowInsecure { get; set; } = [];

    /// <summary>Allows a host that Ingresses of several namespaces share.</summary>
    [Parameter(ParameterSetName = "Cutover")]
    public SwitchParameter AllowSharedHost { get; set; }

    /// <summary>Takes a run back instead.</summary>
    [Parameter(ParameterSetName = "Rollback", Mandatory = true)]
    public SwitchParameter Rollback { get; set; }

    /// <summary>How far back: Full, Ingress or Dual. Default: Full.</summary>
    [Parameter(ParameterSetName = "Rollback")]
    [ValidateSet(nameof(RollbackMode.Full), nameof(RollbackMode.Ingress), nameof(RollbackMode.Dual))]
    public RollbackMode Mode { get; set; }

    /// <summary>Why: it stands in the record of the cutover.</summary>
    [Parameter(ParameterSetName = "Rollback", Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var settings = new CutoverJobSettings
        {
            Name = Name,
            Namespace = Namespace,
            Image = Image,
            Shards = Shards,
            RunId = RunId,
            Cpu = Cpu,
            Memory = Memory,
            IsRollback = Rollback,
            Steps = [.. Step.Select(step => Enum.Parse<CutoverStep>(step, ignoreCase: true)).Distinct().Order()],
            Parameters = Rollback ? [new("Mode", Mode.ToString()), new("Reason", Reason!)] : [.. CutoverParameters()],
        };
        foreach (var item in CutoverJob.Create(settings, ActiveConnection.Options, DateTimeOffset.UtcNow))
            if (ShouldProcess(item.ToString(), "Make (in memory)"))
                WriteObject(item);
    }

    private IEnumerable<KeyValuePair<string, object>> CutoverParameters()
    {
        if (TenantNamespace.Length > 0)
            yield return new("Namespace", TenantNamespace);
        if (AllowInsecure.Length > 0)
            yield return new("AllowInsecure", AllowInsecure);
        if (ContinueOnError)
            yield return new("ContinueOnError", true);
        if (KeepBlock)
            yield return new("KeepBlock", true);
        if (AllowSharedHost)
            yield return new("AllowSharedHost", true);
    }
}
