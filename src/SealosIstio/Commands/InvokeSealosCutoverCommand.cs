using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Cutover.State;

namespace SealosIstio.Commands;

/// <summary>Moves a cloud from NGINX Ingress to Istio, step by step, so that it can be interrupted, resumed and taken back.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "SealosCutover", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(CutoverReport))]
public sealed class InvokeSealosCutoverCommand : RunCommand
{
    private const int ActivityId = 4103;
    private const string AllSteps = "All";

    /// <summary>What the id of a run looks like, such as 20260131-140502-9f3c.</summary>
    internal const string RunIdPattern = "^[0-9]{8}-[0-9]{6}-[0-9a-f]{4}$";

    /// <summary>
    /// The steps, which are always done in their order: DisableIngress, MigrateExisting, Validate, SwitchControllers, Cleanup. A named step
    /// goes on with the unfinished cutover if there is one. Default: All, or with -Resume what is left to do.
    /// </summary>
    [Parameter(Position = 0)]
    [ValidateSet("DisableIngress", "MigrateExisting", "Validate", "SwitchControllers", "Cleanup", AllSteps)]
    public string[]? Step { get; set; }

    /// <summary>The namespaces whose Ingresses are migrated; wildcards are allowed. Default: the tenants', ns-*.</summary>
    [Parameter]
    [Alias("n", "ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <summary>Goes on with the unfinished cutover, from this or any other machine.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>
    /// The part of this process when several share the cutover, as i/n: 2/4 is the second of four. Each has the namespaces that a hash of
    /// their names gives it, and the first one what concerns the whole cluster; they wait for each other where the order asks for it.
    /// Whoever comes first begins the run, and one that is started again goes on with its part.
    /// </summary>
    [Parameter]
    public CutoverShard? Shard { get; set; }

    /// <summary>
    /// With -Shard: the run that they share, such as 20260131-140502-9f3c; one that comes when it is over finds nothing to do.
    /// Default: the unfinished one, or a new one.
    /// </summary>
    [Parameter]
    [ValidatePattern(RunIdPattern)]
    public string? RunId { get; set; }

    /// <summary>Goes on with what can be done when something can't. Without it nothing is begun then.</summary>
    [Parameter]
    public SwitchParameter ContinueOnError { get; set; }

    /// <summary>By which means new Ingresses are refused: Auto, Policy or Quota. Default: Auto.</summary>
    [Parameter]
    public BlockMechanism Mechanism { get; set; }

    /// <summary>Keeps new Ingresses refused after the cleanup.</summary>
    [Parameter]
    public SwitchParameter KeepBlock { get; set; }

    /// <summary>The most objects that are on their way at once. Default: 32.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>How long to wait for the Pods of each switched controller, in seconds; 0 doesn't wait. Default: 300.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int TimeoutSeconds { get; set; } = 300;

    /// <summary>Codes of security findings to accept: the Ingress is converted without the protection that the finding names.</summary>
    [Parameter]
    [ValidatePattern("^SI[0-9]{4}$")]
    public string[] AllowInsecure { get; set; } = [];

    /// <summary>How the certificates of custom domains reach the gateway's namespace. Default: Auto.</summary>
    [Parameter]
    public CredentialMode? CredentialMode { get; set; }

    /// <summary>The extension provider of the mesh that checks user names and passwords. Default: none.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PasswordProvider { get; set; }

    /// <summary>Allows a host that Ingresses of several namespaces share.</summary>
    [Parameter]
    public SwitchParameter AllowSharedHost { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        if (RunId is not null && Shard is null)
            ThrowTerminatingError(ErrorRecords.ShardMissing());
        var settings = Settings();
        var session = Await(token => CutoverSession.OpenAsync(Cluster, settings, Opening, IsPreview, token));
        try
        {
            Run(session);
        }
        finally
        {
            // Also when the cmdlet is stopped: the next one needn't wait for the lease to run out.
            session.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private bool IsAll => Step is null || Step.Contains(AllSteps, StringComparer.OrdinalIgnoreCase);

    private CutoverOpening Opening =>
        Resume ? CutoverOpening.Resume
        : IsAll ? CutoverOpening.New
        : CutoverOpening.Continue;

    private CutoverSettings Settings()
    {
        var options = ActiveConnection.Options;
        return new CutoverSettings
        {
            Namespaces = Namespace ?? [],
            Options = options with
            {
                AllowInsecure = AllowInsecure.ToHashSet(StringComparer.OrdinalIgnoreCase),
                CredentialMode = CredentialMode ?? options.CredentialMode,
                PasswordProvider = PasswordProvider ?? options.PasswordProvider,
                AllowSharedHost = AllowSharedHost,
            },
            Mechanism = Mechanism,
            ContinueOnError = ContinueOnError,
            KeepBlock = KeepBlock,
            ThrottleLimit = ThrottleLimit,
            Shard = Shard,
            RunId = RunId,
            RolloutTimeout = TimeSpan.FromSeconds(TimeoutSeconds),
        };
    }

    private void Run(CutoverSession session)
    {
        var steps =
            Step is null || IsAll
                ? session.OpenSteps
                :
                [
                    .. CutoverSession.Steps.Where(step =>
                        Step.Contains(step.ToString(), StringComparer.OrdinalIgnoreCase)
                    ),
                ];
        var results = new List<CutoverStepResult>();
        var isAsked = false;
        var isAhead = false;
        foreach (var step in steps)
        {
            if (isAhead && Ahead(step) is { } description)
            {
                ShouldProcess($"cutover {session.Run.Id} @{Cluster.Name}", $"{step}: {description}");
                continue;
            }
            var plan = Await(token => session.PlanAsync(step, token));
            foreach (var warning in plan.Warnings)
                WriteWarning(warning);
            if (!session.MayRun(plan))
            {
                Report(plan.Problems);
                WriteWarning(
                    $"The step {step} wasn't begun, and no later one: {plan.Problems.Count} objects can't be dealt with. -ContinueOnError does the rest."
                );
                break;
            }
            isAsked = true;
            if (!ShouldProcess($"cutover {session.Run.Id} @{Cluster.Name}", $"{step}: {plan.Description}"))
            {
                // What was declined, the next step would stand on; a preview goes on to show it.
                isAhead |= session.IsPreview && step == CutoverStep.MigrateExisting;
                if (session.IsPreview)
                    continue;
                break;
            }
            var result = Carry<CutoverStepResult>(
                ActivityId,
                $"Cutover {session.Run.Id}: {step}",
                (finish, token) => session.RunAsync(plan, finish, token)
            );
            results.Add(result);
            Report(result.Problems);
            if (result.State != CutoverStepState.Completed && !ContinueOnError)
                break;
        }
        if (session.IsPreview || (isAsked && results.Count == 0))
            return;
        WriteReport(session, results);
    }

    // What a step would do once the Ingresses are migrated, which a preview doesn't do; null when it makes no difference.
    private static string? Ahead(CutoverStep step) =>
        step switch
        {
            CutoverStep.Validate =>
                "Compare the routes of the Ingresses that are migrated by then, and mark those that are the same as verified",
            CutoverStep.Cleanup =>
                "Remove the Ingresses that are migrated and verified by then, and allow new ones again",
            _ => null,
        };

    private void WriteReport(CutoverSession session, List<CutoverStepResult> results)
    {
        var options = session.Run.Options;
        var status = Await(token => MigrationStatus.ReadAsync(Cluster, session.Run.Namespaces, options, token));
        if (status.SystemIngresses.Count > 0)
            WriteWarning(
                $"{status.SystemIngresses.Count} Ingresses of the platform on public domains aren't migrated, such as "
                    + $"{status.SystemIngresses[0]}: nothing of these domains can leave nginx before they are. Name their namespaces with -Namespace."
            );
        WriteObject(new CutoverReport(session.Run, results, status.SystemIngresses));
    }
}
