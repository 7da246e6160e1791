using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Controllers;

/// <summary>What is to be done with one controller.</summary>
public sealed class ControllerStep
{
    private readonly Func<V1Deployment, KubernetesPatch?> edit;

    internal ControllerStep(SealosControllerState state, Func<V1Deployment, KubernetesPatch?> edit, string preview)
    {
        State = state;
        Preview = preview;
        this.edit = edit;
        IsChange = PatchFor(state.Deployment) is not null;
    }

    /// <summary>The controller as it is.</summary>
    public SealosControllerState State { get; }

    /// <summary>The Deployment.</summary>
    public ResourceIdentity Identity => ResourceIdentity.Of(State.Deployment);

    /// <summary>Whether anything changes.</summary>
    public bool IsChange { get; }

    /// <summary>What would be done, in words.</summary>
    public string Preview { get; }

    /// <summary>The patch for the Deployment as it is now; null when it is as wanted.</summary>
    internal KubernetesPatch? PatchFor(V1Deployment deployment) => edit(deployment);
}

/// <summary>What became of one controller.</summary>
/// <param name="State">The controller as it now is.</param>
/// <param name="PreviousMode">Its mode before.</param>
/// <param name="Action">Configured, Unchanged, Skipped (not confirmed) or Failed (the rollout didn't complete).</param>
/// <param name="Message">Why it was skipped or failed, or what the user should know; null for nothing.</param>
public sealed record SealosControllerResult(
    SealosControllerState State,
    SealosControllerMode PreviousMode,
    ApplyAction Action,
    string? Message
)
{
    /// <summary>The controller's short name, or namespace/deployment.</summary>
    public string Controller => State.Controller;

    /// <summary>The Deployment's namespace.</summary>
    public string Namespace => State.Namespace;

    /// <summary>The Deployment's name.</summary>
    public string Name => State.Name;

    /// <summary>Its mode now.</summary>
    public SealosControllerMode Mode => State.Mode;

    /// <summary><c>controller mode action</c>.</summary>
    public override string ToString() => $"{Controller} {Mode} {Action}";
}
