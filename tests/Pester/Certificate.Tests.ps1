BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Certificates and the shared Gateway' {
    BeforeEach {
        $folder = Connect-EmptyCluster
        @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = 'istio-system'; labels = @{ 'app.kubernetes.io/managed-by' = 'sealos-istio' } } } |
            Set-IstioResource | Out-Null
    }
    AfterEach { Disconnect-SealosCluster }

    It 'go from the issuer to the Certificate through the pipeline' {
        $issuer = New-IstioCertificateIssuer ops@example.com
        ($issuer | Set-IstioResource).Action | Should -Be Created
        $first = $issuer | New-IstioCertificate *.cloud.sealos.io, cloud.sealos.io | Set-IstioResource
        $first.Action | Should -Be Created
        $first.Namespace | Should -Be istio-system
        (Get-IstioResource ClusterIssuer letsencrypt-prod | New-IstioCertificate *.cloud.sealos.io, cloud.sealos.io | Set-IstioResource).Action |
            Should -Be Unchanged
        (Get-IstioResource Certificate -Namespace istio-system).Spec.IssuerRef.Name | Should -Be letsencrypt-prod
    }

    It 'are made without a connection, and with -WhatIf not at all' {
        Disconnect-SealosCluster
        (New-IstioCertificate cloud.sealos.io).Kind | Should -Be Certificate
        (New-IstioCertificateIssuer ops@example.com -Kind Issuer -Namespace ns-a).Namespace | Should -Be ns-a
        (New-IstioSelfSignedCertificate cloud.sealos.io).Type | Should -Be kubernetes.io/tls
        New-IstioCertificate cloud.sealos.io -WhatIf | Should -BeNullOrEmpty
        New-IstioCertificateIssuer ops@example.com -WhatIf | Should -BeNullOrEmpty
        New-IstioSelfSignedCertificate cloud.sealos.io -WhatIf | Should -BeNullOrEmpty
        Connect-EmptyCluster | Out-Null
    }

    It 'keep the key of a self-signed certificate off the screen' {
        $secret = '*.cloud.sealos.io', 'cloud.sealos.io' | New-IstioSelfSignedCertificate -Days 30
        $names = [System.Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPem([Text.Encoding]::ASCII.GetString($secret.Data['tls.crt'])).Extensions.Where{ $_.Oid.Value -eq '2.5.29.17' }.EnumerateDnsNames()
        $names | Should -Be *.cloud.sealos.io, cloud.sealos.io
        $text = ($secret | Out-String) + ($secret | Set-IstioResource -Verbose 4>&1 | Out-String)
        $text | Should -Match 'wildcard-cert'
        $text | Should -Not -Match 'PRIVATE|LS0tLS1'
    }

    It 'belong to a Gateway that is created once' {
        New-IstioSelfSignedCertificate *.cloud.sealos.io, cloud.sealos.io | Set-IstioResource | Out-Null
        $first = Initialize-SealosGateway cloud.sealos.io -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $first.Action | Should -Be Created
        (Initialize-SealosGateway -Domain cloud.sealos.io).Action | Should -Be Unchanged
        $servers = (Get-IstioResource Gateway sealos-gateway -Namespace istio-system).Spec.Servers
        $servers.Port.Number | Should -Be 80, 443
        $servers[1].Hosts | Should -Be cloud.sealos.io, *.cloud.sealos.io
    }

    It 'warn when there is none, and write nothing with -WhatIf' {
        $result = Invoke-Silently 'Initialize-SealosGateway cloud.sealos.io -WhatIf -WarningAction Ignore'
        $result.Action | Should -Be Skipped
        Get-IstioResource Gateway -Namespace istio-system | Should -BeNullOrEmpty
        Initialize-SealosGateway cloud.sealos.io -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
        $warnings.Message | Should -BeLike '*SI1403*certificate*'
    }

    It 'are issued on request, and waited for' {
        New-IstioCertificateIssuer ops@example.com | Set-IstioResource | Out-Null
        $results = Initialize-SealosGateway cloud.sealos.io -IssuerName letsencrypt-prod -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $results.Kind | Should -Be Certificate, Gateway
        { Wait-IstioCertificate -TimeoutSeconds 1 -ErrorAction Stop } | Should -Throw '*cert-manager has said nothing*' -ErrorId 'OperationTimedOut,*'
        Disconnect-SealosCluster
        $file = (Get-ChildItem $folder -Recurse -File | Select-String 'kind: Certificate' -List | Select-Object -First 1).Path
        $text = (Get-Content -Raw $file) -replace '(?m)^kind: Certificate$', "kind: Certificate`nstatus: {notAfter: '2030-01-02T03:04:05Z', conditions: [{type: Ready, status: 'True', reason: Ready}]}"
        Set-Content $file $text
        Connect-SealosCluster -ManifestPath $folder | Out-Null
        $ready = Get-IstioResource Certificate -Namespace istio-system | Wait-IstioCertificate -TimeoutSeconds 5
        $ready.IsReady | Should -BeTrue
        $ready | Out-String | Should -BeLike '*istio-system*wildcard-cert*True*ClusterIssuer/letsencrypt-prod*2030*'
    }

    It 'answer bad input with <Id> (<What>)' -ForEach @(
        @{ What = 'address'; Id = 'ResourceInvalid'; Action = { New-IstioCertificateIssuer nobody } }
        @{ What = 'directory'; Id = 'ResourceInvalid'; Action = { New-IstioCertificateIssuer ops@example.com -Server http://acme.example.com } }
        @{ What = 'wildcard by HTTP-01'; Id = 'ResourceInvalid'; Action = { New-IstioCertificateIssuer ops@example.com -Solver Http01 -DnsName *.example.com } }
        @{ What = 'kind'; Id = 'ParameterArgumentValidationError'; Action = { New-IstioCertificateIssuer ops@example.com -Kind Vault } }
        @{ What = 'wildcard for an HTTP-01 issuer'; Id = 'ResourceInvalid'; Action = { New-IstioCertificateIssuer ops@example.com -Solver Http01 | New-IstioCertificate *.example.com } }
        @{ What = 'no issuer'; Id = 'ResourceKindNotAccepted'; Action = { @{ apiVersion = 'v1'; kind = 'Secret'; metadata = @{ name = 'x' } } | New-IstioCertificate a.example.com } }
        @{ What = 'no object'; Id = 'ManifestInvalid'; Action = { 5 | New-IstioCertificate a.example.com } }
        @{ What = 'name'; Id = 'ResourceInvalid'; Action = { New-IstioCertificate 'a b' } }
        @{ What = 'days'; Id = 'ParameterArgumentValidationError'; Action = { New-IstioSelfSignedCertificate a.example.com -Days 0 } }
        @{ What = 'certificate'; Id = 'ResourceNotFound'; Action = { Wait-IstioCertificate nosuch } }
        @{ What = 'timeout'; Id = 'ParameterArgumentValidationError'; Action = { Wait-IstioCertificate -TimeoutSeconds 0 } }
        @{ What = 'no domain'; Id = 'ResourceInvalid'; Action = { Initialize-SealosGateway } }
        @{ What = 'domain'; Id = 'ResourceInvalid'; Action = { Initialize-SealosGateway 'a b' } }
        @{ What = 'namespace'; Id = 'ResourceNotFound'; Action = { Initialize-SealosGateway a.example.com -GatewayReference nosuch/gateway } }
        @{ What = 'issuer'; Id = 'ResourceNotFound'; Action = { Initialize-SealosGateway a.example.com -IssuerName nosuch } }
    ) {
        Get-ErrorId @(Get-ErrorOf $Action)[0] | Should -Be $Id
    }
}
