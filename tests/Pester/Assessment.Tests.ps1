BeforeAll {
    . $PSScriptRoot/common.ps1
    Connect-SealosCluster -ManifestPath $sample -PublicDomain cloud.sealos.io | Out-Null
}

AfterAll { Disconnect-SealosCluster }

Describe 'Assessment' {
    It 'counts what a cluster consists of' {
        $info = Get-SealosClusterInfo
        $info.IngressCount | Should -Be 162
        $info.TenantNamespaceCount | Should -Be 12
        $info | Show | Should -Match 'IngressCount\s+: 162'
    }

    It 'finds load balancers by scope and namespace' {
        Get-SealosLoadBalancerService | Should -BeNullOrEmpty
        (Get-SealosLoadBalancerService All).Name | Should -Contain object-storage
        'objectstorage-*', 'nosuch' | Get-SealosLoadBalancerService -Scope All | ForEach-Object Name | Should -Be object-storage
        [pscustomobject]@{ Namespace = 'istio-system' } | Get-SealosLoadBalancerService All | Show | Should -Match 'istio-ingressgateway\s+False\s+LoadBalancer'
    }

    It 'checks prerequisites, and skips what manifests have not' {
        $results = Test-SealosPrerequisite
        ($results | Where-Object Name -EQ ObjectStorage).Status | Should -Be Warn
        ($results | Where-Object Name -EQ CertManager).Status | Should -Be Pass
        ($results | Where-Object Name -EQ WildcardDns).Status | Should -Be Skip
        ($results | Where-Object Name -EQ ClusterAdmin) | Should -BeNullOrEmpty
        (Test-SealosPrerequisite -RequireClusterAdmin | Where-Object Name -EQ ClusterAdmin).Status | Should -Be Pass
        $results.Suite | Sort-Object -Unique | Should -Be Prerequisite
    }

    It 'names who has the ports of the gateway' {
        $results = Test-IstioCompatibility
        ($results | Where-Object Target -EQ 80).Actual | Should -BeLike '*Service ingress-nginx/ingress-nginx-controller*'
        ($results | Where-Object Name -EQ Port).Count | Should -Be 9
        (Test-IstioCompatibility -Port 12345 | Where-Object Name -EQ Port).Status | Should -Be Pass
    }

    It 'scores, and plans the stages from the report' {
        $report = Measure-SealosReadiness Production -TeamExperience None
        $report.RecommendedApproach | Should -Be Conservative
        $report | Show | Should -Match 'Score\s+: [\d.]+ of [\d.]+ \('
        $report.Criteria | Show | Should -Match 'Name\s+Points\s+Weight\s+Status'
        $report.Annotations | Show | Should -Match 'Verdict\s+Ingresses\s+Uses'
        $plan = $report | New-SealosMigrationPlan
        $plan.Stages[-1].Percent | Should -Be 100
        $plan.Stages | Show | Should -Match 'Order\s+Name\s+Percent\s+StartsAfter'
        $plan | Show | Should -Match 'Pilot 1 %, then 24 h and a decision'
    }

    It 'takes weights, an approach and a gate of ones own' {
        $default = Measure-SealosReadiness
        (Measure-SealosReadiness -Weight @{ Scale = 30; Grafana = '0' }).MaxScore | Should -Be ($default.MaxScore + 5)
        $plan = New-SealosMigrationPlan -Approach Quick -Strategy NginxCanary -MaximumErrorPercent 1
        $plan.Stages.Percent | Should -Be 5, 100
        $plan.Gate.MinimumSuccessPercent | Should -Be 99
        $plan.Gate.RollbackErrorPercent | Should -Be 1
    }

    It 'plans nothing with -WhatIf' {
        Invoke-Silently "New-SealosMigrationPlan -Approach Quick -WhatIf" | Should -BeNullOrEmpty
    }

    It 'keeps a plan through JSON' {
        $plan = New-SealosMigrationPlan -Approach Gradual | ConvertTo-Json -Depth 5 | ConvertFrom-Json
        $plan.Stages.Percent | Should -Be 5, 25, 50, 95, 100
    }

    It 'answers bad input with <Id> (<What>)' -ForEach @(
        @{ What = 'criterion'; Id = 'ResourceInvalid'; Action = { Measure-SealosReadiness -Weight @{ Luck = 1 } } }
        @{ What = 'weight'; Id = 'ResourceInvalid'; Action = { Measure-SealosReadiness -Weight @{ Scale = -1 } } }
        @{ What = 'weight'; Id = 'ResourceInvalid'; Action = { Measure-SealosReadiness -Weight @{ Scale = 'much' } } }
        @{ What = 'window'; Id = 'ParameterArgumentValidationError'; Action = { Measure-SealosReadiness -MaintenanceWindowHours 0 } }
        @{ What = 'environment'; Id = 'CannotConvertArgumentNoMessage'; Action = { Measure-SealosReadiness Moon } }
        @{ What = 'version'; Id = 'ResourceInvalid'; Action = { Test-SealosPrerequisite -MinimumKubernetesVersion new } }
        @{ What = 'quantity'; Id = 'ResourceInvalid'; Action = { Test-SealosPrerequisite -MinimumNodeMemory much } }
        @{ What = 'port'; Id = 'ParameterArgumentValidationError'; Action = { Test-IstioCompatibility -Port 70000 } }
        @{ What = 'percent'; Id = 'ParameterArgumentValidationError'; Action = { New-SealosMigrationPlan -MaximumErrorPercent 101 } }
    ) {
        Get-ErrorId @(Get-ErrorOf $Action)[0] | Should -Be $Id
    }
}
