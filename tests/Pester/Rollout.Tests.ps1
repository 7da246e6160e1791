BeforeAll {
    . $PSScriptRoot/common.ps1

    # A copy of the sample that is written back, so that another session goes on with it.
    function Connect-SampleCopy {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        Copy-Item $sample $folder -Recurse
        Connect-SealosCluster -ManifestPath $folder -PublicDomain cloud.example.com | Out-Null
        $folder
    }
    $tenant = 'ns-q7w2e8rt'
}

Describe 'New-IstioRolloutPlan' {
    It 'has the usual stages and gates' {
        $plan = New-IstioRolloutPlan
        $plan.Stages.Percent | Should -Be 5, 20, 50, 100
        $plan.Strategy | Should -Be Cohort
        $plan.Thresholds.MaximumErrorPercent | Should -Be 0.1
        $plan.Duration.TotalDays | Should -Be 6
        ($plan | Show) | Should -BeLike '*Pilot 5 %, then 72 h*'
    }

    It 'takes a migration plan, and what else is said' {
        $plan = New-SealosMigrationPlan -Approach Gradual -Strategy NginxCanary | New-IstioRolloutPlan -MaximumErrorPercent 0.3
        $plan.Stages.Percent | Should -Be 5, 25, 50, 95, 100
        $plan.Stages[3].IsDecision | Should -BeTrue
        $plan.Strategy | Should -Be NginxCanary
        $plan.Thresholds.MaximumErrorPercent | Should -Be 0.3
        (New-SealosMigrationPlan -Strategy NginxCanary | New-IstioRolloutPlan -Strategy Cohort -BakeTime 0:10).Strategy | Should -Be Cohort
    }

    It 'answers <Message>' -ForEach @(
        @{ Message = '*20 % and the one before it 50 %*'; Action = { New-IstioRolloutPlan 50, 20, 100 } }
        @{ Message = '*2 stages and 3 bake times*'; Action = { New-IstioRolloutPlan 5, 100 -BakeTime 1:00, 2:00, 3:00 } }
        @{ Message = '*is below MaximumErrorPercent 2*'; Action = { New-IstioRolloutPlan -MaximumErrorPercent 2 } }
    ) {
        $errors = @(Get-ErrorOf $Action)
        $errors.Count | Should -Be 1
        Get-ErrorId $errors[0] | Should -Be RolloutPlanInvalid
        $errors[0].Exception.Message | Should -BeLike $Message
    }
}

Describe 'Rollout' {
    BeforeEach {
        $folder = Connect-SampleCopy
        $common = @{ ContinueOnError = $true; WarningAction = 'Ignore'; ErrorAction = 'Ignore' }
        $plan = New-IstioRolloutPlan 50, 100 -BakeTime 0
    }
    AfterEach { Disconnect-SealosCluster }

    It 'previews and writes nothing' {
        $text = pwsh -NoProfile -Command "Import-Module '$manifest'; Connect-SealosCluster -ManifestPath '$folder' | Out-Null; Start-IstioRollout -Namespace $tenant -ContinueOnError -WhatIf -WarningAction Ignore" 2>&1 | Out-String
        $text | Should -BeLike '*What if*Stage 1, Pilot 5 %*'
        Get-ErrorId (Get-ErrorOf { Get-IstioRollout }) | Should -Be RolloutNotFound
    }

    It 'goes on by gates, stops, resumes, and is taken back' {
        $state = $plan | Start-IstioRollout -Namespace $tenant @common
        $state.Percent | Should -Be 50
        Get-ErrorId (@(Get-ErrorOf { Step-IstioRollout })[0]) | Should -Be RolloutGateFailed
        Get-ErrorId (@(Get-ErrorOf { Step-IstioRollout -Gate { $false } })[0]) | Should -Be RolloutGateFailed
        Get-ErrorId (@(Get-ErrorOf { Step-IstioRollout -Gate { throw 'no' } })[0]) | Should -Be RolloutGateFailed
        (Get-IstioRollout).GateResults[0].Status | Should -Be Unknown

        (Stop-IstioRollout 'lunch').Phase | Should -Be Stopped
        Get-ErrorId (Get-ErrorOf { Step-IstioRollout -Gate { $true } }) | Should -Be RolloutStopped
        (Start-IstioRollout -Resume).Phase | Should -Be Running

        (Step-IstioRollout -Gate { $_.Percent -eq 50 } @common).Percent | Should -Be 100
        (Step-IstioRollout -Gate { param($state) @{ Status = if ($state.Stage -eq 2) { 'Pass' } else { 'Fail' }; Gate = 'Own' } } @common).Phase | Should -Be Completed
        (Get-IstioRollout).History.Event | Should -Be Started, Stopped, Resumed, Advanced, Completed
        (Get-SealosMigrationStatus $tenant).Verified | Should -BeGreaterThan 0
        (Get-IstioRollout | Show) | Should -BeLike '*2 of 2, All, 100 %*'

        (Stop-IstioRollout 'test' -Revert).Phase | Should -Be Reverted
        (Get-SealosMigrationStatus $tenant).Migrated | Should -Be 0
        (Get-SealosMigrationStatus).Runs[0].Phase | Should -Be RolledBack
    }

    It 'waits for the bake time unless told otherwise, and steps back by itself' {
        New-IstioRolloutPlan 50, 100 -BakeTime 1:00:00 | Start-IstioRollout -Namespace $tenant @common | Out-Null
        (Step-IstioRollout -Gate { $true }).Percent | Should -Be 50
        (Step-IstioRollout -Gate { $true } -Force @common).Percent | Should -Be 100
        $errors = @(Get-ErrorOf { Step-IstioRollout -Gate { @{ Status = 'StepBack'; Message = 'too slow' } } })
        Get-ErrorId $errors[0] | Should -Be RolloutSteppedBack
        $errors[0].Exception.Message | Should -BeLike '*too slow*'
        (Get-IstioRollout).Percent | Should -Be 50
        Step-IstioRollout -Gate { @{ Status = 'Rollback' } } -WhatIf -ErrorAction Ignore | Out-Null
        (Get-IstioRollout).Percent | Should -Be 50
    }

    It 'judges and changes nothing' {
        $plan | Start-IstioRollout -Namespace $tenant @common | Out-Null
        $results = Get-IstioRollout | Test-IstioRolloutGate -Gate { $true }, { }, { 'what' }, { @{ Status = 'Fail'; Value = 3.5 } }
        $results.Status | Should -Be Pass, Unknown, Unknown, Fail
        ($results | Show) | Should -BeLike '*Script 4*Fail*3.5*'
        Get-ErrorId (Get-ErrorOf { Test-IstioRolloutGate }) | Should -Be RolloutGateMissing
        Get-ErrorId (Get-ErrorOf { Test-IstioRolloutGate -PrometheusUri 'prometheus:9090' }) | Should -Be PrometheusUriInvalid
        # Nobody listens there.
        (Test-IstioRolloutGate -PrometheusUri http://127.0.0.1:9 ).Status | Select-Object -Unique | Should -Be Unknown
    }

    It 'refuses canaries before anything is written where the mesh would lose the client' {
        $errors = @(Get-ErrorOf { New-IstioRolloutPlan -Strategy NginxCanary | Start-IstioRollout -Namespace $tenant -ContinueOnError })
        Get-ErrorId $errors[-1] | Should -Be CanaryNotPossible
        Get-ErrorId (Get-ErrorOf { Get-IstioRollout }) | Should -Be RolloutNotFound
    }
}
