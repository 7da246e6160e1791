# Each parameter's range, taken from the cmdlets themselves, and what else can be wrong from outside: error ids are API.
BeforeDiscovery {
    . $PSScriptRoot/common.ps1
    # A value below and a value above, for every parameter that has bounds.
    $ranges = foreach ($command in Get-Command -Module SealosIstio) {
        foreach ($parameter in $command.Parameters.Values) {
            $range = $parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.ValidateRangeAttribute] }
            if ($range.MinRange -is [int]) {
                if ($range.MinRange -gt [int]::MinValue) { @{ Command = $command.Name; Parameter = $parameter.Name; Value = $range.MinRange - 1 } }
                if ($range.MaxRange -lt [int]::MaxValue) { @{ Command = $command.Name; Parameter = $parameter.Name; Value = $range.MaxRange + 1 } }
            }
            elseif ($range.MinRange -is [double]) {
                @{ Command = $command.Name; Parameter = $parameter.Name; Value = $range.MinRange - 0.5 }
                @{ Command = $command.Name; Parameter = $parameter.Name; Value = $range.MaxRange + 0.5 }
            }
        }
    }
    # A word that none of them is, for every parameter that takes one of some words.
    $words = foreach ($command in Get-Command -Module SealosIstio) {
        foreach ($parameter in $command.Parameters.Values) {
            $type = $parameter.ParameterType
            $type = [Nullable]::GetUnderlyingType($type) ?? ($type.IsArray ? $type.GetElementType() : $type)
            if ($parameter.Name -in [System.Management.Automation.PSCmdlet]::CommonParameters) { continue }
            if ($type.IsEnum -or ($parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.ValidateSetAttribute] })) {
                @{ Command = $command.Name; Parameter = $parameter.Name }
            }
        }
    }
    # A connection is needed by these, and none may be touched before there is one.
    $connected = (Get-Command -Module SealosIstio | Where-Object { $_.Parameters.ContainsKey('Connection') }).Name
}

BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-SealosCluster -All }

Describe 'A parameter' {
    It '<Command> -<Parameter> refuses <Value>' -ForEach $ranges {
        $arguments = @{ $Parameter = $Value }
        $record = @(Get-ErrorOf { & $Command @arguments })[0]
        Get-ErrorId $record | Should -Be ParameterArgumentValidationError
        $record.Exception.Message | Should -Match "'$Parameter'"
    }

    It '<Command> -<Parameter> refuses a word that it does not know' -ForEach $words {
        $arguments = @{ $Parameter = 'nosuchword' }
        Get-ErrorId @(Get-ErrorOf { & $Command @arguments })[0] |
            Should -BeIn ParameterArgumentValidationError, CannotConvertArgumentNoMessage, ParameterArgumentTransformationError
    }

    It 'of these is there at all' -ForEach @(@{ Ranges = $ranges.Count; Words = $words.Count }) {
        $Ranges | Should -BeGreaterThan 60
        $Words | Should -BeGreaterThan 30
    }
}

Describe 'A connection' {
    It 'that has another name is refused by <_>' -ForEach $connected {
        Get-ErrorId @(Get-ErrorOf { & $_ -Connection nosuch })[0] | Should -BeIn ParameterArgumentTransformationError, ParameterArgumentValidationError, ConnectionNotFound
    }
}

