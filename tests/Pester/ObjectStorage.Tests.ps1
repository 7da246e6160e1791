BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'MinIO' {
    BeforeEach {
        Connect-SealosCluster -ManifestPath $sample | Out-Null
    }
    AfterEach { Disconnect-SealosCluster }

    It 'moves by the defaults, once, and comes back' {
        $move = Move-MinioToNodePort -Confirm:$false -WarningAction Ignore
        $move.Action | Should -Be Configured
        $move.After | Should -Be NodePort:30900
        $move.Hosts | Should -Be objectstorageapi.cloud.sealos.io, minio.objectstorage-system.cloud.sealos.io
        (Move-MinioToNodePort -Confirm:$false -WarningAction Ignore).Action | Should -Be Unchanged
        $back = Restore-SealosObjectStorage -Confirm:$false
        $back.After | Should -Be LoadBalancer
        $back.Removed.Name | Should -Be minio-vs, object-storage-api-vs, minio-gateway, minio-tls-cert
        $back.Objects[0].Resource.Spec.Ports[0].NodePort | Should -BeNullOrEmpty
        (Restore-SealosObjectStorage -Confirm:$false).Action | Should -Be Unchanged
    }

    It 'is only previewed with -WhatIf, and the preview names everything' {
        $result = Invoke-Silently 'Move-MinioToNodePort -WhatIf -WarningAction Ignore'
        $result.Action | Should -Be Skipped
        (Test-SealosObjectStorage | Where-Object Name -EQ ServiceType).Actual | Should -Be LoadBalancer
        Get-IstioResource VirtualService minio* | Should -BeNullOrEmpty
        $text = pwsh -NoProfile -Command "Import-Module '$manifest'; Connect-SealosCluster -ManifestPath '$sample' | Out-Null; Move-MinioToNodePort -WhatIf -WarningAction Ignore | Out-Null" | Out-String
        $text | Should -BeLike '*create Gateway minio-gateway*LoadBalancer to NodePort:30900*object-storage*'
    }

    It 'takes the Service from the pipeline, and remembers the further host' {
        $service = Import-SealosManifest $sample/objectstorage/minio.yaml | Where-Object { $_.Kind -eq 'Service' -and $_.Name -eq 'object-storage' }
        $move = $service | Move-MinioToNodePort -NodePort 31900 -Domain minio.example.com -Confirm:$false -WarningAction Ignore
        $move.After | Should -Be NodePort:31900
        $checks = $move | Test-SealosObjectStorage
        ($checks | Where-Object Name -EQ Route).Target | Should -Be objectstorageapi.cloud.sealos.io, minio.example.com
        ($checks | Where-Object Status -EQ Fail) | Should -BeNullOrEmpty
        (Move-MinioToNodePort -Confirm:$false -WarningAction Ignore).Domain | Should -Be minio.example.com
        ($move | Restore-SealosObjectStorage -Confirm:$false).Action | Should -Be Configured
    }

    It 'leaves a host to the Ingress that was converted before' {
        Get-SealosIngress object-storage-api -Namespace objectstorage-system | Convert-IngressToVirtualService -WarningAction Ignore | Set-IstioResource | Out-Null
        $move = Move-MinioToNodePort -Confirm:$false -WarningAction Ignore
        $move.Objects.Name | Should -Not -Contain object-storage-api-vs
        Restore-SealosObjectStorage -Confirm:$false | Out-Null
        (Get-IstioResource VirtualService object-storage-api-vs).Spec.Hosts | Should -Be objectstorageapi.cloud.sealos.io
    }

    It 'hands its route to a later conversion, which keeps it after the way back' {
        Move-MinioToNodePort -Confirm:$false -WarningAction Ignore | Out-Null
        Get-SealosIngress object-storage-api -Namespace objectstorage-system | Convert-IngressToVirtualService -WarningAction Ignore | Set-IstioResource | Out-Null
        (Restore-SealosObjectStorage -Confirm:$false).Removed.Name | Should -Be minio-vs, minio-gateway, minio-tls-cert
        (Get-IstioResource VirtualService object-storage-api-vs).Metadata.Annotations['sealos.io/converted-from'] | Should -BeLike 'objectstorage-system/object-storage-api/*'
    }

    It 'answers bad input with <Id> (<What>)' -ForEach @(
        @{ What = 'no such Service'; Id = 'ResourceNotFound'; Action = { Move-MinioToNodePort nosuch -Confirm:$false } }
        @{ What = 'no load balancer'; Id = 'ResourceInvalid'; Action = { Move-MinioToNodePort object-storage-console -Confirm:$false } }
        @{ What = 'no such port'; Id = 'ResourceInvalid'; Action = { Move-MinioToNodePort -ServicePort 9000 -Confirm:$false } }
        @{ What = 'wildcard'; Id = 'ResourceInvalid'; Action = { Move-MinioToNodePort -Domain '*.example.com' -Confirm:$false } }
        @{ What = 'port below the range'; Id = 'ParameterArgumentValidationError'; Action = { Move-MinioToNodePort -NodePort 29999 -Confirm:$false } }
        @{ What = 'port above the range'; Id = 'ParameterArgumentValidationError'; Action = { Move-MinioToNodePort -NodePort 32768 -Confirm:$false } }
        @{ What = 'restore of nothing'; Id = 'ResourceNotFound'; Action = { Restore-SealosObjectStorage nosuch -Confirm:$false } }
        @{ What = 'test of nothing'; Id = 'ResourceNotFound'; Action = { Test-SealosObjectStorage nosuch } }
    ) {
        $record = Get-ErrorOf $Action | Select-Object -First 1
        Get-ErrorId $record | Should -Be $Id
    }

    It 'are shown as tables' {
        $text = Move-MinioToNodePort -Confirm:$false -WarningAction Ignore | Show
        $text | Should -BeLike '*Action*Namespace*Name*Before*After*Hosts*'
    }
}
