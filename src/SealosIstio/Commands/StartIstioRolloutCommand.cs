using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Rollout;

namespace SealosIstio.Commands;

/// <summary>
/// Begins a gradual rollout with its first stage, or lets a stopped one go on. Nothing leaves nginx by it: what each strategy moves is in
/// docs/rollout.md.
/// </summary>
[Cmdlet(
    VerbsLifecycle.Start,
    "IstioRollout",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = NewSet
)]
[OutputType(typeof(IstioRolloutState))]
public sealed class StartIstioRolloutCommand : RolloutMoveCommand
{
    private const string NewSet = "New";
    private const string ResumeSet = "Resume";

    /// <summary>The plan of New-IstioRolloutPlan. Default: the usual one, 5, 20, 50 and 100 percent by cohorts.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = NewSet)]
    [ValidateNotNull]
    public IstioRolloutPlan? Plan { get; set; }

    /// <summary>The namespaces whose Ingresses it is about; wildcards are allowed. Default: the tenants', ns-*.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [Alias("n", "ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <summary>
    /// The port of the gateway's pods at which they take what nginx hands on, for the strategy NginxCanary. Default: 8079.
    /// </summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateRange(1024, 65535)]
    public int ProxyPort { get; set; } = RolloutSettings.DefaultProxyPort;

    /// <summary>Codes of security findings to accept: the Ingress is converted without the protection that the finding names.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidatePattern("^SI[0-9]{4}$")]
    public string[] AllowInsecure { get; set; } = [];

    /// <summary>How the certificates of custom domains reach the gateway's namespace. Default: Auto.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public CredentialMode? CredentialMode { get; set; }

    /// <summary>The extension provider of the mesh that checks user names and passwords. Default: none.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateNotNullOrEmpty]
    public string? PasswordProvider { get; set; }

    /// <summary>Allows a host that Ingresses of several namespaces share.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter AllowSharedHost { get; set; }

    /// <summary>Lets the stopped rollout go on, in the stage that it is in.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ResumeSet)]
    public SwitchParameter Resume { get; set; }

    /// <summary>Why: it stands in the history. Default: none.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = "Somebody started it.";

    /// <inheritdoc/>
    protected override void Process()
    {
        var (cluster, settings, isPreview) = (Cluster, Settings(), IsPreview);
        if (Resume)
        {
            With(Await(token => RolloutSession.OpenAsync(cluster, settings, isPreview, token)), GoOn);
            return;
        }
        var plan = Plan ?? DefaultPlan();
        With(
            Await(token => RolloutSession.StartAsync(cluster, plan, settings, isPreview, token)),
            session =>
            {
                if (Move(session, 1, Reason, isBack: false))
                    Write(session);
            }
        );
    }

    private void GoOn(RolloutSession session)
    {
        if (session.State.Phase == RolloutPhase.Reverted)
            // Says so: there is nothing that could go on.
            RolloutDecision.Of(session.State, [], DateTimeOffset.UtcNow);
        if (
            session.State.Phase == RolloutPhase.Stopped
            && !ShouldProcess(
                $"rollout {session.State.RunId} @{Cluster.Name}",
                $"Go on in {session.State.Plan.Stage(session.State.Stage)}"
            )
        )
            return;
        if (!session.IsPreview)
            Await(token => session.ResumeAsync(Reason, token));
        Write(session);
    }

    private void Write(RolloutSession session) => WriteObject(Await(session.ReadAsync));

    private static IstioRolloutPlan DefaultPlan() =>
        IstioRolloutPlan.Create(
            IstioRolloutPlan.DefaultPercents,
            IstioRolloutPlan.DefaultBakeTimes,
            Migration.Assessment.RolloutStrategy.Cohort,
            new RolloutThresholds()
        );

    private RolloutSettings Settings()
    {
        var options = ActiveConnection.Options;
        return new RolloutSettings
        {
            Namespaces = Namespace ?? [],
            Options = options with
            {
                ProxyPort = MyInvocation.BoundParameters.ContainsKey(nameof(ProxyPort)) ? ProxyPort : options.ProxyPort,
                AllowInsecure = AllowInsecure.ToHashSet(StringComparer.OrdinalIgnoreCase),
                CredentialMode = CredentialMode ?? options.CredentialMode,
                PasswordProvider = PasswordProvider ?? options.PasswordProvider,
                AllowSharedHost = AllowSharedHost,
            },
            ContinueOnError = ContinueOnError,
            ThrottleLimit = ThrottleLimit,
        };
    }
}
