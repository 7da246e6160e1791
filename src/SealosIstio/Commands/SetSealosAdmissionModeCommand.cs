using System.Collections;
using System.Globalization;
using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Controllers;

namespace SealosIstio.Commands;

/// <summary>Has Sealos' admission webhook look at VirtualServices, at Ingresses only, or at what it looked at before.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "SealosAdmissionMode",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = "Enable"
)]
[OutputType(typeof(ApplyResult))]
public sealed class SetSealosAdmissionModeCommand : RolloutCommand
{
    private static readonly AdmissionSettings Defaults = new();

    /// <summary>Looks at VirtualServices; -EnableIstio:$false looks at Ingresses only.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Enable")]
    public SwitchParameter EnableIstio { get; set; }

    /// <summary>Puts back the variables, and takes away the entries that SealosIstio added.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Restore")]
    public SwitchParameter Restore { get; set; }

    /// <summary>
    /// Annotations that the webhook gives tenants' VirtualServices. Default: what is set stays.
    /// </summary>
    [Parameter(ParameterSetName = "Enable")]
    [ValidateNotNull]
    public Hashtable? MutatingAnnotation { get; set; }

    /// <summary>The webhook's Deployment as namespace/deployment[/container]. Default: found by Sealos' names.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ControllerCompleter))]
    public string Deployment { get; set; } = SealosController.Admission.Name;

    /// <summary>The MutatingWebhookConfiguration. Default: admission-mutating-webhook-configuration.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string MutatingConfiguration { get; set; } = Defaults.MutatingConfiguration;

    /// <summary>The ValidatingWebhookConfiguration. Default: admission-validating-webhook-configuration.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string ValidatingConfiguration { get; set; } = Defaults.ValidatingConfiguration;

    /// <inheritdoc/>
    protected override void End()
    {
        var modes = new AdmissionModes(Cluster);
        var settings = new AdmissionSettings
        {
            EnableIstio = EnableIstio,
            MutatingAnnotations = MutatingAnnotation
                ?.Cast<DictionaryEntry>()
                .ToDictionary(entry => TextOf(entry.Key), entry => TextOf(entry.Value), StringComparer.Ordinal),
            MutatingConfiguration = MutatingConfiguration,
            ValidatingConfiguration = ValidatingConfiguration,
        };
        var webhook = Parse(Deployment);
        var plan = Await(token =>
            Restore ? modes.PlanRestoreAsync(webhook, settings, token) : modes.PlanAsync(webhook, settings, token)
        );
        foreach (var warning in plan.Warnings)
            WriteWarning(warning);
        if (plan.ConfigurationsFirst)
        {
            ApplyConfigurations(modes, plan, held: null);
            ApplyDeployment(plan.Deployment);
        }
        else
            ApplyConfigurations(modes, plan, ApplyDeployment(plan.Deployment));
    }

    // Gives why configurations have to wait: their entries would be called before the handlers are there.
    private string? ApplyDeployment(ControllerStep step)
    {
        var controllers = new ControllerModes(Cluster);
        if (step.IsChange && !ShouldProcess($"{step.Identity} @{Cluster.Name}", $"Have the webhook {step.Preview}"))
        {
            Write(new SealosControllerResult(step.State, step.State.Mode, ApplyAction.Skipped, "Not confirmed."));
            return "The Deployment wasn't confirmed.";
        }
        var result = Finish(controllers, Await(token => controllers.ApplyAsync(step, token)));
        Write(result);
        if (result.Action == ApplyAction.Failed)
            return "The Deployment's rollout didn't complete.";
        return NoWait && controllers.HasPods && !result.State.Rollout.IsComplete
            ? "The Deployment's Pods aren't replaced yet: run it again when they are."
            : null;

        void Write(SealosControllerResult of) =>
            WriteObject(new ApplyResult(step.Identity, of.Action, of.Message, of.State.Deployment, IsDryRun: false));
    }

    private void ApplyConfigurations(AdmissionModes modes, AdmissionPlan plan, string? held)
    {
        foreach (var step in plan.Configurations)
            TryEach(step.Live, () => WriteObject(Apply(modes, plan, step, held)));
    }

    private ApplyResult Apply(AdmissionModes modes, AdmissionPlan plan, AdmissionStep step, string? held)
    {
        var verb = plan.ConfigurationsFirst
            ? "Remove the entry for VirtualServices"
            : "Add an entry for VirtualServices";
        // What is previewed shows the whole: the entries too, although they would wait for the Deployment.
        if (step.IsChange && !ShouldProcess($"{step.Identity} @{Cluster.Name}", verb))
            return new ApplyResult(step.Identity, ApplyAction.Skipped, "Not confirmed.", step.Live, IsDryRun: false);
        return step.IsChange && held is not null
            ? new ApplyResult(step.Identity, ApplyAction.Skipped, held, step.Live, IsDryRun: false)
            : Await(token => modes.ApplyAsync(step, token));
    }

    private static string TextOf(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
