# Canaries: a private key, a token and a password that a person must never see, on whatever stream.
BeforeDiscovery { $kubeConfig = $env:SEALOSISTIO_TEST_KUBECONFIG }

BeforeAll {
    . $PSScriptRoot/common.ps1
    $key = 'canary-k3y'
    $token = 'canary-t0ken'
    $forms = $key, $token, [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($key))

    # Everything that a script says, on all streams, as text and as the objects' own views; the objects themselves aside.
    function Get-Said([scriptblock] $Action) {
        $ErrorActionPreference = 'Continue'
        $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
        $said = try { & $Action *>&1 } catch { $_ }
        $said | ForEach-Object {
            $_ | Out-String -Width 4000
            if ($_ -is [System.Management.Automation.ErrorRecord]) { $_ | Format-List * -Force | Out-String -Width 4000; $_.Exception.ToString() }
        }
    }

    function Assert-NoCanary([string[]] $Text) {
        ($Text -join '').Length | Should -BeGreaterThan 0
        foreach ($form in $forms) { $Text | Where-Object { $_.Contains($form) } | Should -BeNullOrEmpty }
    }

    function Write-Cluster([string] $Folder) {
        New-Item -ItemType Directory -Force $Folder | Out-Null
        $ingress = New-Ingress
        $ingress.spec.tls = @(@{ hosts = @('web.example.com'); secretName = 'web-tls' })
        @{
            apiVersion = 'v1'
            kind       = 'List'
            items      = @(
                @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = 'ns-a' } }
                @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = 'istio-system' } }
                @{ apiVersion = 'v1'; kind = 'Service'; metadata = @{ name = 'web'; namespace = 'ns-a' }; spec = @{ ports = @(@{ port = 80 }) } }
                @{
                    apiVersion = 'v1'; kind = 'Secret'; type = 'kubernetes.io/tls'; metadata = @{ name = 'web-tls'; namespace = 'ns-a' }
                    data = @{ 'tls.crt' = $forms[2]; 'tls.key' = $forms[2] }
                }
                $ingress
            )
        } | ConvertTo-Json -Depth 20 | Set-Content $Folder/cluster.json
    }
}

Describe 'No secret is shown' {
    It 'by the pipeline over manifests, with everything switched on' {
        Write-Cluster $TestDrive/cluster
        $said = Get-Said {
            Connect-SealosCluster -ManifestPath $TestDrive/cluster -Verbose -Debug
            $converted = Get-SealosIngress -Verbose -Debug | Convert-IngressToVirtualService -CredentialMode Copy -Verbose -Debug
            $converted | Where-Object Kind -EQ Secret | ForEach-Object { $_ }
            Get-SealosIngress | Convert-IngressToVirtualService -CredentialMode Copy -AsReport
            $converted | Set-IstioResource -Verbose -Debug
            $converted | Compare-IstioResource -Verbose -Debug
            $secret = $converted | Where-Object Kind -EQ Secret
            $secret.Data['tls.key'] = [byte[]](1, 2, 3)
            $secret | Compare-IstioResource | ForEach-Object { $_; $_.Differences }
            $converted | Export-SealosManifest $TestDrive/export.yaml -Verbose
            Get-Content $TestDrive/export.yaml -Raw
            $converted | Remove-IstioResource -Confirm:$false -Verbose -Debug
            Disconnect-SealosCluster -All -Verbose
        }
        Assert-NoCanary $said
    }

    It 'when a kubeconfig with a token leads nowhere, or is broken' {
        $config = @"
clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]
users: [{name: u, user: {token: $token}}, {name: v, user: {token: '$token $token'}}, {name: w, user: {token: $token, username: a, password: $key}}]
contexts:
- {name: nowhere, context: {cluster: c, user: u}}
- {name: spaces, context: {cluster: c, user: v}}
- {name: both, context: {cluster: c, user: w}}
"@
        Set-Content $TestDrive/config $config
        Set-Content $TestDrive/broken "$config`n  - [$token"
        $said = Get-Said {
            foreach ($context in 'nowhere', 'spaces', 'both', 'missing') {
                try { Connect-SealosCluster -KubeConfig $TestDrive/config -Context $context -Verbose -Debug } catch { $_ }
            }
            try { Connect-SealosCluster -KubeConfig $TestDrive/broken -Verbose -Debug } catch { $_ }
        }
        Assert-NoCanary $said
    }

    It 'when a real API server refuses it' -Skip:(-not $kubeConfig) {
        $config = (Get-Content $env:SEALOSISTIO_TEST_KUBECONFIG -Raw) -replace '(?m)^    token: .*$', "    token: $token"
        Set-Content $TestDrive/refused $config
        $said = Get-Said {
            try { Connect-SealosCluster -KubeConfig $TestDrive/refused -Context alice -Verbose -Debug } catch { $_ }
        }
        Assert-NoCanary $said
    }
}
