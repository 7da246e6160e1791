using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Controllers;

/// <summary>A controller of Sealos as the cluster has it.</summary>
public sealed class SealosControllerState
{
    internal SealosControllerState(SealosController controller, V1Deployment deployment, string container)
    {
        Definition = controller;
        Deployment = deployment;
        Container = container;
        var spec = deployment.Spec!.Template!.Spec!.Containers!.Single(item => item.Name == container);
        var variables = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var entry in spec.Env ?? [])
            // The last of several entries counts.
            if (entry.Name is { } name && ControllerVariables.Shown.Contains(name))
                variables[name] = entry.ValueFrom is null ? entry.Value ?? "" : null;
        Variables = variables;
        Mode = ModeOf(hasOtherSources: spec.AdditionalProperties?.ContainsKey("envFrom") == true);
    }

    /// <summary>The controller's short name, or namespace/deployment.</summary>
    public string Controller => Definition.Name;

    /// <summary>The Deployment's namespace.</summary>
    public string Namespace => Deployment.Metadata.NamespaceProperty!;

    /// <summary>The Deployment's name.</summary>
    public string Name => Deployment.Metadata.Name!;

    /// <summary>The container whose variables count.</summary>
    public string Container { get; }

    /// <summary>What it makes; for the admission webhook Istio when it looks at VirtualServices, else Ingress.</summary>
    public SealosControllerMode Mode { get; }

    /// <summary>The variables of the mode that are set, by name; a null value comes from a ConfigMap or Secret.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; }

    /// <summary>The shared Gateway that it was told; null when it wasn't.</summary>
    public string? Gateway => Variables.GetValueOrDefault(ControllerVariables.Gateway);

    /// <summary>The cloud's domain that it was told; null when it wasn't.</summary>
    public string? BaseDomain => Variables.GetValueOrDefault(ControllerVariables.BaseDomain);

    /// <summary>How far the rollout is, as <c>kubectl rollout status</c> would say it.</summary>
    public DeploymentRollout Rollout => DeploymentRollout.Of(Deployment);

    /// <summary>Whether the values from before the first change are kept, so that they can be restored.</summary>
    public bool CanRestore => Deployment.Metadata.Annotations?.ContainsKey(EnvironmentRecord.Annotation) == true;

    /// <summary>The Deployment.</summary>
    public V1Deployment Deployment { get; }

    internal SealosController Definition { get; }

    private SealosControllerMode ModeOf(bool hasOtherSources)
    {
        var name =
            Definition == SealosController.Admission
                ? ControllerVariables.EnableWebhooks
                : ControllerVariables.UseIstio;
        if (!Variables.TryGetValue(name, out var value))
            value = hasOtherSources ? null : "";
        if (value is null)
            return SealosControllerMode.Unknown;
        if (Definition == SealosController.Admission)
            return value is "true" or "1" or "on" ? SealosControllerMode.Istio : SealosControllerMode.Ingress;
        if (value == "true")
            return SealosControllerMode.Istio;
        return RecordedMode() == SealosControllerMode.Dual ? SealosControllerMode.Dual : SealosControllerMode.Ingress;
    }

    // No variable that is read says Dual: what was set last does, or the manuals' variable.
    private SealosControllerMode? RecordedMode()
    {
        try
        {
            if (EnvironmentRecord.Of(Deployment)?.Mode is { } recorded)
                return recorded;
        }
        // Looking is possible with a broken record; changing isn't, and says so.
        catch (ResourceException) { }
        return
            Variables.GetValueOrDefault(ControllerVariables.NetworkingMode) is { } text
            && Enum.TryParse<SealosControllerMode>(text, ignoreCase: true, out var mode)
            ? mode
            : null;
    }

    /// <summary><c>controller mode</c>.</summary>
    public override string ToString() => $"{Controller} {Mode}";
}
