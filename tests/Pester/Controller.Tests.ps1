BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Controllers' {
    BeforeEach {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        Copy-Item $sample $folder -Recurse
        Connect-SealosCluster -ManifestPath $folder -PublicDomain cloud.sealos.io | Out-Null
    }
    AfterEach { Disconnect-SealosCluster }

    It 'are found with their mode' {
        $states = Get-SealosControllerMode
        $states.Controller | Should -Be terminal, adminer, resources, devbox, objectstorage, admission
        $states.Mode | Sort-Object -Unique | Should -Be Ingress
        $states.Container | Sort-Object -Unique | Should -Be manager
        (Get-SealosControllerMode sealos-system/admission-controller-manager).Namespace | Should -Be sealos-system
    }

    It 'are switched once, unchanged the second time, and restored' {
        $first = Set-SealosControllerMode Istio
        $first.Controller | Should -Be terminal, adminer, resources
        $first.Action | Sort-Object -Unique | Should -Be Configured
        (Set-SealosControllerMode Istio).Action | Sort-Object -Unique | Should -Be Unchanged
        $variables = (Get-SealosControllerMode terminal).Variables
        $variables.USE_ISTIO, $variables.ISTIO_DEFAULT_GATEWAY, $variables.ISTIO_BASE_DOMAIN |
            Should -Be true, istio-system/sealos-gateway, cloud.sealos.io
        (Get-SealosControllerMode | Where-Object CanRestore | Set-SealosControllerMode -Restore).Mode | Should -Be Ingress, Ingress, Ingress
        (Set-SealosControllerMode -Restore).Action | Sort-Object -Unique | Should -Be Unchanged
        (Get-SealosControllerMode terminal).Variables.Keys | Should -Be USE_ISTIO
    }

    It 'come from the pipeline, as names and as objects' {
        ('terminal', 'devbox' | Set-SealosControllerMode Dual).Mode | Should -Be Dual, Dual
        (Get-SealosControllerMode terminal, devbox | Set-SealosControllerMode Dual).Action | Should -Be Unchanged, Unchanged
        (Get-SealosControllerMode devbox).Variables.ISTIO_ENABLED | Should -Be false
    }

    It 'are only previewed with -WhatIf' {
        $results = Invoke-Silently 'Set-SealosControllerMode Istio -WhatIf; Set-SealosAdmissionMode -EnableIstio -WhatIf -ErrorAction Ignore'
        $results.Action | Sort-Object -Unique | Should -Be Skipped
        (Get-SealosControllerMode).Mode | Sort-Object -Unique | Should -Be Ingress
    }

    It 'take other settings' {
        Set-SealosControllerMode Dual terminal -Gateway main.gateways -BaseDomain a.example -PublicDomain b.example, c.example -PublicDomainPattern *.c.example -TlsSecret s -NoLegacyVariables | Out-Null
        $variables = (Get-SealosControllerMode terminal).Variables
        $variables.Keys | Should -Be ISTIO_BASE_DOMAIN, ISTIO_DEFAULT_GATEWAY, ISTIO_PUBLIC_DOMAINS, ISTIO_PUBLIC_DOMAIN_PATTERNS, ISTIO_TLS_SECRET, USE_ISTIO
        $variables.Values | Should -Be a.example, gateways/main, 'b.example,c.example', *.c.example, s, false
    }

    It 'show a table' {
        Get-SealosControllerMode terminal | Out-String | Should -Match 'Controller\s+Mode\s+Namespace\s+Name\s+Container'
        Set-SealosControllerMode Dual terminal | Out-String | Should -Match 'Action\s+Controller\s+PreviousMode\s+Mode'
    }

    It 'answer bad input with <Id> (<What>)' -ForEach @(
        @{ What = 'unknown name'; Id = 'ResourceInvalid'; Action = { Get-SealosControllerMode nosuch } }
        @{ What = 'no such Deployment'; Id = 'ResourceNotFound'; Action = { Set-SealosControllerMode Istio a/nosuch } }
        @{ What = 'no such container'; Id = 'ResourceInvalid'; Action = { Set-SealosControllerMode Istio terminal-system/terminal-controller-manager/nosuch } }
        @{ What = 'admission'; Id = 'ResourceInvalid'; Action = { Set-SealosControllerMode Istio admission } }
        @{ What = 'mode'; Id = 'ParameterArgumentValidationError'; Action = { Set-SealosControllerMode Unknown } }
        @{ What = 'timeout'; Id = 'ParameterArgumentValidationError'; Action = { Set-SealosControllerMode Istio -TimeoutSeconds 0 } }
        @{ What = 'annotation'; Id = 'ResourceInvalid'; Action = { Set-SealosAdmissionMode -EnableIstio -MutatingAnnotation @{ 'a=b' = 1 } } }
        @{ What = 'configuration'; Id = 'ResourceNotFound'; Action = { Set-SealosAdmissionMode -EnableIstio -MutatingConfiguration nosuch } }
    ) {
        $record = @(Get-ErrorOf $Action)[0]
        Get-ErrorId $record | Should -Be $Id
        (Get-SealosControllerMode).Mode | Sort-Object -Unique | Should -Be Ingress
    }

    It 'that are missing are an error when none of the default ones is there' {
        Connect-EmptyCluster | Out-Null
        Get-ErrorId @(Get-ErrorOf { Set-SealosControllerMode Istio })[0] | Should -Be ResourceNotFound
        Get-SealosControllerMode | Should -BeNullOrEmpty
        Disconnect-SealosCluster
    }
}

