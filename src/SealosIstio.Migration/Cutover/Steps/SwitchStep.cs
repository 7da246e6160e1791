using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.State;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>
/// Tells Sealos' controllers to make VirtualServices instead of Ingresses. They serve every tenant, so a run that is about some namespaces
/// leaves them alone.
/// </summary>
internal sealed class SwitchStep(CutoverContext context) : ICutoverStep
{
    private readonly ControllerModes modes = new(context.Cluster);

    public async Task<CutoverStepPlan> PlanAsync(CancellationToken cancellationToken)
    {
        if (!IsForEverybody)
            return Nothing(
                "The controllers serve every tenant, and this cutover is about some: they stay as they are."
            );
        var steps = new List<ControllerStep>();
        await foreach (var state in modes.FindAllAsync(SealosController.Default, cancellationToken))
            steps.Add(ControllerModes.Plan(state, SealosControllerMode.Istio, SettingsOf(context.Run.Options)));
        if (steps.Count == 0)
            return Nothing("The cluster has none of Sealos' controllers: there is nothing to switch.");
        var open = steps.FindAll(step => step.IsChange);
        return new CutoverStepPlan(
            CutoverStep.SwitchControllers,
            open.Count == 0
                ? "The controllers make VirtualServices already"
                : $"Have {string.Join(", ", open.Select(step => step.State.Controller))} make VirtualServices instead of Ingresses",
            open.Count,
            []
        )
        {
            Work = open,
        };
    }

    public async Task<IReadOnlyList<CutoverProblem>> RunAsync(
        CutoverStepPlan plan,
        StepProgress progress,
        CancellationToken cancellationToken
    )
    {
        var open = (List<ControllerStep>)plan.Work!;
        progress.Expect(open.Count);
        await context.RecordAsync(
            [.. open.Select(step => JournalEntry.Of(JournalAction.Switch, step.Identity, step.State.Deployment))],
            cancellationToken
        );
        var problems = new ProblemList(CutoverStep.SwitchControllers);
        await problems.ForEachAsync(
            open,
            step => step.Identity,
            context.ThrottleLimit,
            async (step, token) =>
            {
                var result = await modes.ApplyAsync(step, token);
                progress.Report(result.ToString());
                if (result.Action == ApplyAction.Configured && context.Settings.RolloutTimeout > TimeSpan.Zero)
                    await WaitAsync(result.State, step, problems, token);
            },
            cancellationToken
        );
        return problems.All;
    }

    private bool IsForEverybody =>
        context.Run.Namespaces.Any(pattern =>
            pattern == "*" || pattern == context.Run.Options.TenantNamespacePrefix + "*"
        );

    private async Task WaitAsync(
        SealosControllerState state,
        ControllerStep step,
        ProblemList problems,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await modes.WaitAsync(state, context.Settings.RolloutTimeout, cancellationToken: cancellationToken);
        }
        catch (TimeoutException exception)
        {
            problems.Add(step.Identity, exception.Message, exception);
        }
    }

    private static ControllerModeSettings SettingsOf(ConversionOptions options) =>
        new()
        {
            Gateway = options.GatewayReference,
            BaseDomain = options.PublicDomains.Count > 0 ? options.PublicDomains[0] : null,
            PublicDomains = options.PublicDomains,
            TlsSecret = options.PublicCredentialName,
        };

    private static CutoverStepPlan Nothing(string reason) =>
        new(CutoverStep.SwitchControllers, reason, 0, []) { Work = new List<ControllerStep>(), Warnings = [reason] };
}
