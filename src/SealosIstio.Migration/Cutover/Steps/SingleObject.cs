using SealosIstio.Kubernetes.Cluster;

namespace SealosIstio.Migration.Cutover.Steps;

/// <summary>Tells the failure of one object from one that concerns all.</summary>
internal static class SingleObject
{
    /// <summary>Whether a failure says nothing of the other objects: only then does a run go on.</summary>
    public static bool IsFailure(Exception exception) =>
        exception
            is KubernetesApiException { Code: not 401 }
                or Resources.ResourceException { Problem: not Resources.ResourceProblem.TypeNotInstalled }
                or ArgumentException;
}
