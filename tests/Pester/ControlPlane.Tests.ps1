BeforeDiscovery {
    $hasServer = -not $IsWindows -and [bool] $env:SEALOSISTIO_TEST_KUBECONFIG
}

BeforeAll {
    . $PSScriptRoot/common.ps1

    function New-FakeTool([string] $Name, [string] $Script) {
        $path = Join-Path $TestDrive "$Name-$([guid]::NewGuid().ToString('N'))" $Name
        New-Item -ItemType Directory (Split-Path $path) | Out-Null
        [IO.File]::WriteAllText($path, "#!/bin/sh`n$Script`n")
        chmod +x $path
        $path
    }
}

Describe 'The configuration of an installation' {
    It 'warns of a release without support, and is shown in one line' {
        $configuration = New-IstioInstallConfiguration Production -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings.Message | Should -BeLike '*1.20.2*end of life*'
        $configuration | Out-String | Should -BeLike '*sealos-istio*istio-system*1.20.2*Production*3..10*LoadBalancer*3*'
        New-IstioInstallConfiguration -Version 1.28.1 -WarningVariable warnings | Out-Null
        $warnings | Should -BeNullOrEmpty
    }

    It 'takes every value by a parameter of its own' {
        $configuration = New-IstioInstallConfiguration HostNetwork -Name x -Version 1.28.1 -Namespace istio -NodeHostName sealos02 `
            -GatewayMaxReplicas 4 -PilotCpuRequest 2 -AccessLog '' -StatsInclusionRegex a, b -CniExcludeNamespace c
        $configuration.Operator | Export-SealosManifest $TestDrive/x.json
        $spec = Get-Content -Raw $TestDrive/x.json | ConvertFrom-Json
        $spec = $spec.items[0].spec
        $spec.components.ingressGateways[0].k8s.nodeSelector.'kubernetes.io/hostname' | Should -Be sealos02
        $spec.components.ingressGateways[0].k8s.hpaSpec.maxReplicas | Should -Be 4
        $spec.components.pilot.k8s.resources.requests.cpu | Should -Be 2
        $spec.meshConfig.PSObject.Properties.Name | Should -Not -Contain accessLogFile
        $spec.meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps | Should -Be a, b
        $spec.values.cni.excludeNamespaces | Should -Be c
        $configuration.HelmReleases | Should -BeNullOrEmpty
        New-IstioInstallConfiguration -WhatIf | Should -BeNullOrEmpty
    }

    It 'starts from a profile that exists' {
        (Get-IstioProfile).Name | Should -Contain default
        (Get-IstioProfile).Name | Should -Not -Contain production
        (Get-IstioProfile d*).Name | Should -Be default, demo
        Get-IstioProfile | Out-String | Should -BeLike '*istiod, istio-ingressgateway*'
    }

    It 'answers bad input with <Id> (<What>)' -ForEach @(
        @{ What = 'profile production'; Id = 'ResourceInvalid'; Action = { New-IstioInstallConfiguration -Profile production } }
        @{ What = 'profile'; Id = 'ResourceInvalid'; Action = { Get-IstioProfile production } }
        @{ What = 'release'; Id = 'ResourceInvalid'; Action = { New-IstioInstallConfiguration -Version latest } }
        @{ What = 'quantity'; Id = 'ResourceInvalid'; Action = { New-IstioInstallConfiguration -GatewayCpuRequest much } }
        @{ What = 'replicas'; Id = 'ResourceInvalid'; Action = { New-IstioInstallConfiguration -GatewayMinReplicas 11 } }
        @{ What = 'share'; Id = 'ParameterArgumentValidationError'; Action = { New-IstioInstallConfiguration -GatewayTargetCpu 101 } }
    ) {
        Get-ErrorId @(Get-ErrorOf $Action)[0] | Should -Be $Id
    }
}

Describe 'Installing into manifests' {
    BeforeAll { Connect-EmptyCluster | Out-Null }
    AfterAll { Disconnect-SealosCluster }

    It 'is refused' {
        Get-ErrorId @(Get-ErrorOf { New-IstioInstallConfiguration -WarningAction Ignore | Install-IstioControlPlane })[0] | Should -Be ConnectionNotApiServer
        Get-ErrorId @(Get-ErrorOf { Uninstall-IstioControlPlane -Confirm:$false })[0] | Should -Be ConnectionNotApiServer
    }

    It 'leaves nothing that a check would find' {
        (Test-IstioControlPlane | Where-Object Status -EQ Fail).Name | Should -Be ControlPlaneReady, GatewayReady, GatewayService
        (Test-IstioControlPlane -IncludeCni).Name | Should -Contain CniReady
        (Get-IstioVersion).ControlPlane | Should -BeNullOrEmpty
        Get-IstioVersion | Out-String | Should -BeLike '*Client*ControlPlane*DataPlane*'
    }
}

Describe 'Installing into an API server' -Skip:(-not $hasServer) {
    BeforeAll {
        Connect-SealosCluster -KubeConfig $env:SEALOSISTIO_TEST_KUBECONFIG | Out-Null
        $space = "install-$([guid]::NewGuid().ToString('N').Substring(0, 8))"
        $configuration = New-IstioInstallConfiguration -Namespace $space -WarningAction Ignore
        $answer = 'if [ "$1" = version ]; then echo ''{"clientVersion":{"version":"1.20.2"}}''; exit 0; fi'
    }
    AfterAll { Disconnect-SealosCluster }

    It 'shows the command line with -WhatIf, and runs nothing' {
        $tool = New-FakeTool istioctl "$answer`ntouch '$TestDrive/ran'"
        $text = pwsh -NoProfile -Command "Import-Module '$manifest'; Connect-SealosCluster -KubeConfig '$env:SEALOSISTIO_TEST_KUBECONFIG' | Out-Null; New-IstioInstallConfiguration -WarningAction Ignore | Install-IstioControlPlane -ToolPath '$tool' -WhatIf" | Out-String
        $text | Should -BeLike '*istioctl install -f - --skip-confirmation --context test*'
        "$TestDrive/ran" | Should -Not -Exist
    }

    It 'answers <What> with <Id>' -ForEach @(
        @{ What = 'a missing program'; Id = 'ToolNotFound'; Script = $null; Seconds = 5 }
        @{ What = 'a program that fails'; Id = 'ToolFailed'; Script = 'echo broken >&2; exit 7'; Seconds = 30 }
        @{ What = 'a program that takes too long'; Id = 'OperationTimedOut'; Script = 'sleep 60'; Seconds = 2 }
        @{ What = 'a program that installs nothing'; Id = 'OperationTimedOut'; Script = 'exit 0'; Seconds = 3 }
    ) {
        $tool = $Script ? (New-FakeTool istioctl "$answer`n$Script") : "$TestDrive/nosuch/istioctl"
        $record = @(Get-ErrorOf { $configuration | Install-IstioControlPlane -ToolPath $tool -TimeoutSeconds $Seconds })[0]
        Get-ErrorId $record | Should -Be $Id
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'refuses an istioctl of another release' {
        $tool = New-FakeTool istioctl 'echo ''{"clientVersion":{"version":"1.24.2"}}'''
        $record = @(Get-ErrorOf { $configuration | Install-IstioControlPlane -ToolPath $tool })[0]
        Get-ErrorId $record | Should -Be ToolVersionDiffers
        $record.ErrorDetails.RecommendedAction | Should -BeLike '*-Version 1.24.2*'
    }
}
