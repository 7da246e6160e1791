BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Tenants' {
    BeforeEach { $folder = Connect-EmptyCluster }
    AfterEach { Disconnect-SealosCluster }

    It 'are created from the pipeline, and left alone the second time' {
        $first = 'user1', 'user2', 'user3' | New-TenantNamespace -WarningAction Ignore
        $first.Action | Should -Be Created, Created, Created
        $first.Namespace | Should -Be ns-user1, ns-user2, ns-user3
        $first[0].Objects.Kind | Should -Be Namespace, Gateway, ResourceQuota, LimitRange, NetworkPolicy
        ('user1', 'ns-user2' | New-TenantNamespace -WarningAction Ignore).Action | Should -Be Unchanged, Unchanged
        (Get-TenantNamespace user* | New-TenantNamespace -WarningAction Ignore).Action | Sort-Object -Unique | Should -Be Unchanged
    }

    It 'are created from objects with Name or Tenant, and Owner' {
        [pscustomobject]@{ Name = 'user1'; Owner = 'alice' }, [pscustomobject]@{ Tenant = 'user2' } |
            New-TenantNamespace -WarningAction Ignore | Out-Null
        (Get-TenantNamespace user*).Owner | Should -Be alice, user2
    }

    It 'are only previewed with -WhatIf' {
        $result = Invoke-Silently "'user1' | New-TenantNamespace -WhatIf -WarningAction Ignore"
        $result.Action | Should -Be Skipped
        Get-TenantNamespace | Where-Object Tenant -EQ user1 | Should -BeNullOrEmpty
    }

    It 'say in the preview what would be made' {
        $text = pwsh -NoProfile -Command "Import-Module '$manifest'; Connect-SealosCluster -ManifestPath '$folder' | Out-Null; New-TenantNamespace user1 -WhatIf -WarningAction Ignore | Out-Null" | Out-String
        $text | Should -BeLike '*create Namespace ns-user1, create Gateway user1-gateway*create NetworkPolicy tenant-isolation*ns-user1*'
    }

    It 'become manifests without any connection' {
        Disconnect-SealosCluster
        $objects = New-TenantNamespace user1 -AsManifest -PodCidr 10.244.0.0/16 -BaseDomain example.com
        $objects.Kind | Should -Be Namespace, ResourceQuota, LimitRange, NetworkPolicy, Gateway
        ($objects | Where-Object Kind -EQ NetworkPolicy).Spec.Ingress[0].From[2].IpBlock.Except | Should -Be 10.244.0.0/16
        Connect-EmptyCluster | Out-Null
        ($objects | Set-IstioResource).Action | Sort-Object -Unique | Should -Be Created
    }

    It 'warn when the certificate is missing, and not when it is issued' {
        New-TenantNamespace user1 -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
        $warnings.Message -join ' ' | Should -BeLike '*istio-system/user1-tls-cert*-IssuerName*'
        @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = 'istio-system'; labels = @{ 'app.kubernetes.io/managed-by' = 'sealos-istio' } } } | Set-IstioResource | Out-Null
        New-TenantNamespace user2 -IssuerName letsencrypt-prod -PodCidr 10.244.0.0/16 -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
        $warnings | Should -BeNullOrEmpty
        (Get-IstioResource Certificate user2-tls-cert -Namespace istio-system).Spec.DnsNames | Should -Be *.user2.sealos.io, user2.sealos.io
        Remove-TenantNamespace ns-user2 -Confirm:$false
        Get-IstioResource Certificate -Namespace istio-system | Should -BeNullOrEmpty
    }

    It 'answer bad input with <Id> (<What>)' -ForEach @(
        @{ What = 'upper case'; Id = 'TenantNameInvalid'; Action = { New-TenantNamespace User1 } }
        @{ What = 'empty'; Id = 'TenantNameInvalid'; Action = { New-TenantNamespace '' } }
        @{ What = 'too long'; Id = 'TenantNameInvalid'; Action = { New-TenantNamespace ('a' * 61) } }
        @{ What = 'quantity'; Id = 'ResourceInvalid'; Action = { New-TenantNamespace user1 -QuotaCpu ten } }
        @{ What = 'domain'; Id = 'ResourceInvalid'; Action = { New-TenantNamespace user1 -BaseDomain 'a b' } }
        @{ What = 'range'; Id = 'ResourceInvalid'; Action = { New-TenantNamespace user1 -PodCidr 10.1.1.1/8 } }
        @{ What = 'negative'; Id = 'ParameterArgumentValidationError'; Action = { New-TenantNamespace user1 -QuotaPvc -5 } }
        @{ What = 'profile'; Id = 'CannotConvertArgumentNoMessage'; Action = { New-TenantNamespace user1 -QuotaProfile Huge } }
        @{ What = 'taken'; Id = 'NamespaceTaken'; Action = { New-TenantNamespace a } }
        @{ What = 'system namespace'; Id = 'NotATenantNamespace'; Action = { Remove-TenantNamespace kube-system -Confirm:$false } }
        @{ What = 'unknown tenant'; Id = 'ResourceNotFound'; Action = { Get-TenantNamespace nosuch } }
        @{ What = 'unknown tenant'; Id = 'ResourceNotFound'; Action = { Remove-TenantNamespace ns-nosuch -Confirm:$false } }
        @{ What = 'unknown tenant'; Id = 'ResourceNotFound'; Action = { Set-TenantQuota nosuch } }
        @{ What = 'unknown tenant'; Id = 'ResourceNotFound'; Action = { Suspend-TenantNetwork nosuch } }
        @{ What = 'quantity'; Id = 'ResourceInvalid'; Action = { Set-TenantQuota ns-a -QuotaMemory lots } }
        @{ What = 'account'; Id = 'ResourceInvalid'; Action = { New-TenantRbac ns-a -ServiceAccount a/b/c } }
    ) {
        # Names of parameters are API; so are ids.
        $record = @(Get-ErrorOf $Action)[0]
        Get-ErrorId $record | Should -Be $Id
    }

    It 'go on with the others when one is refused' {
        $results = 'Bad', 'good' | New-TenantNamespace -ErrorVariable errors -ErrorAction SilentlyContinue -WarningAction Ignore
        $results.Tenant | Should -Be good
        $errors.Count | Should -Be 1
    }

    It 'have limits that can be changed and checked' {
        'user1' | New-TenantNamespace -WarningAction Ignore | Out-Null
        (Test-TenantQuota user1).Status | Sort-Object -Unique | Should -Be Pass
        (Set-TenantQuota user1 -QuotaCpu 4).Action | Should -Be Configured
        (Set-TenantQuota user1 -QuotaCpu 4).Action | Should -Be Unchanged
        (Invoke-Silently 'Set-TenantQuota user1 -QuotaCpu 5 -WhatIf').Action | Should -Be Skipped
        (Get-TenantNamespace user1).Quotas[0].Spec.Hard['requests.cpu'].Text | Should -Be 4
        (Test-TenantQuota a | Where-Object Status -EQ Fail).Name | Should -Be QuotaPresent, LoadBalancerLimit
        (Get-TenantNamespace a | Set-TenantQuota -QuotaProfile Sealos).Action | Should -Be Created, Created
    }

    It 'are kept apart, and the check says so' {
        'user1', 'user2' | New-TenantNamespace -PodCidr 10.244.0.0/16 -WarningAction Ignore | Out-Null
        $checks = Test-TenantIsolation user1 -PodCidr 10.244.0.0/16
        # ns-a and ns-b were made by somebody who left the owner out: the policy takes them for the platform's.
        $failed = $checks | Where-Object Status -NE Pass
        $failed.Name | Should -Be OtherTenants
        $failed.Actual | Should -Match 'lets ns-a, ns-b in$'
        (Get-TenantNamespace a | Test-TenantIsolation | Where-Object Status -EQ Fail).Name | Should -Be OwnerLabel, DefaultDeny
    }

    It 'get their role' {
        'user1' | New-TenantNamespace -WarningAction Ignore | Out-Null
        (New-TenantRbac user1).Action | Should -Be Created, Created
        (Get-TenantNamespace user1 | New-TenantRbac).Action | Should -Be Unchanged, Unchanged
        (New-TenantRbac user1 -AsManifest).Kind | Should -Be ClusterRole, RoleBinding
    }

    It 'are suspended and resumed' {
        'user1' | New-TenantNamespace -WarningAction Ignore | Out-Null
        New-Route -Namespace ns-user1 | Set-IstioResource | Out-Null
        (Invoke-Silently 'Suspend-TenantNetwork user1 -WhatIf').Action | Sort-Object -Unique | Should -Be Skipped
        (Suspend-TenantNetwork user1).Action | Should -Be Configured, Configured
        (Suspend-TenantNetwork user1).Action | Should -Be Unchanged, Unchanged
        (Get-IstioResource vs web -Namespace ns-user1).Spec.Http[0].DirectResponse.Status | Should -Be 503
        (Get-TenantNamespace user1 | Resume-TenantNetwork).Action | Should -Be Configured, Configured
        (New-Route -Namespace ns-user1 | Compare-IstioResource).Status | Should -Be Equal
    }

    It 'are removed, and only they' {
        'user1' | New-TenantNamespace -WarningAction Ignore | Out-Null
        Invoke-Silently 'Remove-TenantNamespace ns-user1 -WhatIf'
        (Get-TenantNamespace user1).Phase | Should -Be Active
        Get-TenantNamespace user1 | Remove-TenantNamespace -Confirm:$false -Wait
        Get-TenantNamespace | Where-Object Tenant -EQ user1 | Should -BeNullOrEmpty
    }

    It 'are shown in tables' {
        'user1' | New-TenantNamespace -WarningAction Ignore | Show | Should -Match 'Action\s+Tenant\s+Namespace\s+Objects\s+-+[-\s]+Created\s+user1\s+ns-user1'
        Get-TenantNamespace user1 | Show | Should -Match 'Namespace\s+Owner\s+Phase\s+LoadBalancers\s+Injection\s+Network\s+PodSecurity\s+Policies\s+-+[-\s]+ns-user1\s+user1\s+Active\s+0'
        Test-TenantQuota user1 | Show | Should -Match 'Status\s+Suite\s+Name\s+Target\s+Expected\s+Actual'
    }
}
