# What comes before a migration (tenants, assessment, backup, controllers) as cmdlets on each real API server: from the pipeline, with
# -WhatIf, and twice. On manifests their own suites do the same.
BeforeDiscovery {
    $servers = 'SEALOSISTIO_TEST_KUBECONFIG', 'SEALOSISTIO_TEST_KUBECONFIG_STRICT' | ForEach-Object {
        @{ Kind = $_; KubeConfig = [Environment]::GetEnvironmentVariable($_) }
    }
}

Describe 'Before a migration (<Kind>)' -ForEach $servers {
    BeforeDiscovery { $skip = -not $KubeConfig }

    BeforeAll {
        . $PSScriptRoot/common.ps1
        if (-not $KubeConfig) { return }
        $id = "p$(Get-Random -Maximum 999999)"
        $names = "$id-a", "$id-b"
        $spaces = $names | ForEach-Object { "ns-$_" }
        $system = "$id-system"
        kubectl --kubeconfig $KubeConfig create namespace $system | Out-Null
        Connect-SealosCluster -KubeConfig $KubeConfig -Context test -GatewayNamespace $system -GatewayReference "$system/sealos-gateway" | Out-Null
        function Get-Action($Results) { $Results.Action | Sort-Object -Unique }
    }

    AfterAll {
        if ($KubeConfig) {
            kubectl --kubeconfig $KubeConfig delete namespace $system $spaces --wait=false --ignore-not-found | Out-Null
            kubectl --kubeconfig $KubeConfig delete mutatingwebhookconfiguration,validatingwebhookconfiguration $id --ignore-not-found | Out-Null
        }
        if (Get-Command Disconnect-SealosCluster -ErrorAction Ignore) { Disconnect-SealosCluster -All }
    }

    Context 'Tenants' -Skip:$skip {
        It 'are previewed, made once, limited and given their role' {
            $script = "'$($names -join "', '")' | New-TenantNamespace -PodCidr 10.244.0.0/16 -WarningAction Ignore"
            Get-Action (Invoke-Silently "$script -WhatIf") | Should -Be Skipped
            kubectl --kubeconfig $KubeConfig get namespace $spaces[0] --ignore-not-found | Should -BeNullOrEmpty
            Get-Action ($names | New-TenantNamespace -PodCidr 10.244.0.0/16 -WarningAction Ignore) | Should -Be Created
            (Get-TenantNamespace $names).Namespace | Should -Be $spaces
            Get-Action (Get-TenantNamespace $names | New-TenantNamespace -PodCidr 10.244.0.0/16 -WarningAction Ignore) | Should -Be Unchanged

            Get-Action (Invoke-Silently "Set-TenantQuota $($names[0]) -QuotaCpu 4 -WhatIf") | Should -Be Skipped
            Get-Action (Get-TenantNamespace $names[0] | Set-TenantQuota -QuotaCpu 4) | Should -Contain Configured
            Get-Action (Get-TenantNamespace $names[0] | Set-TenantQuota -QuotaCpu 4) | Should -Be Unchanged
            kubectl --kubeconfig $KubeConfig get resourcequota -n $spaces[0] -o 'jsonpath={.items[0].spec.hard.requests\.cpu}' | Should -Be 4
            (Get-TenantNamespace $names | Test-TenantQuota).Status | Sort-Object -Unique | Should -Be Pass

            Get-Action (Invoke-Silently "New-TenantRbac $($names[0]) -WhatIf") | Should -Be Skipped
            $spaces | New-TenantRbac | Out-Null
            Get-Action ($spaces | New-TenantRbac) | Should -Be Unchanged
            (Get-TenantNamespace $names | Test-TenantIsolation -PodCidr 10.244.0.0/16 | Where-Object Name -EQ DefaultDeny).Status | Should -Be Pass, Pass
        }

        It 'are suspended once and resumed exactly' {
            New-Route -Namespace $spaces[0] -HostName "$id.example.com" | Set-IstioResource | Out-Null
            $before = kubectl --kubeconfig $KubeConfig get virtualservice web -n $spaces[0] -o 'jsonpath={.spec}'
            $before | Should -Match "$id.example.com"
            Get-Action (Invoke-Silently "Suspend-TenantNetwork $($names[0]) -WhatIf") | Should -Be Skipped
            kubectl --kubeconfig $KubeConfig get virtualservice web -n $spaces[0] -o 'jsonpath={.spec}' | Should -Be $before
            Get-Action (Get-TenantNamespace $names[0] | Suspend-TenantNetwork) | Should -Be Configured
            Get-Action (Get-TenantNamespace $names[0] | Suspend-TenantNetwork) | Should -Be Unchanged
            kubectl --kubeconfig $KubeConfig get virtualservice web -n $spaces[0] -o 'jsonpath={.spec}' | Should -Not -Be $before
            Get-Action (Invoke-Silently "Resume-TenantNetwork $($names[0]) -WhatIf") | Should -Be Skipped
            Get-Action (Get-TenantNamespace $names[0] | Resume-TenantNetwork) | Should -Be Configured
            Get-TenantNamespace $names[0] | Resume-TenantNetwork | Where-Object Action -NE Unchanged | Should -BeNullOrEmpty
            kubectl --kubeconfig $KubeConfig get virtualservice web -n $spaces[0] -o 'jsonpath={.spec}' | Should -Be $before
        }
    }

    Context 'Assessment' -Skip:$skip {
        It 'sees what is there, and writes nothing' {
            # Nobody else writes these here, so an equal list shows that nothing did.
            # Namespaces of earlier tests may be on their way out, and what is in them.
            $living = @(kubectl --kubeconfig $KubeConfig get namespace -o 'jsonpath={.items[?(@.status.phase=="Active")].metadata.name}') -split ' '
            function Get-Version {
                (kubectl --kubeconfig $KubeConfig get namespace,resourcequota -A -o json | ConvertFrom-Json).items |
                    Where-Object { $_.metadata.name -in $living -or $_.metadata.namespace -in $living } |
                    ForEach-Object { $_.metadata.resourceVersion }
            }
            $versions = Get-Version
            $information = Get-SealosClusterInfo
            $information.TenantNamespaceCount | Should -BeGreaterOrEqual 2
            $information.ServerVersion | Should -Match '1\.\d+'
            @(Get-SealosLoadBalancerService -Namespace $spaces) | Should -BeNullOrEmpty
            (Test-SealosPrerequisite -SkipDns | Where-Object Name -EQ KubernetesVersion).Actual | Should -Match '1\.\d+'
            (Test-IstioCompatibility).Count | Should -BeGreaterThan 3
            $plan = Measure-SealosReadiness | New-SealosMigrationPlan
            $plan.Stages.Count | Should -BeGreaterThan 0
            Get-Version | Should -Be $versions
        }
    }

    Context 'Backup' -Skip:$skip {
        It 'saves, previews, and restores what is missing, once' {
            $path = Join-Path $TestDrive ([guid]::NewGuid())
            Invoke-Silently "Backup-SealosResource '$path' -Namespace '$($spaces -join "', '")' -WhatIf" | Should -BeNullOrEmpty
            $path | Should -Not -Exist
            $backup = $spaces | Backup-SealosResource $path -IncludeSecret
            $backup.Status | Should -Be Complete
            (Get-SealosBackup $path -Verify).Count | Should -Be $backup.Count
            $backup | Compare-SealosBackup -DifferentOnly | Should -BeNullOrEmpty
            kubectl --kubeconfig $KubeConfig delete virtualservice web -n $spaces[0] | Out-Null
            ($backup | Compare-SealosBackup -DifferentOnly).Status | Should -Be Missing
            Get-Action (Invoke-Silently "Restore-SealosResource '$path' -WhatIf") | Should -Contain Skipped
            kubectl --kubeconfig $KubeConfig get virtualservice web -n $spaces[0] --ignore-not-found | Should -BeNullOrEmpty
            ($backup | Restore-SealosResource -Confirm:$false | Where-Object Action -NE Unchanged | ForEach-Object { "$($_.Action) $($_.Identity)" }) |
                Should -Be "Created VirtualService $($spaces[0])/web"
            Get-Action ($backup | Restore-SealosResource -Confirm:$false) | Should -Be Unchanged
        }
    }

    Context 'Controllers' -Skip:$skip {
        BeforeAll {
            # Nothing here runs Pods: a rollout of none is complete.
            'terminal', 'webhook' | ForEach-Object {
                @{ apiVersion = 'apps/v1'; kind = 'Deployment'; metadata = @{ name = $_; namespace = $system }
                    spec = @{ replicas = 0; selector = @{ matchLabels = @{ a = $_ } }; template = @{ metadata = @{ labels = @{ a = $_ } }; spec = @{ containers = @(@{ name = 'manager'; image = 'x'; env = @(@{ name = 'USE_ISTIO'; value = 'false' }) }) } } }
                } | ConvertTo-Json -Depth 10 | kubectl --kubeconfig $KubeConfig apply -f - | Out-Null
            }
            foreach ($kind in 'Mutating', 'Validating') {
                @{ apiVersion = 'admissionregistration.k8s.io/v1'; kind = "${kind}WebhookConfiguration"; metadata = @{ name = $id }
                    webhooks = @(@{ name = "$($kind.ToLowerInvariant()[0])ingress.sealos.io"; sideEffects = 'None'; admissionReviewVersions = @('v1'); failurePolicy = 'Ignore'
                            namespaceSelector = @{ matchLabels = @{ nobody = $id } }
                            clientConfig = @{ service = @{ name = 'webhook'; namespace = $system; path = '/x' } } })
                } | ConvertTo-Json -Depth 10 | kubectl --kubeconfig $KubeConfig apply -f - | Out-Null
            }
        }

        It 'are switched once, previewed and restored' {
            $name = "$system/terminal"
            $before = kubectl --kubeconfig $KubeConfig get deployment terminal -n $system -o 'jsonpath={.spec}'
            $before | Should -Match USE_ISTIO -Because 'else nothing could be put back'
            Get-Action (Invoke-Silently "Set-SealosControllerMode Istio $name -WhatIf") | Should -Be Skipped
            (Get-SealosControllerMode $name).Mode | Should -Be Ingress
            Get-Action ($name | Set-SealosControllerMode Istio -TimeoutSeconds 60) | Should -Be Configured
            Get-Action (Get-SealosControllerMode $name | Set-SealosControllerMode Istio -TimeoutSeconds 60) | Should -Be Unchanged
            (Get-SealosControllerMode $name).Mode | Should -Be Istio
            Get-Action (Get-SealosControllerMode $name | Set-SealosControllerMode -Restore -TimeoutSeconds 60) | Should -Be Configured
            kubectl --kubeconfig $KubeConfig get deployment terminal -n $system -o 'jsonpath={.spec}' | Should -Be $before
        }

        It 'and the webhook likewise' {
            $webhook = @{ Deployment = "$system/webhook"; MutatingConfiguration = $id; ValidatingConfiguration = $id; TimeoutSeconds = 60 }
            $before = kubectl --kubeconfig $KubeConfig get mutatingwebhookconfiguration $id -o 'jsonpath={.webhooks}'
            $before | Should -Match mingress
            Get-Action (Invoke-Silently "Set-SealosAdmissionMode -EnableIstio -Deployment $system/webhook -MutatingConfiguration $id -ValidatingConfiguration $id -WhatIf") | Should -Be Skipped
            Get-Action (Set-SealosAdmissionMode -EnableIstio @webhook) | Should -Be Configured
            Get-Action (Set-SealosAdmissionMode -EnableIstio @webhook) | Should -Be Unchanged
            kubectl --kubeconfig $KubeConfig get mutatingwebhookconfiguration $id -o 'jsonpath={.webhooks[*].name}' | Should -Be 'mingress.sealos.io mvirtualservice.sealos.io'
            Get-Action (Set-SealosAdmissionMode -Restore @webhook) | Should -Be Configured
            kubectl --kubeconfig $KubeConfig get mutatingwebhookconfiguration $id -o 'jsonpath={.webhooks}' | Should -Be $before
        }
    }

    Context 'Tenants at the end' -Skip:$skip {
        It 'are removed, after a preview that removes nobody' {
            Invoke-Silently "Remove-TenantNamespace $($spaces[0]) -WhatIf"
            (Get-TenantNamespace $names[0]).Phase | Should -Be Active
            Get-TenantNamespace $names | Remove-TenantNamespace -Confirm:$false -Wait
            kubectl --kubeconfig $KubeConfig get namespace $spaces --ignore-not-found | Should -BeNullOrEmpty
        }
    }
}
