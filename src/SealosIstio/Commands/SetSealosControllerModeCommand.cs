using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Controllers;

namespace SealosIstio.Commands;

/// <summary>Has Sealos' controllers make Ingresses or VirtualServices, or puts back exactly what they were told before.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "SealosControllerMode",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = "Mode"
)]
[OutputType(typeof(SealosControllerResult))]
public sealed class SetSealosControllerModeCommand : RolloutCommand
{
    private readonly List<string> names = [];

    /// <summary>
    /// Controllers: terminal, adminer, resources, devbox, objectstorage, or namespace/deployment[/container]. Default: terminal, adminer
    /// and resources, those of them that the cluster has. One that is named and doesn't exist is an error.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ControllerCompleter))]
    public string[]? Controller { get; set; }

    /// <summary>Ingress, Dual (still Ingresses, with everything set that Istio needs) or Istio.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Mode")]
    [ValidateSet("Ingress", "Dual", "Istio")]
    public SealosControllerMode Mode { get; set; }

    /// <summary>Puts back the variables as they were before the first change.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Restore")]
    public SwitchParameter Restore { get; set; }

    /// <summary>The shared Gateway, as namespace/name, name.namespace or a name in the gateway's namespace. Default: the connection's.</summary>
    [Parameter(ParameterSetName = "Mode")]
    [ValidateNotNullOrEmpty]
    public string? Gateway { get; set; }

    /// <summary>The cloud's domain. Default: the connection's first public domain; without any the variable stays as it is.</summary>
    [Parameter(ParameterSetName = "Mode")]
    [ValidateNotNullOrEmpty]
    public string? BaseDomain { get; set; }

    /// <summary>The domains whose hosts go to the shared Gateway. Default: the connection's; without any the variable stays as it is.</summary>
    [Parameter(ParameterSetName = "Mode")]
    [ValidateNotNullOrEmpty]
    public string[]? PublicDomain { get; set; }

    /// <summary>The same as patterns, such as *.cloud.sealos.io. Default: the variable stays as it is.</summary>
    [Parameter(ParameterSetName = "Mode")]
    [ValidateNotNullOrEmpty]
    public string[] PublicDomainPattern { get; set; } = [];

    /// <summary>The Secret with the certificate of the cloud's domain. Default: the variable stays as it is.</summary>
    [Parameter(ParameterSetName = "Mode")]
    [ValidateNotNullOrEmpty]
    public string? TlsSecret { get; set; }

    /// <summary>Leaves out the names that older manuals use, such as USE_ISTIO_NETWORKING, which no controller reads.</summary>
    [Parameter(ParameterSetName = "Mode")]
    public SwitchParameter NoLegacyVariables { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => _ = ActiveConnection;

    /// <inheritdoc/>
    protected override void Process() => names.AddRange(Controller ?? []);

    /// <inheritdoc/>
    protected override void End()
    {
        var modes = new ControllerModes(Cluster);
        var isDefault = names.Count == 0 && !MyInvocation.ExpectingInput;
        var states = isDefault ? Find(modes, SealosController.Default) : Find(modes, names);
        if (isDefault && states.Count == 0)
            WriteError(ErrorRecords.NoController(Cluster.Name));
        // All are checked before the first is changed, and all are changed before the first is waited for.
        var steps = new List<ControllerStep>();
        foreach (var state in states)
            TryEach(
                state.Deployment,
                () =>
                    steps.Add(
                        Restore ? ControllerModes.PlanRestore(state) : ControllerModes.Plan(state, Mode, Settings())
                    )
            );
        var results = new List<SealosControllerResult>();
        foreach (var step in steps)
            TryEach(step.State.Deployment, () => results.Add(Apply(modes, step)));
        foreach (var result in results)
            WriteObject(Finish(modes, result));
    }

    private SealosControllerResult Apply(ControllerModes modes, ControllerStep step) =>
        step.IsChange && !ShouldProcess($"{step.Identity} @{Cluster.Name}", Capitalized(step.Preview))
            ? new SealosControllerResult(step.State, step.State.Mode, ApplyAction.Skipped, "Not confirmed.")
            : Await(token => modes.ApplyAsync(step, token));

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private ControllerModeSettings Settings()
    {
        var options = ActiveConnection.Options;
        IReadOnlyList<string> domains = PublicDomain ?? options.PublicDomains;
        return new ControllerModeSettings
        {
            Gateway = Gateway is null
                ? options.GatewayReference
                : GatewayNames.Normalize(Gateway, options.GatewayNamespace),
            BaseDomain = BaseDomain ?? (domains.Count > 0 ? domains[0] : null),
            PublicDomains = domains,
            PublicDomainPatterns = PublicDomainPattern,
            TlsSecret = TlsSecret,
            LegacyVariables = !NoLegacyVariables,
        };
    }
}
