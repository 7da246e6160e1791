using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Installing;

/// <summary>Why a manifest can't be installed as it is.</summary>
/// <param name="Object">The object concerned.</param>
/// <param name="Error">What is the matter: a refusal of ours, or of the server.</param>
public sealed record InstallProblem(KubernetesObject Object, Exception Error)
{
    /// <summary>The message.</summary>
    public override string ToString() => Error.Message;
}
