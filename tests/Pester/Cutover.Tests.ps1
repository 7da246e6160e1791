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

    It 'goes by -WhatIf:$false whatever the preference is' {
        $WhatIfPreference = $true
        $report = Invoke-SealosCutover -Step DisableIngress -WhatIf:$false @common
        $WhatIfPreference = $false
        $report.Steps.State | Should -Be Completed
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

Describe 'Around a cutover' {
    BeforeEach {
        $tenant = 'ns-q7w2e8rt'
        $folder = Connect-SampleCopy
        $common = @{ Namespace = $tenant; ContinueOnError = $true; Confirm = $false; WarningAction = 'Ignore'; ErrorAction = 'Ignore' }
    }
    AfterEach { Disconnect-SealosCluster }

    It 'writes a checkpoint that the check of a rollback takes as object and as file' {
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).json"
        $before = Checkpoint-SealosState -Path $file
        Test-Path $file | Should -BeTrue
        ($before.IngressCounts.Values | Measure-Object -Sum).Sum | Should -Be $before.Ingresses.Count
        Invoke-SealosCutover -Step DisableIngress, MigrateExisting, Validate, Cleanup @common | Out-Null
        $report = Invoke-IstioRollback -Reason test -Confirm:$false
        foreach ($checkpoint in $before, $file) {
            $results = $report | Test-IstioRollback -Checkpoint $checkpoint
            $results | Where-Object Status -EQ Fail | Should -BeNullOrEmpty
            ($results | Where-Object Name -EQ IngressesAsBefore).Status | Should -Be Pass
        }
        (Test-IstioRollback).Name | Should -Contain Marks
        Get-ErrorId (Get-ErrorOf { Checkpoint-SealosState -Path $file }) | Should -Be CheckpointExists
        Checkpoint-SealosState -Path $file -Force | Show | Should -BeLike '*Cluster*Healthy*Ingresses*Runs*'
        $none = Join-Path $TestDrive none.json
        Checkpoint-SealosState -Path $none -WhatIf | Should -Not -BeNullOrEmpty
        Test-Path $none | Should -BeFalse
        Set-Content $none '{"cluster": "canary'
        $refused = Get-ErrorOf { Test-IstioRollback -Checkpoint $none }
        "$refused" | Should -BeLike '*none.json*'
        "$refused" | Should -Not -BeLike '*canary*'
    }

    It 'answers what wasn''t rolled back, and addresses that are none' {
        Get-ErrorId (Get-ErrorOf { Test-IstioRollback }) | Should -Be CutoverNotFound
        Get-ErrorId (Get-ErrorOf { Test-IstioRollback -NginxAddress https://nginx.test }) | Should -Be ResourceInvalid
    }

    It 'asks nginx for the hosts, and says truthfully that nobody answers' {
        Invoke-SealosCutover -Step MigrateExisting, Validate @common | Out-Null
        Invoke-IstioRollback Ingress -Reason test -Confirm:$false | Out-Null
        $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start(); $port = $listener.LocalEndpoint.Port; $listener.Stop()
        $asked = Test-IstioRollback -NginxAddress "127.0.0.1:$port" | Where-Object Name -EQ HostAnswers
        $asked | Should -Not -BeNullOrEmpty
        $asked.Status | Sort-Object -Unique | Should -Be Fail
    }

    It 'watches until the phase, and until the pipeline has enough' {
        Watch-SealosMigration $tenant | Select-Object -First 1 | ForEach-Object Ingresses | Should -BeGreaterThan 0
        Invoke-SealosCutover -Step MigrateExisting @common | Out-Null
        @(Watch-SealosMigration $tenant -Until Running -TimeoutSeconds 60).Count | Should -Be 1
        Get-ErrorId (Get-ErrorOf { Watch-SealosMigration -Until Completed -TimeoutSeconds 1 }) | Should -Be OperationTimedOut
        @(Watch-SealosMigration -TimeoutSeconds 1).Count | Should -Be 1
    }

    It 'stops watching at once' {
        $shell = [powershell]::Create()
        try {
            $shell.AddScript("Import-Module '$manifest'; Connect-SealosCluster -ManifestPath '$folder' | Out-Null; Watch-SealosMigration -IntervalSeconds 3600") | Out-Null
            $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $handle = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
            while ($output.Count -eq 0 -and -not $handle.IsCompleted) { Start-Sleep -Milliseconds 50 }
            $shell.Stop()
            $shell.InvocationStateInfo.State | Should -Be Stopped
        }
        finally { $shell.Dispose() }
    }

    It 'notes a failure down with its reason' {
        $before = Get-Content-Of $tenant
        Get-ErrorId (Get-ErrorOf { Get-SealosIngress -Namespace $tenant | Set-SealosMigrationState Failed }) | Should -Be ReasonMissing
        $one = Get-SealosIngress -Namespace $tenant | Select-Object -First 1
        ($one | Set-SealosMigrationState Failed 'no luck').MigrationState | Should -Be Failed
        $found = Get-SealosIngress -Namespace $tenant -MigrationState Failed
        $found.Name | Should -Be $one.Name
        $found.Ingress.Metadata.Annotations['sealos.io/migration-failure'] | Should -Be 'no luck'
        (Get-SealosMigrationStatus $tenant).Failed | Should -Be 1
        Invoke-SealosCutover -Step MigrateExisting @common | Out-Null
        (Get-SealosMigrationStatus $tenant).Failed | Should -Be 0
        Invoke-IstioRollback -Reason test -Confirm:$false | Out-Null
        Get-SealosIngress -Namespace $tenant | Set-SealosMigrationState Pending | Out-Null
        Get-Content-Of $tenant | Should -Be $before
    }
}

Describe 'Send-SealosNotification' {
    BeforeAll {
        $canary = 'canary-1f2e3d'
        # A port that nobody listens at.
        $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start(); $closed = $listener.LocalEndpoint.Port; $listener.Stop()
        $address = "http://127.0.0.1:$closed/services/$canary"
        $far = "http://hooks.test/$canary"
    }

    It 'adds a line for each input' {
        $file = Join-Path $TestDrive told.jsonl
        $results = 'first', 'second' | Send-SealosNotification -Path $file -Severity Critical -Contact '#oncall'
        $results.IsSent | Should -Be $true, $true
        $lines = Get-Content $file | ConvertFrom-Json
        $lines.subject | Should -Be first, second
        $lines.severity | Should -Be Critical, Critical
        $results | Show | Should -BeLike '*Target*Destination*Sent*File*'
        Send-SealosNotification third -Path $file -WhatIf
        @(Get-Content $file).Count | Should -Be 2
    }

    It 'goes on with the other targets, and tells nobody the address' {
        $file = Join-Path $TestDrive others.jsonl
        $ErrorActionPreference = 'Continue'
        $everything = Send-SealosNotification text -WebhookUri $address -SlackWebhookUri $address -Path $file -RetryCount 0 -Verbose -Debug *>&1
        $results = $everything | Where-Object { $_ -is [SealosIstio.Migration.Notifications.NotificationResult] }
        $results.Target | Should -Be Webhook, Slack, File
        $results.IsSent | Should -Be $false, $false, $true
        $errors = $everything | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
        $errors | ForEach-Object { Get-ErrorId $_ | Should -Be NotificationFailed }
        $text = ($everything | Out-String -Width 500) + ($everything | ForEach-Object { $_ | ConvertTo-Json -Depth 3 -WarningAction Ignore }) + ($errors | Format-List * -Force | Out-String -Width 500)
        $text | Should -BeLike '*127.0.0.1*'
        $text | Should -Not -BeLike "*$canary*"
        $env:SEALOS_TEST_WEBHOOK = $address
        try { $preview = pwsh -NoProfile -Command "Import-Module '$manifest'; Send-SealosNotification text -WebhookUri `$env:SEALOS_TEST_WEBHOOK -WhatIf" 2>&1 | Out-String }
        finally { $env:SEALOS_TEST_WEBHOOK = $null }
        $preview | Should -BeLike '*127.0.0.1*'
        $preview | Should -Not -BeLike "*$canary*"
    }

    It 'answers <Id>' -ForEach @(
        @{ Id = 'NotificationTargetMissing'; Action = { Send-SealosNotification text } }
        @{ Id = 'NotificationEmpty'; Action = { $null | Send-SealosNotification -Path (Join-Path $TestDrive none) } }
        @{ Id = 'WebhookInvalid'; Action = { Send-SealosNotification text -WebhookUri $far } }
        @{ Id = 'WebhookInvalid'; Action = { Send-SealosNotification text -SlackWebhookUri (ConvertTo-SecureString $canary -AsPlainText -Force) } }
        @{ Id = 'NotificationFailed'; Action = { Send-SealosNotification text -Path (Join-Path $TestDrive no such folder file) } }
    ) {
        $record = Get-ErrorOf $Action
        Get-ErrorId $record | Should -Be $Id
        ($record | Format-List * -Force | Out-String) | Should -Not -BeLike "*$canary*"
    }
}
