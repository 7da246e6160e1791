BeforeAll {
    . $PSScriptRoot/common.ps1
    Connect-SealosCluster -ManifestPath $sample -PublicDomain cloud.sealos.io | Out-Null
}

Describe 'Views' {
    It 'show connections' {
        Get-SealosConnection | Show | Should -Match 'Name\s+Kind\s+Location\s+PublicDomains\s'
        Get-SealosConnection | Show | Should -Match 'Manifests .*cloud\.sealos\.io'
    }

    It 'show Ingresses' {
        $text = Get-SealosIngress network-shpcustqwnzx | Show
        $text | Should -Match 'Namespace\s+Name\s+AppKind\s+Class\s+Domains\s+State\s+Hosts'
        $text | Should -Match 'ns-b5n1c6vz\s+network-shpcustqwnzx\s+AppLaunchpad\s+nginx\s+Custom\s+Pending\s+shop\.acme\.example'
    }

    It 'show objects of different kinds in one table' {
        $text = Get-SealosIngress network-shpcustqwnzx | Convert-IngressToVirtualService -WarningAction Ignore | Show
        $text | Should -Match 'Kind\s+Namespace\s+Name\s+Hosts\s+Age'
        $text | Should -Match 'Gateway\s+ns-b5n1c6vz\s+\S+\s+.*shop\.acme\.example'
        $text | Should -Match 'VirtualService\s+ns-b5n1c6vz\s+\S+\s+shop\.acme\.example'
        [regex]::Matches($text, 'Namespace').Count | Should -Be 1
    }

    It 'show reports' {
        $text = Get-SealosIngress network-shpcustqwnzx | Convert-IngressToVirtualService -AsReport -WarningAction Ignore | Show
        $text | Should -Match 'Status\s+Source\s+Hosts\s+Objects\s+Findings'
        $text | Should -Match 'Ingress ns-b5n1c6vz/network-shpcustqwnzx\s+shop\.acme\.example\s+\d'
    }

    It 'show findings' {
        Get-SealosIngress | Test-SealosIngress | Select-Object -First 1 | Show | Should -Match 'Severity\s+Code\s+Source\s+Field\s+Message'
    }

    It 'show results, comparisons and differences' {
        $route = New-Route -Namespace ns-b5n1c6vz
        $route | Set-IstioResource | Show | Should -Match 'Action\s+Kind\s+Namespace\s+Name\s+Message\s+-+\s[-\s]+Created\s+VirtualService\s+ns-b5n1c6vz\s+web'
        $route.spec.http[0].timeout = '5s'
        $route | Compare-IstioResource | Show | Should -Match 'Different\s+VirtualService\s+ns-b5n1c6vz\s+web\s+spec\.http\[0\]\.timeout'
        ($route | Compare-IstioResource).Differences | Show | Should -Match 'spec\.http\[0\]\.timeout\s+OnlyDesired\s+"5s"'
    }

    It 'shorten long lists of hosts' {
        $route = New-Route
        $route.spec.hosts = 'a.example.com', 'b.example.com', 'c.example.com', 'd.example.com', 'e.example.com'
        $route | Export-SealosManifest (Join-Path $TestDrive hosts.yaml) -PassThru | Import-SealosManifest | Show |
            Should -Match 'a\.example\.com, b\.example\.com, c\.example\.com \+2'
    }
}

Describe 'Completion' {
    It 'offers kinds' {
        Complete 'Get-IstioResource Virt' | Should -Be VirtualService
        Complete 'Get-IstioResource -Kind Gate' | Should -Be Gateway
    }

    It 'offers namespaces' { Complete 'Get-SealosIngress -Namespace ns-b5' | Should -Be ns-b5n1c6vz }

    It 'offers names, within the kind and namespace typed before' {
        New-Route completed ns-b5n1c6vz completed.example.com | Set-IstioResource | Out-Null
        Complete 'Get-IstioResource VirtualService compl' | Should -Be completed
        Complete 'Get-IstioResource Gateway compl' | Should -BeNullOrEmpty
        Complete 'Get-IstioResource -Namespace ns-b -Name compl' | Should -BeNullOrEmpty
    }

    It 'offers the values of enumerations' {
        Complete 'Get-SealosIngress -AppKind App' | Should -Be AppLaunchpad
        Complete 'Convert-IngressToVirtualService -CredentialMode Iss' | Should -Be Issue
    }

    It 'offers open connections' { Complete "Get-IstioResource -Connection $sample" | Should -Be $sample }

    It 'offers contexts from files alone' {
        $file = Join-Path $TestDrive kubeconfig
        @'
apiVersion: v1
kind: Config
contexts:
- {name: production, context: {cluster: c, user: u}}
- {name: staging, context: {cluster: c, user: u}}
clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]
users: [{name: u, user: {token: t}}]
'@ | Set-Content $file
        Complete "Connect-SealosCluster -KubeConfig $file -Context " | Should -Be production, staging
        Complete "Connect-SealosCluster -KubeConfig $TestDrive/nosuch -Context " | Should -BeNullOrEmpty
    }

    It 'offers nothing, and does not fail, without a connection' {
        Disconnect-SealosCluster -All
        Complete 'Get-SealosIngress -Namespace ns-b5' | Should -BeNullOrEmpty
        Connect-SealosCluster -ManifestPath $sample -PublicDomain cloud.sealos.io | Out-Null
    }
}