Describe 'From outside' {
    BeforeAll {
        $folder = Connect-EmptyCluster
        function New-Config([string] $Name, [string] $User) {
            $file = Join-Path $TestDrive $Name
            @"
apiVersion: v1
kind: Config
current-context: here
contexts: [{name: here, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]
users: [{name: u, user: $User}]
"@ | Set-Content $file
            $file
        }
        function New-Certificate([DateTimeOffset] $From, [DateTimeOffset] $To) {
            $key = [Security.Cryptography.RSA]::Create(2048)
            $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=old.example.com', $key, [Security.Cryptography.HashAlgorithmName]::SHA256, [Security.Cryptography.RSASignaturePadding]::Pkcs1)
            $names = [Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
            $names.AddDnsName('old.example.com')
            $request.CertificateExtensions.Add($names.Build())
            @{ Certificate = $request.CreateSelfSigned($From, $To).ExportCertificatePem(); Key = $key.ExportPkcs8PrivateKeyPem() }
        }
        function ConvertTo-Base64([string] $Text) { [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes($Text)) }
        $expired = New-Certificate ([DateTimeOffset]::UtcNow.AddDays(-9)) ([DateTimeOffset]::UtcNow.AddDays(-2))
        $broken = Join-Path $TestDrive broken.yaml
        'metadata: [' | Set-Content $broken
        $locked = Join-Path $TestDrive locked.bin
        [IO.File]::WriteAllBytes($locked, [byte[]](0x1f, 0x8b, 0xff, 0xfe))
    }

    AfterAll { Disconnect-SealosCluster -All }

    It 'is answered with <Id> (<What>)' -ForEach @(
        @{ What = 'unknown context'; Id = 'ContextNotFound'; Action = { Connect-SealosCluster -KubeConfig (New-Config context '{token: t}') -Context nosuch } }
        @{ What = 'unreadable key'; Id = 'CredentialInvalid'; Action = { Connect-SealosCluster -KubeConfig (New-Config key '{client-certificate-data: eA==, client-key-data: eA==}') } }
        @{ What = 'unreadable manifest, to import'; Id = 'ManifestInvalid'; Action = { Import-SealosManifest $broken } }
        @{ What = 'unreadable manifest, to connect to'; Id = 'ManifestInvalid'; Action = { Connect-SealosCluster -ManifestPath $broken | Out-Null; Disconnect-SealosCluster } }
        @{ What = 'unreadable manifest, to convert'; Id = 'ManifestInvalid'; Action = { Get-SealosIngress -Path $broken } }
        @{ What = 'unreadable manifest, to install'; Id = 'ManifestInvalid'; Action = { Install-SealosCertManager -Path $broken } }
        @{ What = 'no text, to install'; Id = 'DownloadFailed'; Action = { Install-SealosCertManager -Path $locked } }
        @{ What = 'no text, to import'; Id = 'ManifestInvalid'; Action = { Import-SealosManifest $locked } }
        @{ What = 'foreign namespace, for a tenant'; Id = 'NamespaceTaken'; Action = { New-TenantNamespace a } }
        @{ What = 'foreign namespace, to remove'; Id = 'NotATenantNamespace'; Action = { Remove-TenantNamespace kube-system -Confirm:$false } }
        @{ What = 'foreign namespace, to suspend'; Id = 'ResourceNotFound'; Action = { Suspend-TenantNetwork kube-system } }
        @{ What = 'foreign namespace, for a quota'; Id = 'ResourceNotFound'; Action = { Set-TenantQuota kube-system } }
        @{ What = 'foreign namespace, for a role'; Id = 'ResourceNotFound'; Action = { New-TenantRbac kube-system } }
        @{ What = 'foreign namespace, to block'; Id = 'NotATenantNamespace'; Action = { Block-SealosIngress kube-system } }
        @{ What = 'no backup'; Id = 'BackupNotFound'; Action = { Restore-SealosResource $TestDrive -Confirm:$false } }
        @{ What = 'no folder for a backup'; Id = 'PathNotFound'; Action = { Get-SealosBackup (Join-Path $TestDrive nosuch) } }
    ) {
        $record = @(Get-ErrorOf $Action)[0]
        Get-ErrorId $record | Should -Be $Id
        $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $record.Exception.Message | Should -Not -BeNullOrEmpty
    }

    It 'an expired certificate of an Ingress is a finding' {
        $ingress = New-Ingress -HostName old.example.com
        $ingress.spec.tls = @(@{ hosts = @('old.example.com'); secretName = 'old' })
        $secret = @{
            apiVersion = 'v1'; kind = 'Secret'; type = 'kubernetes.io/tls'
            metadata   = @{ name = 'old'; namespace = 'ns-a'; labels = @{ 'app.kubernetes.io/managed-by' = 'sealos-istio' } }
            data       = @{ 'tls.crt' = ConvertTo-Base64 $expired.Certificate; 'tls.key' = ConvertTo-Base64 $expired.Key }
        }
        $secret | Set-IstioResource | Out-Null
        ($ingress | Test-SealosIngress).Code | Should -Contain SI1304
    }

    It 'an expired certificate of a user is refused by the server' -Skip:(-not $env:SEALOSISTIO_TEST_KUBECONFIG) {
        $file = Join-Path $TestDrive expired
        (kubectl --kubeconfig $env:SEALOSISTIO_TEST_KUBECONFIG config view --minify --flatten --context test --output json | ConvertFrom-Json -AsHashtable) |
            ForEach-Object { $_.users[0].user = @{ 'client-certificate-data' = ConvertTo-Base64 $expired.Certificate; 'client-key-data' = ConvertTo-Base64 $expired.Key }; $_ } |
            ConvertTo-Json -Depth 10 | Set-Content $file
        $record = @(Get-ErrorOf { Connect-SealosCluster -KubeConfig $file | Out-Null })[0]
        Get-ErrorId $record | Should -Be ApiUnauthorized
        $record.Exception.Message | Should -BeLike '*expired*'
    }
}
