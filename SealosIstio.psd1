@{
    RootModule           = 'module/bin/SealosIstio.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5b0f6c5e-6a83-4f0c-9f0b-6f1d0f0c2a71'
    Author               = 'SealosIstio contributors'
    CompanyName          = 'SealosIstio contributors'
    Copyright            = '(c) SealosIstio contributors.'
    Description          = 'Moves a multi-tenant Sealos cloud, or any cluster, from NGINX Ingress to Istio Gateway and VirtualService.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')

    # YamlDotNet is absent on purpose: a name here would load it into the default context, where it clashes with other modules.
    RequiredAssemblies   = @()
    TypesToProcess       = @('module/SealosIstio.Types.ps1xml')
    FormatsToProcess     = @('module/SealosIstio.Format.ps1xml')

    CmdletsToExport      = @(
        'Backup-SealosResource'
        'Block-SealosIngress'
        'Checkpoint-SealosState'
        'Compare-IngressRoute'
        'Compare-IstioResource'
        'Compare-SealosBackup'
        'Connect-SealosCluster'
        'Convert-IngressToVirtualService'
        'Disconnect-SealosCluster'
        'Enable-IstioTracing'
        'Export-SealosManifest'
        'Get-IstioProfile'
        'Get-IstioResource'
        'Get-IstioRollout'
        'Get-IstioVersion'
        'Get-SealosBackup'
        'Get-SealosClusterInfo'
        'Get-SealosConnection'
        'Get-SealosControllerMode'
        'Get-SealosIngress'
        'Get-SealosLoadBalancerService'
        'Get-SealosMigrationStatus'
        'Get-TenantNamespace'
        'Import-SealosManifest'
        'Initialize-SealosGateway'
        'Install-IstioAddon'
        'Install-IstioControlPlane'
        'Install-SealosCertManager'
        'Invoke-IstioRollback'
        'Invoke-SealosCutover'
        'Measure-SealosReadiness'
        'Move-MinioToNodePort'
        'New-IstioAddonRoute'
        'New-IstioCertificate'
        'New-IstioCertificateIssuer'
        'New-IstioInstallConfiguration'
        'New-IstioRolloutPlan'
        'New-IstioSelfSignedCertificate'
        'New-IstioTelemetry'
        'New-SealosCutoverJob'
        'New-SealosMigrationPlan'
        'New-SealosOperatorRole'
        'New-TenantNamespace'
        'New-TenantRbac'
        'Remove-IstioResource'
        'Remove-SealosIngress'
        'Remove-TenantNamespace'
        'Restore-SealosObjectStorage'
        'Restore-SealosResource'
        'Resume-TenantNetwork'
        'Send-SealosNotification'
        'Set-IstioMeshConfig'
        'Set-IstioResource'
        'Set-SealosAdmissionMode'
        'Set-SealosControllerMode'
        'Set-SealosMigrationState'
        'Set-TenantQuota'
        'Start-IstioRollout'
        'Step-IstioRollout'
        'Stop-IstioRollout'
        'Suspend-TenantNetwork'
        'Test-IstioCompatibility'
        'Test-IstioControlPlane'
        'Test-IstioRollback'
        'Test-IstioRolloutGate'
        'Test-SealosIngress'
        'Test-SealosObjectStorage'
        'Test-SealosPrerequisite'
        'Test-TenantIsolation'
        'Test-TenantQuota'
        'Unblock-SealosIngress'
        'Uninstall-IstioControlPlane'
        'Wait-IstioCertificate'
        'Watch-SealosMigration'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()

    PrivateData          = @{
        PSData = @{
            Tags = @('PSEdition_Core', 'Windows', 'Linux', 'MacOS', 'Kubernetes', 'Istio', 'Sealos', 'Ingress', 'Gateway', 'VirtualService', 'Migration')
        }
    }
}
