BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Backups' {
    BeforeEach {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        Copy-Item $sample $folder -Recurse
        Connect-SealosCluster -ManifestPath $folder -PublicDomain cloud.sealos.io | Out-Null
        $path = Join-Path $TestDrive ([guid]::NewGuid())
    }
    AfterEach { Disconnect-SealosCluster }

    It 'hold what a migration touches, and are found again' {
        $backup = Backup-SealosResource $path
        $backup.Status, $backup.HasSecretValues | Should -Be Complete, $false
        $backup.Counts.Ingress | Should -Be 162
        (Get-SealosBackup $path -Verify).Count | Should -Be $backup.Count
        (Get-SealosBackup $TestDrive).Path | Should -Contain $path
        Compare-SealosBackup $path -DifferentOnly | Should -BeNullOrEmpty
    }

    It 'are only previewed with -WhatIf' {
        Invoke-Silently "Backup-SealosResource '$path' -WhatIf" | Should -BeNullOrEmpty
        Test-Path $path | Should -BeFalse
    }

    It 'restore what is missing, once' {
        $backup = Backup-SealosResource $path -Kind VirtualService, Gateway, Ingress
        Get-SealosIngress -Namespace ns-q7w2e8rt | Convert-IngressToVirtualService -WarningAction Ignore | Set-IstioResource | Out-Null
        (Compare-SealosBackup $path -DifferentOnly).Status | Sort-Object -Unique | Should -Be Added
        $second = Backup-SealosResource ($path + '2') -IncludeSecret
        Get-IstioResource VirtualService -Namespace ns-q7w2e8rt | Remove-IstioResource -Confirm:$false
        ($second | Restore-SealosResource -Namespace ns-q7w2e8rt -Confirm:$false | Where-Object Action -NE Unchanged).Kind |
            Should -Be VirtualService, VirtualService, VirtualService, VirtualService
        ($second | Restore-SealosResource -Confirm:$false).Action | Sort-Object -Unique | Should -Be Unchanged
        ($second | Compare-SealosBackup).Status | Sort-Object -Unique | Should -Be Equal
    }

    It 'put back what was changed only with -Force, and preview it' {
        Backup-SealosResource $path | Out-Null
        Suspend-TenantNetwork q7w2e8rt | Out-Null
        $different = Compare-SealosBackup $path -Namespace ns-q7w2e8rt -DifferentOnly
        $different.Status | Sort-Object -Unique | Should -Be Changed
        $timid = Restore-SealosResource $path -Namespace ns-q7w2e8rt -Confirm:$false | Where-Object Action -EQ Skipped
        $timid.Count | Should -Be $different.Count
        $timid.Message | Should -BeLike 'Changed since the backup: *-Force*'
        (Invoke-Silently "Restore-SealosResource '$path' -Namespace ns-q7w2e8rt -Force -WhatIf" | Where-Object Action -NE Unchanged).Action |
            Sort-Object -Unique | Should -Be Skipped
        (Restore-SealosResource $path -Namespace ns-q7w2e8rt -Force -Confirm:$false | Where-Object Action -EQ Configured).Count | Should -Be $different.Count
        Compare-SealosBackup $path -DifferentOnly | Should -BeNullOrEmpty
    }

    It 'come from the pipeline of namespaces' {
        $backup = Get-TenantNamespace q7w2e8rt | Backup-SealosResource -Path $path
        $backup.Counts.Namespace | Should -Be 1
        $backup.Counts.Ingress | Should -Be 4
        Get-TenantNamespace nosuch* | Backup-SealosResource -Path ($path + '2') | Should -BeNullOrEmpty
        Test-Path ($path + '2') | Should -BeFalse
    }

    It 'that were killed are refused' {
        Backup-SealosResource $path | Out-Null
        Remove-Item $path/backup.json
        Move-Item $path "$path.partial"
        Get-ErrorId @(Get-ErrorOf { Restore-SealosResource "$path.partial" -Confirm:$false })[0] | Should -Be BackupIncomplete
        (Get-SealosBackup "$path.partial" -WarningAction Ignore).Status | Should -Be Incomplete
        Get-ErrorId @(Get-ErrorOf { Backup-SealosResource $path })[0] | Should -Be BackupExists
    }

    It 'that were changed are refused, and nothing is written' {
        Backup-SealosResource $path -IncludeSecret | Out-Null
        $file = Get-Item $path/services.jsonl
        $content = [IO.File]::ReadAllText($file)
        [IO.File]::WriteAllText($file, $content.Replace('"port":80', '"port":81'))
        Get-ErrorId @(Get-ErrorOf { Restore-SealosResource $path -Force -Confirm:$false })[0] | Should -Be BackupDamaged
        (Get-SealosBackup $path -Verify -WarningAction Ignore).Status | Should -Be Damaged
        Get-ErrorId @(Get-ErrorOf { Compare-SealosBackup $path })[0] | Should -Be BackupDamaged
    }

    It 'show tables' {
        $backup = Backup-SealosResource $path -Kind Ingress
        $backup | Out-String | Should -Match 'Status\s+Created\s+Count\s+HasSecretValues'
        Compare-SealosBackup $path | Select-Object -First 1 | Out-String | Should -Match 'Status\s+Kind\s+Namespace\s+Name\s+Differences'
    }

    It 'answer bad input with <Id> (<What>)' -ForEach @(
        @{ What = 'no folder'; Id = 'BackupNotFound'; Action = { Restore-SealosResource (Join-Path $TestDrive nosuch) -Confirm:$false } }
        @{ What = 'another folder'; Id = 'BackupNotFound'; Action = { Compare-SealosBackup $folder } }
        @{ What = 'no folder'; Id = 'PathNotFound'; Action = { Get-SealosBackup (Join-Path $TestDrive nosuch) } }
        @{ What = 'taken'; Id = 'BackupExists'; Action = { Backup-SealosResource $folder } }
        @{ What = 'kind'; Id = 'ResourceTypeNotInstalled'; Action = { Backup-SealosResource $path -Kind Nosuch } }
    ) {
        $record = @(Get-ErrorOf $Action)[0]
        Get-ErrorId $record | Should -Be $Id
    }
}
