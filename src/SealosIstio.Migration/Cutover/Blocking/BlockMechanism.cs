namespace SealosIstio.Migration.Cutover.Blocking;

/// <summary>By which means new Ingresses are refused.</summary>
public enum BlockMechanism
{
    /// <summary><see cref="Policy"/> where the cluster serves it, else <see cref="Quota"/>. The default.</summary>
    Auto,

    /// <summary>
    /// A ValidatingAdmissionPolicy and its binding: Kubernetes 1.30 and later, or earlier with the beta switched on. Knows tenants by the
    /// name of the namespace, those of tomorrow too, and lets the solvers of cert-manager pass.
    /// </summary>
    Policy,

    /// <summary>
    /// A ResourceQuota of no Ingresses in each tenant's namespace: any version of Kubernetes. Binds the namespaces that there are, and the
    /// solvers of cert-manager like everybody else.
    /// </summary>
    Quota,
}