Describe 'The admission webhook' {
    BeforeEach {
        Connect-EmptyCluster | Out-Null
        @{ apiVersion = 'apps/v1'; kind = 'Deployment'; metadata = @{ name = 'webhook'; namespace = 'ns-a'; labels = @{ 'app.kubernetes.io/managed-by' = 'sealos-istio' } }
            spec = @{ selector = @{ matchLabels = @{ a = 'b' } }; template = @{ metadata = @{ labels = @{ a = 'b' } }; spec = @{ containers = @(@{ name = 'manager'; image = 'x' }) } } }
        } | Set-IstioResource | Out-Null
        foreach ($kind in 'Mutating', 'Validating') {
            @{ apiVersion = 'admissionregistration.k8s.io/v1'; kind = "${kind}WebhookConfiguration"
                metadata = @{ name = "admission-$($kind.ToLowerInvariant())-webhook-configuration"; labels = @{ 'app.kubernetes.io/managed-by' = 'sealos-istio' } }
                webhooks = @(@{ name = "$($kind.ToLowerInvariant()[0])ingress.sealos.io"; sideEffects = 'None'; admissionReviewVersions = @('v1')
                        clientConfig = @{ service = @{ name = 'webhook'; namespace = 'ns-a'; path = '/x' } } })
            } | Set-IstioResource | Out-Null
        }
    }
    AfterEach { Disconnect-SealosCluster }

    It 'is enabled once, unchanged the second time, previewed, and restored' {
        $first = Set-SealosAdmissionMode -EnableIstio -Deployment ns-a/webhook -MutatingAnnotation @{ 'example.com/a' = 'b' } -NoWait
        $first.Kind | Should -Be Deployment, MutatingWebhookConfiguration, ValidatingWebhookConfiguration
        $first.Action | Should -Be Configured, Configured, Configured
        $first[1].Resource.Webhooks.Name | Should -Be mingress.sealos.io, mvirtualservice.sealos.io
        (Set-SealosAdmissionMode -EnableIstio -Deployment ns-a/webhook).Action | Should -Be Unchanged, Unchanged, Unchanged
        (Get-SealosControllerMode ns-a/webhook).Variables.VIRTUALSERVICE_MUTATING_ANNOTATIONS | Should -Be 'example.com/a=b'
        (Invoke-Silently 'Set-SealosAdmissionMode -Restore -Deployment ns-a/webhook -WhatIf').Action | Should -Be Skipped, Skipped, Skipped
        $restored = Set-SealosAdmissionMode -Restore -Deployment ns-a/webhook
        $restored.Kind | Should -Be MutatingWebhookConfiguration, ValidatingWebhookConfiguration, Deployment
        $restored.Action | Should -Be Configured, Configured, Configured
        (Get-SealosControllerMode ns-a/webhook).CanRestore | Should -BeFalse
        (Set-SealosAdmissionMode -EnableIstio:$false -Deployment ns-a/webhook).Action | Should -Be Unchanged, Unchanged, Configured
    }
}
