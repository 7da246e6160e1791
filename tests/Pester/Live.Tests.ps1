# Against a real API server. SEALOSISTIO_TEST_KUBECONFIG names a disposable cluster that serves Istio's kinds;
# SEALOSISTIO_TEST_KUBECONFIG_STRICT one with today's CRDs and strict validation. kubectl is the second, foreign client.
BeforeDiscovery {
    $clusters = 'SEALOSISTIO_TEST_KUBECONFIG', 'SEALOSISTIO_TEST_KUBECONFIG_STRICT' |
        ForEach-Object { @{ Variable = $_; KubeConfig = [Environment]::GetEnvironmentVariable($_) } }
}

Describe 'On a real API server (<Variable>)' -ForEach $clusters {
    BeforeDiscovery { $skip = -not $KubeConfig }

    BeforeAll {
        . $PSScriptRoot/common.ps1
        if ($KubeConfig) {
            $namespace = "ns-pester-$(Get-Random -Maximum 99999)"
            $other = "$namespace-b"
            kubectl --kubeconfig $KubeConfig create namespace $namespace | Out-Null
            kubectl --kubeconfig $KubeConfig create namespace $other | Out-Null
            Connect-SealosCluster -KubeConfig $KubeConfig -Context test -PublicDomain cloud.sealos.io | Out-Null
            function Edit-KubeConfig([string] $Name, [scriptblock] $Edit) {
                $file = Join-Path $TestDrive $Name
                Get-Content $KubeConfig -Raw | ForEach-Object $Edit | Set-Content $file
                $file
            }
        }
    }

    AfterAll {
        if ($KubeConfig) {
            kubectl --kubeconfig $KubeConfig delete namespace $namespace $other --wait=false | Out-Null
            Disconnect-SealosCluster -All
        }
    }

    Context 'Objects' -Skip:$skip {
        BeforeEach {
            Get-IstioResource -Namespace $namespace, $other | Remove-IstioResource -Confirm:$false
        }

        It 'writes nothing with -WhatIf and with -ServerDryRun' {
            (Invoke-Silently "New-Route -Namespace $namespace | Set-IstioResource -WhatIf").Action | Should -Be Skipped
            (New-Route -Namespace $namespace | Set-IstioResource -ServerDryRun).Action | Should -Be Created
            kubectl --kubeconfig $KubeConfig get virtualservices --namespace $namespace --output name | Should -BeNullOrEmpty
        }

        It 'creates, configures, leaves alone, and kubectl reads it' {
            (New-Route -Namespace $namespace | Set-IstioResource).Action | Should -Be Created
            (New-Route -Namespace $namespace | Set-IstioResource).Action | Should -Be Unchanged
            $route = New-Route -Namespace $namespace
            $route.spec.http[0].timeout = '5s'
            ($route | Set-IstioResource).Action | Should -Be Configured
            ($route | Compare-IstioResource).Status | Should -Be Equal
            $live = kubectl --kubeconfig $KubeConfig get --raw "/apis/networking.istio.io/v1beta1/namespaces/$namespace/virtualservices/web" | ConvertFrom-Json
            $live.spec.http[0].timeout | Should -Be 5s
            $live.metadata.managedFields.manager | Should -Contain sealos-istio
        }

        It 'reads what kubectl writes, and calls its fields a conflict' {
            New-Route -Namespace $namespace | ConvertTo-Json -Depth 10 | kubectl --kubeconfig $KubeConfig create --filename - | Out-Null
            (Get-IstioResource VirtualService web -Namespace $namespace).Spec.Hosts | Should -Be web.example.com
            $ours = New-Route -Namespace $namespace -HostName new.example.com
            $record = Get-ErrorOf { $ours | Set-IstioResource | Out-Null }
            Get-ErrorId $record | Should -Be ResourceConflict
            $record.Exception.Message | Should -BeLike '*spec.hosts*'
            ($ours | Set-IstioResource -Force).Action | Should -Be Configured
        }

        It 'refuses a host of another namespace' {
            New-Route -Namespace $namespace | Set-IstioResource | Out-Null
            Get-ErrorId (Get-ErrorOf { New-Route -Namespace $other | Set-IstioResource | Out-Null }) | Should -Be HostOwnedElsewhere
            kubectl --kubeconfig $KubeConfig get virtualservices --namespace $other --output name | Should -BeNullOrEmpty
        }

        It 'finds by label, by name and by wildcard' {
            $route = New-Route -Namespace $namespace
            $route.metadata.labels = @{ 'app.kubernetes.io/managed-by' = 'sealos-istio'; tier = 'front' }
            $route | Set-IstioResource | Out-Null
            New-Gateway -Namespace $namespace -HostName gateway.example.com | Set-IstioResource | Out-Null
            (Get-IstioResource -Namespace $namespace -Managed).Kind | Should -Be VirtualService
            (Get-IstioResource -Namespace $namespace -Selector 'tier in (front, back)').Kind | Should -Be VirtualService
            (Get-IstioResource gw w?b -Namespace "$namespace*").Kind | Should -Be Gateway
            Get-ErrorId (Get-ErrorOf { Get-IstioResource vs nosuch -Namespace $namespace }) | Should -Be ResourceNotFound
        }

        It 'reports what the server refuses, and goes on' {
            $bad = New-Route bad -Namespace $namespace -HostName bad.example.com
            $bad.spec.http[0].match = @(@{ uri = @{ exact = '/'; prefix = '/' } })
            $results = $bad, (New-Route -Namespace $namespace) | Set-IstioResource -ErrorVariable errors -ErrorAction SilentlyContinue
            ($results | Where-Object Name -EQ web).Action | Should -Be Created
            ($results | Where-Object Name -EQ bad).Action | Should -Be Failed
            Get-ErrorId $errors[0] | Should -Be ResourceInvalid
        }

        It 'shows each request with -Verbose' {
            $lines = Get-IstioResource vs -Namespace $namespace -Verbose 4>&1 | ForEach-Object Message
            $lines[-1] | Should -BeLike "GET /apis/networking.istio.io/*/namespaces/$namespace/virtualservices?limit=500*200*"
        }
    }

    Context 'The pipeline' -Skip:$skip {
        BeforeAll {
            # The tenant's part of the sample, moved into a namespace of this test.
            $text = Get-Content $sample/tenants/ns-b5n1c6vz.yaml -Raw
            $file = Join-Path $TestDrive tenant.yaml
            $text -replace 'ns-b5n1c6vz', $namespace -replace 'acme\.example', "$namespace.example" | Set-Content $file
            Import-SealosManifest $file -Kind Ingress, Service, Secret | Export-SealosManifest (Join-Path $TestDrive apply.yaml) -IncludeSecret
            kubectl --kubeconfig $KubeConfig apply --filename (Join-Path $TestDrive apply.yaml) | Out-Null
            kubectl --kubeconfig $KubeConfig create namespace istio-system 2>&1 | Out-Null
            $first = Get-SealosIngress -Namespace $namespace |
                Convert-IngressToVirtualService -CredentialMode Copy -WarningAction Ignore -ErrorAction Ignore | Set-IstioResource
            $second = Get-SealosIngress -Namespace $namespace |
                Convert-IngressToVirtualService -CredentialMode Copy -WarningAction Ignore -ErrorAction Ignore | Set-IstioResource
        }

        It 'creates everything' {
            $first.Count | Should -BeGreaterThan 5
            $first.Action | Sort-Object -Unique | Should -Be Created
        }

        It 'changes nothing in the second run' {
            $second.Count | Should -BeGreaterThan 5
            $second.Action | Sort-Object -Unique | Should -Be Unchanged
        }

        It 'is read back by kubectl, object by object' {
            foreach ($result in $first) {
                $live = kubectl --kubeconfig $KubeConfig get $result.Kind $result.Name --namespace $result.Namespace --output json | ConvertFrom-Json
                $live.metadata.labels.'app.kubernetes.io/managed-by' | Should -Be sealos-istio
                $live.metadata.uid | Should -Be $result.Resource.Metadata.Uid
            }
        }

        It 'is removed again' {
            $first | Remove-IstioResource -Confirm:$false
            Get-IstioResource -Namespace $namespace -Managed | Should -BeNullOrEmpty
        }
    }

    Context 'The whole sample cloud' -Skip:$skip {
        BeforeAll {
            $env:KUBECONFIG = $KubeConfig
            try { bash $sample/apply.sh --context test | Out-Null } finally { $env:KUBECONFIG = $null }
            $LASTEXITCODE | Should -Be 0
            $convert = @{ WarningAction = 'Ignore'; ErrorAction = 'Ignore' }
            $first = Get-SealosIngress -AllNamespaces | Convert-IngressToVirtualService @convert | Set-IstioResource
            $second = Get-SealosIngress -AllNamespaces | Convert-IngressToVirtualService @convert | Set-IstioResource
        }

        It 'is accepted whole' {
            $first.Count | Should -BeGreaterThan 200
            $first.Action | Sort-Object -Unique | Should -Not -Contain Failed
            $first.Action | Should -Not -Contain Skipped
        }

        It 'is left alone by the second run' {
            $second.Count | Should -BeGreaterThan 200
            $second.Action | Sort-Object -Unique | Should -Be Unchanged
        }

        It 'is read back by kubectl, object by object' {
            $uids = (kubectl --kubeconfig $KubeConfig get "$(($first.Kind | Sort-Object -Unique) -join ',')" --all-namespaces --output json |
                    ConvertFrom-Json -AsHashtable).items.metadata.uid
            foreach ($result in $first) { $uids | Should -Contain $result.Resource.Metadata.Uid }
        }
    }

    Context 'Access' -Skip:$skip {
        It 'is refused to a wrong token' {
            $file = Edit-KubeConfig token { $_ -replace '(?m)^(\s*)token: .*', '$1token: wrong' }
            $record = Get-ErrorOf { Connect-SealosCluster -KubeConfig $file -Context alice }
            Get-ErrorId $record | Should -Be ApiUnauthorized
            $record.CategoryInfo.Category | Should -Be AuthenticationError
            $record.Exception.Message | Should -BeLike '*(context "alice") doesn''t accept the credentials of user "alice"*'
            $record.Exception.Message | Should -Not -BeLike '*wrong*'
        }

        It 'is not given to a server whose certificate nobody vouches for' {
            $file = Edit-KubeConfig untrusted { $_ -replace '(?m)^\s*certificate-authority(-data)?: .*', '' }
            $record = Get-ErrorOf { Connect-SealosCluster -KubeConfig $file -Context test }
            Get-ErrorId $record | Should -Be ApiCertificateInvalid
            $record.CategoryInfo.Category | Should -Be SecurityError
            $record.Exception.Message | Should -BeLike '*(context "test"): the server''s certificate (CN=kube-apiserver) was issued by CN=test-ca, which isn''t trusted*'
        }

        It 'to objects is the server''s to forbid' {
            Connect-SealosCluster -KubeConfig $KubeConfig -Context alice | Out-Null
            $record = Get-ErrorOf { Get-IstioResource vs }
            Get-ErrorId $record | Should -Be ApiForbidden
            $record.Exception.Message | Should -BeLike '*User "alice" cannot list resource "virtualservices"*'
            Get-ErrorId (Get-ErrorOf { New-Route -Namespace $namespace | Set-IstioResource }) | Should -Be ApiForbidden
            Disconnect-SealosCluster
        }
    }
}
