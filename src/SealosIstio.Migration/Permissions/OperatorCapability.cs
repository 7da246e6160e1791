namespace SealosIstio.Migration.Permissions;

/// <summary>What somebody is to be able to do with SealosIstio's cmdlets.</summary>
public enum OperatorCapability
{
    /// <summary>Look: Get-SealosIngress, Get-IstioResource, Compare-IstioResource of routing objects. No Secret is read.</summary>
    Read,

    /// <summary>
    /// Convert and apply: Test-SealosIngress, Convert-IngressToVirtualService, Compare-IngressRoute, Set-IstioResource,
    /// Remove-IstioResource. Certificates are Secrets, and are read and copied.
    /// </summary>
    Convert,

    /// <summary>
    /// Switch traffic over: what Convert may, and block, mark and remove Ingresses, point Services elsewhere, switch controllers, keep the
    /// run's state, and make a rollout's canaries: Invoke-SealosCutover, Start-IstioRollout, Step-IstioRollout, Block-SealosIngress,
    /// Remove-SealosIngress, Move-MinioToNodePort.
    /// </summary>
    Cutover,

    /// <summary>
    /// Go back: restore Ingresses, Services and controllers, remove what was applied, allow Ingresses again, close the run's state:
    /// Invoke-IstioRollback, Stop-IstioRollout, Restore-SealosObjectStorage.
    /// </summary>
    Rollback,

    /// <summary>
    /// Prepare the cluster: namespaces with their quotas, network policies and accounts, Sealos' controllers and admission webhook, and a
    /// look at Istio itself.
    /// </summary>
    Platform,

    /// <summary>
    /// Save and restore: every kind that a migration touches, Secrets included. Whoever has it can read and replace all of them.
    /// </summary>
    Backup,
}
