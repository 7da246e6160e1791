BeforeAll {
    . $PSScriptRoot/common.ps1

    # A copy of the sample that is written back, so that another session goes on with it.
    function Connect-SampleCopy {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        Copy-Item $sample $folder -Recurse
        Connect-SealosCluster -ManifestPath $folder -PublicDomain cloud.example.com | Out-Null
        $folder
    }

    function Get-Content-Of([string] $Namespace) {
        Get-SealosIngress -Namespace $Namespace | ForEach-Object {
            $_.Ingress.Metadata.ManagedFields = $null
            "$($_.Name) $($_.Ingress.Metadata.Labels | ConvertTo-Json -Compress) $($_.Ingress.Metadata.Annotations | ConvertTo-Json -Compress) $($_.Ingress.Spec | ConvertTo-Json -Depth 12 -Compress)"
        }
    }
}

Describe 'Cutover' {
    BeforeEach {
        $tenant = 'ns-q7w2e8rt'
        $folder = Connect-SampleCopy
        $before = Get-Content-Of $tenant
        $common = @{ Namespace = $tenant; ContinueOnError = $true; Confirm = $false; WarningAction = 'Ignore'; ErrorAction = 'Ignore' }
    }
    AfterEach { Disconnect-SealosCluster }

    It 'previews every step and writes nothing' {
        $text = pwsh -NoProfile -Command "Import-Module '$manifest'; Connect-SealosCluster -ManifestPath '$folder' | Out-Null; Invoke-SealosCutover -Namespace $tenant -WhatIf -WarningAction Ignore" 2>&1 | Out-String
        foreach ($step in 'DisableIngress: Refuse', 'MigrateExisting: Apply', 'Validate: Compare', 'Cleanup: Remove') { $text | Should -BeLike "*$step*" }
        # What isn't migrated yet is no reason against what comes after the migration.
        $text | Should -Not -BeLike "*isn't migrated*"
        (Get-SealosMigrationStatus).Runs | Should -BeNullOrEmpty
        Get-Content-Of $tenant | Should -Be $before
    }

    It 'goes step by step, and all the way back' {
        $first = Invoke-SealosCutover -Step Validate, MigrateExisting, DisableIngress @common
        $first.Steps.Step | Should -Be DisableIngress, MigrateExisting, Validate
        $first.Phase | Should -Be Running
        $status = Get-SealosMigrationStatus $tenant
        $status.Verified | Should -BeGreaterThan 0
        $status.Pending | Should -Be 0
        (Get-SealosIngress -Namespace $tenant -MigrationState Migrated).Count | Should -Be $status.Migrated

        $all = @(Get-SealosIngress -Namespace $tenant).Count
        $last = Invoke-SealosCutover -Step Cleanup @common
        $last.RunId | Should -Be $first.RunId
        @(Get-SealosIngress -Namespace $tenant).Count | Should -BeLessThan $all
        (Get-SealosMigrationStatus $tenant).Removed | Should -Be $status.Verified
        (Get-SealosMigrationStatus $tenant).Orphans | Should -BeNullOrEmpty

        $report = Invoke-IstioRollback -Reason test -Confirm:$false
        $report.IsComplete | Should -BeTrue
        $report.Problems | Should -BeNullOrEmpty
        Get-Content-Of $tenant | Should -Be $before
        (Get-IstioResource -Namespace $tenant | Where-Object { $_.Metadata.Annotations.Keys -contains 'sealos.io/cutover-run' }) | Should -BeNullOrEmpty
        (Get-SealosMigrationStatus).Runs[0].Phase | Should -Be RolledBack
    }

    It 'is refused while another one is unfinished, and resumed' {
        Invoke-SealosCutover -Step MigrateExisting @common | Out-Null
        Get-ErrorId (Get-ErrorOf { Invoke-SealosCutover -Confirm:$false }) | Should -Be CutoverUnfinished
        $common.Remove('Namespace')
        $report = Invoke-SealosCutover -Resume @common
        $report.Steps.Step | Should -Be DisableIngress, MigrateExisting, Validate, SwitchControllers, Cleanup
    }

    It 'begins nothing without -ContinueOnError when something is refused' {
        $errors = Get-ErrorOf { Invoke-SealosCutover -Step MigrateExisting -Namespace ns-z9y3m7kx -Confirm:$false }
        $errors | Should -Not -BeNullOrEmpty
        $errors | ForEach-Object { Get-ErrorId $_ | Should -Match '^SI\d{4}$' }
        (Get-SealosMigrationStatus).Runs | Should -BeNullOrEmpty
    }

    It 'answers <Id>' -ForEach @(
        @{ Id = 'CutoverNotFound'; Action = { Invoke-SealosCutover -Resume -Confirm:$false } }
        @{ Id = 'CutoverNotFound'; Action = { Invoke-IstioRollback -Reason none -Confirm:$false } }
        @{ Id = 'ResourceInvalid'; Action = { Invoke-IstioRollback -Mode Partial -Reason none -Confirm:$false } }
        @{ Id = 'IngressNotMigrated'; Action = { Get-SealosIngress -Namespace ns-q7w2e8rt | Select-Object -First 1 | Remove-SealosIngress -Confirm:$false } }
        @{ Id = 'NotATenantNamespace'; Action = { Block-SealosIngress kube-system } }
    ) {
        Get-ErrorId (Get-ErrorOf $Action) | Should -Be $Id
    }

    It 'removes single Ingresses that a rollback brings back' {
        Invoke-SealosCutover -Step MigrateExisting, Validate @common | Out-Null
        $one = Get-SealosIngress -Namespace $tenant -MigrationState Migrated | Select-Object -First 1
        ($one | Remove-SealosIngress -Confirm:$false).Action | Should -Be Removed
        Get-SealosIngress -Namespace $tenant | Where-Object Name -EQ $one.Name | Should -BeNullOrEmpty
        (Invoke-IstioRollback Ingress -Reason test -Confirm:$false).IsComplete | Should -BeTrue
        Get-Content-Of $tenant | Should -Be $before
        Get-SealosIngress -Namespace $tenant | Select-Object -First 1 | Set-SealosMigrationState Migrated | ForEach-Object MigrationState | Should -Be Migrated
        (Get-SealosMigrationStatus $tenant).Migrated | Should -Be 1
        Get-SealosIngress -Namespace $tenant | Set-SealosMigrationState Pending | Out-Null
        Get-Content-Of $tenant | Should -Be $before
    }

    It 'switches the controllers of a whole cloud, and back' {
        $modes = (Get-SealosControllerMode).Mode
        $report = Invoke-SealosCutover -Step MigrateExisting, SwitchControllers -ContinueOnError -Confirm:$false -WarningAction Ignore -ErrorAction Ignore
        $report.Steps.Step | Should -Be MigrateExisting, SwitchControllers
        (Get-SealosControllerMode | Where-Object Controller -In terminal, adminer, resources).Mode | Sort-Object -Unique | Should -Be Istio
        (Invoke-IstioRollback -Mode Dual -Reason test -Confirm:$false).IsComplete | Should -BeTrue
        (Get-SealosControllerMode | Where-Object Controller -In terminal, adminer, resources).Mode | Sort-Object -Unique | Should -Be Dual
        (Invoke-IstioRollback -Mode Full -Reason test -Confirm:$false).IsComplete | Should -BeTrue
        (Get-SealosControllerMode).Mode | Should -Be $modes
    }

    It 'has views' {
        $report = Invoke-SealosCutover -Step DisableIngress @common
        $report | Show | Should -BeLike '*RunId*Phase*Steps*DisableIngress Completed*'
        Get-SealosMigrationStatus | Show | Should -BeLike '*Percent*Ingresses*Pending*Run*'
        Invoke-IstioRollback -Reason test -Confirm:$false | Show | Should -BeLike '*Mode*Complete*True*'
    }
}

Describe 'Blocking' {
    BeforeEach { $folder = Connect-SampleCopy }
    AfterEach { Disconnect-SealosCluster }

    It 'makes quotas in tenants'' namespaces only, and takes away exactly these' {
        $made = Block-SealosIngress -Mechanism Quota -WarningAction Ignore
        $made.Action | Sort-Object -Unique | Should -Be Created
        $made.Namespace | ForEach-Object { $_ | Should -BeLike 'ns-*' }
        (Block-SealosIngress -Mechanism Quota -WarningAction Ignore).Action | Sort-Object -Unique | Should -Be Unchanged
        (Unblock-SealosIngress -WhatIf).Action | Sort-Object -Unique | Should -Be Skipped
        $gone = Unblock-SealosIngress
        $gone.Action | Sort-Object -Unique | Should -Be Removed
        $gone.Count | Should -Be $made.Count
        Unblock-SealosIngress | Should -BeNullOrEmpty
    }

    It 'is a policy by default where there is one' {
        (Block-SealosIngress).Kind | Should -Be ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding
        (Unblock-SealosIngress ns-q7w2e8rt).Action | Should -Be Configured
        (Unblock-SealosIngress).Action | Should -Be Removed, Removed
    }
}
