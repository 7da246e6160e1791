BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'The pipeline on the sample cloud' {
    BeforeAll {
        $before = Get-ChildItem $sample -Recurse -File | Get-FileHash
        Connect-SealosCluster -ManifestPath $sample -PublicDomain cloud.sealos.io | Out-Null
        $whatIf = Invoke-Silently 'Get-SealosIngress | Convert-IngressToVirtualService -WarningAction Ignore -ErrorAction Ignore | Set-IstioResource -WhatIf'
        $afterWhatIf = Get-IstioResource -Managed
        $objects = Get-SealosIngress |
            Convert-IngressToVirtualService -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable errors -ErrorAction SilentlyContinue
        $first = $objects | Set-IstioResource
        $second = Get-SealosIngress | Convert-IngressToVirtualService -WarningAction Ignore -ErrorAction Ignore | Set-IstioResource
    }

    It 'writes nothing with -WhatIf' {
        $whatIf.Count | Should -Be $first.Count
        $whatIf.Action | Sort-Object -Unique | Should -Be Skipped
        $afterWhatIf | Should -BeNullOrEmpty
    }

    It 'creates everything in the first run' {
        $first.Count | Should -BeGreaterThan 100
        $first.Action | Sort-Object -Unique | Should -Be Created
    }

    It 'converts a foreign class only when it is named' {
        $convert = { Get-SealosIngress -Namespace ns-u6r7w1ld -Name class-higress | Convert-IngressToVirtualService -WarningAction Ignore @args }
        & $convert | Should -BeNullOrEmpty
        (& $convert -IngressClass higress).Kind | Should -Contain VirtualService
    }

    It 'changes nothing in the second run' {
        $second.Count | Should -BeGreaterThan 100
        $second.Action | Sort-Object -Unique | Should -Be Unchanged
    }

    It 'writes typed objects, what others need first' {
        $objects[-1] | Should -BeOfType SealosIstio.Kubernetes.Istio.VirtualService
        $kinds = $objects.Kind
        $kinds.IndexOf('Gateway') | Should -BeLessThan $kinds.IndexOf('VirtualService')
        $kinds.LastIndexOf('Secret') | Should -BeLessThan $kinds.IndexOf('Gateway')
    }

    It 'puts findings onto the streams: warnings, and errors that carry the finding' {
        $warnings.Count | Should -BeGreaterThan 0
        foreach ($warning in $warnings) { $warning.Message | Should -Match '^SI\d{4} Warning [A-Z]\S+ \S.*: \S' }
        @($warnings.Message -match '^SI\d{4} Warning Ingress ns-').Count | Should -BeGreaterThan 0
        $errors.Count | Should -BeGreaterThan 0
        foreach ($record in $errors | Where-Object TargetObject) {
            $record.TargetObject | Should -BeOfType SealosIstio.Migration.Findings.Finding
            $record.TargetObject.Severity | Should -Be Error
            Get-ErrorId $record | Should -Be $record.TargetObject.Code
            $record.ErrorDetails.RecommendedAction | Should -Be $record.TargetObject.Advice
        }
    }

    It 'compares equal afterwards' {
        ($objects | Compare-IstioResource).Status | Sort-Object -Unique | Should -Be Equal
        $objects | Compare-IstioResource -DifferentOnly | Should -BeNullOrEmpty
    }

    It 'leaves the sample''s files alone without -WriteBack' {
        (Get-ChildItem $sample -Recurse -File | Get-FileHash).Hash | Should -Be $before.Hash
    }

    It 'keeps the routes of an Ingress''s neighbours when only the Ingress is given' {
        $group = Get-SealosIngress | Convert-IngressToVirtualService -AsReport -WarningAction Ignore |
            Where-Object { $_.Source.Count -gt 1 -and $_.Status -like 'Converted*' } | Select-Object -First 1
        $group | Should -Not -BeNullOrEmpty
        $one = $group.Source[0] | Convert-IngressToVirtualService -WarningAction Ignore -ErrorAction Ignore
        $expected = $group.Objects | Where-Object { $_.Kind -eq 'VirtualService' -and $_.Metadata.NamespaceProperty -ne 'istio-system' }
        ($one | Where-Object Name -EQ $expected.Name).ManifestJson | Should -Be $expected.ManifestJson
    }

    It 'brings along what an Ingress shares with others when only the Ingress is given' {
        $empty = Connect-EmptyCluster
        Copy-Item $sample/* $empty -Recurse
        Connect-SealosCluster -ManifestPath $empty -PublicDomain cloud.sealos.io | Out-Null
        $last = Get-SealosIngress -AppKind AppLaunchpad -DomainClass Public -MigrationState Pending | Select-Object -Last 1
        $one = $last | Convert-IngressToVirtualService -WarningAction Ignore
        $gateways = ($one | Where-Object Kind -EQ VirtualService).Spec.Gateways
        $gateways | Should -Contain istio-system/sealos-gateway
        $live = Get-IstioResource Gateway -Namespace istio-system
        @($one + $live | Where-Object { $_.Kind -eq 'Gateway' -and $_.Name -eq 'sealos-gateway' }).Count | Should -BeGreaterThan 0
        Disconnect-SealosCluster
        Disconnect-SealosCluster
    }
}

Describe 'Get-SealosIngress' {
    BeforeAll {
        Connect-SealosCluster -ManifestPath $sample -PublicDomain cloud.sealos.io | Out-Null
        $all = Get-SealosIngress -AllNamespaces
    }

    It 'reads the tenants only, unless told otherwise' {
        (Get-SealosIngress).Namespace | ForEach-Object { $_ | Should -BeLike 'ns-*' }
        @(Get-SealosIngress).Count | Should -BeLessThan $all.Count
        @($all | Where-Object Namespace -NotLike 'ns-*').Count | Should -BeGreaterThan 3
    }

    It 'filters by <Name>' -ForEach @(
        @{ Name = 'AppKind'; Value = 'Terminal' }, @{ Name = 'DomainClass'; Value = 'Custom' }
        @{ Name = 'MigrationState'; Value = 'Suspended' }, @{ Name = 'MigrationState'; Value = 'Paused' }
    ) {
        $filter = @{ $Name = $Value }
        $found = @(Get-SealosIngress -AllNamespaces @filter)
        $found.Count | Should -BeGreaterThan 0
        $found.Count | Should -Be @($all | Where-Object $Name -EQ $Value).Count
        $found.$Name | Sort-Object -Unique | Should -Be $Value
    }

    It 'filters by names with wildcards, by namespaces and by labels' {
        (Get-SealosIngress network-shp*).Name | ForEach-Object { $_ | Should -BeLike 'network-shp*' }
        (Get-SealosIngress -Namespace ns-b5n1c6vz, ns-k*).Namespace | Sort-Object -Unique | Should -Be ns-b5n1c6vz, ns-k3m9x2ap
        $found = Get-SealosIngress -Selector cloud.sealos.io/app-deploy-manager=shop
        $found.AppName | Sort-Object -Unique | Should -Be shop
    }

    It 'gives the same from files as from the cluster' {
        $files = Get-SealosIngress -Path $sample
        $files.Count | Should -Be $all.Count
        $difference = Compare-Object ($files | ForEach-Object { "$_ $($_.AppKind) $($_.DomainClass)" }) ($all | ForEach-Object { "$_ $($_.AppKind) $($_.DomainClass)" })
        $difference | Should -BeNullOrEmpty
    }

    It 'complains of an exact name that does not exist, not of a wildcard' {
        Get-ErrorId (Get-ErrorOf { Get-SealosIngress nosuch }) | Should -Be ResourceNotFound
        Get-ErrorOf { Get-SealosIngress nosuch* } | Should -BeNullOrEmpty
    }
}

Describe 'Test-SealosIngress' {
    It 'writes findings, by severity' {
        $findings = Get-SealosIngress -Path $sample | Test-SealosIngress -PublicDomain cloud.sealos.io
        $findings[0] | Should -BeOfType SealosIstio.Migration.Findings.Finding
        $errors = @(Get-SealosIngress -Path $sample | Test-SealosIngress -PublicDomain cloud.sealos.io -MinimumSeverity Error)
        $errors.Count | Should -Be @($findings | Where-Object Severity -EQ Error).Count
        $errors.Count | Should -BeGreaterThan 0
    }
}

Describe 'Set-IstioResource' {
    BeforeEach { $folder = Connect-EmptyCluster }

    It 'creates, configures, leaves alone' {
        (New-Route | Set-IstioResource).Action | Should -Be Created
        (New-Route | Set-IstioResource).Action | Should -Be Unchanged
        $changed = New-Route
        $changed.spec.http[0].timeout = '5s'
        ($changed | Set-IstioResource).Action | Should -Be Configured
        (Get-IstioResource VirtualService web).Spec.Http[0].Timeout | Should -Be 5s
    }

    It 'says with -WhatIf what it would do, and keeps its hands still' {
        $files = Get-ChildItem $folder -Recurse
        $said = pwsh -NoProfile -Command "
            . '$PSScriptRoot/common.ps1'
            Connect-SealosCluster -ManifestPath '$folder' -WriteBack | Out-Null
            New-Route | Set-IstioResource -WhatIf | Out-Null"
        $said | Should -Be "What if: Performing the operation ""Apply (create)"" on target ""VirtualService ns-a/web @$folder""."
        (Get-ChildItem $folder -Recurse).FullName | Should -Be $files.FullName
    }

    It 'keeps nothing with -ServerDryRun' {
        $result = New-Route | Set-IstioResource -ServerDryRun
        $result.Action | Should -Be Created
        $result.IsDryRun | Should -BeTrue
        Get-IstioResource | Should -BeNullOrEmpty
    }

    It 'writes the live object with -PassThru' {
        $live = New-Route | Set-IstioResource -PassThru
        $live | Should -BeOfType SealosIstio.Kubernetes.Istio.VirtualService
        $live.Metadata.Uid | Should -Not -BeNullOrEmpty
    }

    It 'refuses a host that another namespace routes, unless told otherwise' {
        New-Route | Set-IstioResource | Out-Null
        $record = Get-ErrorOf { New-Route -Name steal -Namespace ns-b | Set-IstioResource }
        Get-ErrorId $record | Should -Be HostOwnedElsewhere
        $record.Exception.Message | Should -Be "VirtualService ns-b/steal: spec.hosts[0]: the host 'web.example.com' is already routed by VirtualService ns-a/web."
        @(Get-IstioResource).Count | Should -Be 1
        (New-Route -Name steal -Namespace ns-b | Set-IstioResource -AllowSharedHost).Action | Should -Be Created
    }

    It 'refuses both of two namespaces that ask for one host in the same run' {
        $records = @(Get-ErrorOf { (New-Route), (New-Route -Namespace ns-b) | Set-IstioResource })
        $records.Count | Should -Be 2
        $records | ForEach-Object { Get-ErrorId $_ | Should -Be HostOwnedElsewhere }
        Get-IstioResource | Should -BeNullOrEmpty
    }

    It 'refuses a Gateway for a host that another namespace serves on the same port' {
        New-Gateway | Set-IstioResource | Out-Null
        Get-ErrorId (Get-ErrorOf { New-Gateway -Namespace ns-b | Set-IstioResource }) | Should -Be HostOwnedElsewhere
        Get-ErrorId (Get-ErrorOf { New-Route -Namespace ns-b | Set-IstioResource }) | Should -Be HostOwnedElsewhere
    }

    It 'skips what depends on an object that failed' {
        New-Gateway -Name other -Namespace ns-b | Set-IstioResource | Out-Null
        $route = New-Route -HostName free.example.com
        $route.spec.gateways = @('web')
        $results = $route, (New-Gateway) | Set-IstioResource -ErrorAction Ignore
        ($results | Where-Object Kind -EQ Gateway).Action | Should -Be Failed
        ($results | Where-Object Kind -EQ VirtualService).Action | Should -Be Skipped
        ($results | Where-Object Kind -EQ VirtualService).Message | Should -Be 'It depends on Gateway ns-a/web.'
    }

    It 'reports a field that somebody else owns as a conflict, and takes it over with -Force' {
        $theirs = New-Route
        $theirs.spec.http[0].timeout = '3s'
        $file = Join-Path $folder theirs.yaml
        $theirs.metadata.managedFields = @(@{
                manager = 'kubectl'; operation = 'Update'; apiVersion = 'networking.istio.io/v1beta1'; fieldsType = 'FieldsV1'
                fieldsV1 = @{ 'f:spec' = @{ 'f:http' = @{}; 'f:hosts' = @{}; 'f:gateways' = @{} } }
            })
        $theirs | ConvertTo-Json -Depth 20 | Set-Content ($file -replace 'yaml$', 'json')
        Disconnect-SealosCluster
        Connect-SealosCluster -ManifestPath $folder -WriteBack | Out-Null
        $ours = New-Route
        $ours.spec.http[0].timeout = '5s'
        Get-ErrorId (Get-ErrorOf { $ours | Set-IstioResource }) | Should -Be ResourceConflict
        (Get-IstioResource VirtualService web).Spec.Http[0].Timeout | Should -Be 3s
        ($ours | Set-IstioResource -Force).Action | Should -Be Configured
        (Get-IstioResource VirtualService web).Spec.Http[0].Timeout | Should -Be 5s
    }

    It 'writes back to the folder, and another session reads it' {
        New-Route | Set-IstioResource | Out-Null
        $name = pwsh -NoProfile -Command "
            Import-Module '$manifest'
            Connect-SealosCluster -ManifestPath '$folder' | Out-Null
            (Get-IstioResource).Name"
        $name | Should -Be web
    }
}

Describe 'Compare-IstioResource' {
    BeforeAll {
        Connect-EmptyCluster | Out-Null
        New-Route | Set-IstioResource | Out-Null
    }

    It 'names each field that differs' {
        $desired = New-Route -HostName new.example.com
        $desired.spec.http[0].timeout = '5s'
        $desired.spec.Remove('gateways')
        $comparison = $desired | Compare-IstioResource
        $comparison.Status | Should -Be Different
        $byField = @{}
        $comparison.Differences | ForEach-Object { $byField[$_.Field] = $_ }
        $byField.Keys | Sort-Object | Should -Be 'spec.gateways', 'spec.hosts[0]', 'spec.http[0].timeout'
        $byField['spec.hosts[0]'].Desired | Should -Be '"new.example.com"'
        $byField['spec.hosts[0]'].Live | Should -Be '"web.example.com"'
        $byField['spec.http[0].timeout'].Status | Should -Be OnlyDesired
        $byField['spec.gateways'].Status | Should -Be OnlyLive
    }

    It 'says what is missing' { (New-Route nosuch | Compare-IstioResource).Status | Should -Be Missing }

    It 'shows nothing of a Secret''s data' {
        $secret = @{ apiVersion = 'v1'; kind = 'Secret'; type = 'Opaque'; stringData = @{ key = 'old-secret' }
            metadata = @{ name = 'credential'; namespace = 'ns-a'; labels = @{ 'app.kubernetes.io/managed-by' = 'sealos-istio' } }
        }
        $secret | Set-IstioResource | Out-Null
        ($secret | Compare-IstioResource).Status | Should -Be Equal
        $secret.stringData.key = 'new-secret'
        $difference = ($secret | Compare-IstioResource).Differences
        $difference.Field | Should -Be data.key
        "$($difference.Desired)$($difference.Live)" | Should -Be '(hidden)(hidden)'
    }
}

Describe 'Remove-IstioResource' {
    BeforeEach {
        Connect-EmptyCluster | Out-Null
        New-Route | Set-IstioResource | Out-Null
    }

    It 'removes by name, from the pipeline and from results' {
        Remove-IstioResource VirtualService web -Namespace ns-a -Confirm:$false
        Get-IstioResource | Should -BeNullOrEmpty
        New-Route | Set-IstioResource | Remove-IstioResource -Confirm:$false
        Get-IstioResource | Should -BeNullOrEmpty
        New-Route | Set-IstioResource | Out-Null
        Get-IstioResource | Remove-IstioResource -Confirm:$false
        Get-IstioResource | Should -BeNullOrEmpty
    }

    It 'asks first: its impact is high' {
        (Get-Command Remove-IstioResource).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false).ConfirmImpact |
            Should -Be High
    }

    It 'removes nothing with -WhatIf' {
        Invoke-Silently 'Get-IstioResource | Remove-IstioResource -WhatIf'
        (Get-IstioResource).Name | Should -Be web
    }

    It 'leaves another incarnation of the object alone' {
        $old = Get-IstioResource
        $old | Remove-IstioResource -Confirm:$false
        New-Route | Set-IstioResource | Out-Null
        Get-ErrorId (Get-ErrorOf { $old | Remove-IstioResource -Confirm:$false }) | Should -Be ResourceNotFound
        (Get-IstioResource).Name | Should -Be web
    }

    It 'refuses what is neither Istio''s nor ours' {
        Connect-SealosCluster -ManifestPath $sample | Out-Null
        $service = Import-SealosManifest $sample/tenants -Kind Service | Select-Object -First 1
        Get-ErrorId (Get-ErrorOf { $service | Remove-IstioResource -Confirm:$false }) | Should -Be ResourceKindNotAccepted
        Disconnect-SealosCluster
    }
}

Describe 'Export-SealosManifest' {
    BeforeAll { $objects = Import-SealosManifest $sample/tenants/ns-b5n1c6vz.yaml }

    It 'leaves Secrets out, and says so' {
        $file = Join-Path $TestDrive without.yaml
        $objects | Export-SealosManifest $file -WarningVariable warning -WarningAction SilentlyContinue
        $warning.Message | Should -BeLike '*Secret(s) were left out*'
        (Import-SealosManifest $file).Kind | Should -Not -Contain Secret
        (Import-SealosManifest $file).Count | Should -Be @($objects | Where-Object Kind -NE Secret).Count
    }

    It 'writes Secrets for the owner''s eyes only' {
        $file = $objects | Export-SealosManifest (Join-Path $TestDrive with.yaml) -IncludeSecret -PassThru
        (Import-SealosManifest $file).Kind | Should -Contain Secret
        if (-not $IsWindows) { [int] $file.UnixFileMode | Should -Be 0x180 }
    }

    It 'replaces a file only with -Force' {
        $file = Join-Path $TestDrive twice.json
        $objects | Export-SealosManifest $file -WarningAction Ignore
        Get-ErrorId (Get-ErrorOf { $objects | Export-SealosManifest $file -WarningAction Ignore }) | Should -Be ManifestExists
        $objects | Select-Object -First 1 | Export-SealosManifest $file -Force
        @(Import-SealosManifest $file).Count | Should -Be 1
    }

    It 'writes nothing with -WhatIf, and leaves nothing behind when it fails' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive export)
        Connect-EmptyCluster | Out-Null
        Invoke-Silently "Import-SealosManifest $sample/system | Export-SealosManifest $folder/what.yaml -WhatIf -WarningAction Ignore"
        Get-ErrorId (Get-ErrorOf { $objects | Export-SealosManifest $folder/nosuch/file.yaml -WarningAction Ignore }) | Should -Be FileAccessFailed
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }

    It 'leaves out what only a server writes' {
        Connect-EmptyCluster | Out-Null
        $live = New-Route | Set-IstioResource -PassThru
        $text = $live | Export-SealosManifest (Join-Path $TestDrive server.yaml) -PassThru | Get-Content -Raw
        $text | Should -Not -Match 'uid|resourceVersion|managedFields|creationTimestamp|generation'
        $text | Should -Match 'web\.example\.com'
    }
}
