BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Objects from the pipeline' {
    BeforeAll {
        Connect-EmptyCluster | Out-Null
        $json = New-Route | ConvertTo-Json -Depth 10
        $yaml = @'
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: {name: web, namespace: ns-a}
spec:
  hosts: [web.example.com]
  gateways: [istio-system/sealos-gateway]
  http: [{route: [{destination: {host: web, port: {number: 80}}}]}]
'@
        New-Route | Set-IstioResource | Out-Null
        function Test-Same($Object) { ($Object | Compare-IstioResource).Status | Should -Be Equal }
    }

    It 'may be hashtables' { Test-Same (New-Route) }
    It 'may be ordered dictionaries' { Test-Same ($json | ConvertFrom-Json -AsHashtable) }
    It 'may be PSCustomObjects' { Test-Same ($json | ConvertFrom-Json) }
    It 'may be the text of a JSON manifest' { Test-Same $json }
    It 'may be the text of a YAML manifest' { Test-Same $yaml }
    It 'may be typed objects' { Test-Same (Get-IstioResource VirtualService web) }
    It 'may be a comparison, which stands for its desired side' { Test-Same (New-Route | Compare-IstioResource) }

    It 'may be a List, which stands for its items' {
        $list = @{ apiVersion = 'v1'; kind = 'List'; items = @((New-Route), (New-Route other -HostName other.example.com)) }
        @($list | Compare-IstioResource).Name | Should -Be web, other
    }

    It 'may be an argument instead' { (Compare-IstioResource (New-Route)).Status | Should -Be Equal }

    It 'keep time stamps that ConvertFrom-Json has turned into dates' {
        $route = New-Route
        $route.metadata.annotations = @{ when = '2026-01-02T03:04:05Z' }
        $object = ($route | ConvertTo-Json -Depth 10 | ConvertFrom-Json)
        $object.metadata.annotations.when | Should -BeOfType datetime
        ($object | Compare-IstioResource).Differences.Desired | Should -Be '{"when":"2026-01-02T03:04:05Z"}'
    }

    It 'keep what the classes do not model' {
        $route = New-Route
        $route.spec.novelty = @{ level = 3 }
        $object = $route | Export-SealosManifest (Join-Path $TestDrive novelty.yaml) -PassThru | Import-SealosManifest
        $object.Spec.AdditionalProperties['novelty'].ToString() | Should -Be '{"level":3}'
    }
}

Describe 'Objects that went through a job' {
    It 'come back whole' {
        $job = Start-Job -ArgumentList $manifest, $sample {
            param($manifest, $sample)
            Import-Module $manifest
            Get-SealosIngress -Path $sample/tenants -Name network-shpcustqwnzx
        }
        $ingress = $job | Receive-Job -Wait -AutoRemoveJob
        $ingress.pstypenames[0] | Should -Be 'Deserialized.SealosIstio.Migration.Sealos.SealosIngress'
        $ingress.Name | Should -Be network-shpcustqwnzx
        $ingress.AppKind | Should -Be AppLaunchpad

        $direct = Get-SealosIngress -Path $sample/tenants -Name network-shpcustqwnzx | Convert-IngressToVirtualService 3>$null
        $fromJob = $ingress | Convert-IngressToVirtualService 3>$null
        @($fromJob).Count | Should -BeGreaterThan 1
        $fromJob.ManifestJson | Should -Be $direct.ManifestJson
    }

    It 'lose nothing when they are typed Kubernetes objects' {
        $job = Start-Job -ArgumentList $manifest, $sample {
            param($manifest, $sample)
            Import-Module $manifest
            Import-SealosManifest $sample/platform/istio-system.yaml
        }
        $objects = $job | Receive-Job -Wait -AutoRemoveJob
        $objects | Export-SealosManifest (Join-Path $TestDrive job.yaml) -IncludeSecret
        Import-SealosManifest $sample/platform/istio-system.yaml | Export-SealosManifest (Join-Path $TestDrive direct.yaml) -IncludeSecret
        Get-Content (Join-Path $TestDrive job.yaml) -Raw | Should -Be (Get-Content (Join-Path $TestDrive direct.yaml) -Raw)
    }
}

Describe 'Properties from the pipeline' {
    BeforeAll {
        Connect-SealosCluster -ManifestPath $sample | Out-Null
    }

    It 'bind name and namespace of Get-SealosIngress' {
        $row = [pscustomobject] @{ Namespace = 'ns-b5n1c6vz'; Name = 'network-shpcustqwnzx' }
        ($row | Get-SealosIngress).Name | Should -Be network-shpcustqwnzx
    }

    It 'bind the path of Import-SealosManifest' {
        @(Get-ChildItem $sample/system | Import-SealosManifest -Kind Ingress).Count | Should -BeGreaterThan 3
    }

    It 'bind the path of Get-SealosIngress' {
        @(Get-Item $sample/objectstorage | Get-SealosIngress -DomainClass Custom).Count | Should -BeGreaterThan 0
    }

    It 'bind kind, name and namespace of Get-IstioResource from a result of Set-IstioResource' {
        $found = New-Route -Namespace ns-b5n1c6vz | Set-IstioResource | Get-IstioResource
        $found.Name | Should -Be web
        $found.Namespace | Should -Be ns-b5n1c6vz
    }
}

Describe 'Connections' {
    BeforeEach { Disconnect-SealosCluster -All }

    It 'are a stack: the last one opened is the current one' {
        $first = Connect-EmptyCluster
        $second = Connect-EmptyCluster
        (Get-SealosConnection).Location | Should -Be $second
        (Get-SealosConnection *).Location | Should -Be $second, $first
        Disconnect-SealosCluster
        (Get-SealosConnection).Location | Should -Be $first
    }

    It 'can be named, by object and by name' {
        $first = Connect-EmptyCluster
        New-Route | Set-IstioResource | Out-Null
        $connection = Get-SealosConnection
        Connect-EmptyCluster | Out-Null
        Get-IstioResource | Should -BeNullOrEmpty
        (Get-IstioResource -Connection $connection).Name | Should -Be web
        (Get-IstioResource -Connection $first).Name | Should -Be web
    }

    It 'belong to the runspace, and can be handed to another one' {
        Connect-EmptyCluster | Out-Null
        New-Route | Set-IstioResource | Out-Null
        $connection = Get-SealosConnection
        $names = 1..4 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            if (Get-SealosConnection) { 'a connection came along' }
            (Get-IstioResource -Connection $using:connection).Name
        }
        $names | Should -Be web, web, web, web
    }

    It 'are remembered by the objects read from them when these are removed' {
        Connect-EmptyCluster | Out-Null
        New-Route | Set-IstioResource | Out-Null
        $first = Get-SealosConnection
        Connect-EmptyCluster | Out-Null
        New-Route | Set-IstioResource | Out-Null
        Get-IstioResource -Connection $first | Remove-IstioResource -Confirm:$false
        Get-IstioResource -Connection $first | Should -BeNullOrEmpty
        (Get-IstioResource).Name | Should -Be web
    }
}
