# What the Pods of a Job run, as processes against a real API server: SEALOSISTIO_TEST_KUBECONFIG names a disposable one.
BeforeDiscovery { $skip = -not $env:SEALOSISTIO_TEST_KUBECONFIG }

BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'New-SealosCutoverJob' {
    BeforeAll {
        Connect-SealosCluster -ManifestPath $sample -PublicDomain cloud.sealos.io | Out-Null
        $objects = @(New-SealosCutoverJob registry.example.com/sealosistio:1 -Shards 8)
    }

    AfterAll { Disconnect-SealosCluster -All }

    It 'makes an account, its role and the Job, and applies nothing' {
        $objects.Kind | Should -Be ServiceAccount, ClusterRole, ClusterRoleBinding, Job
        $objects[3].Spec.Completions | Should -Be 8
        Get-ErrorId (Get-ErrorOf { New-SealosCutoverJob i -Rollback -RunId yesterday -Reason r }) | Should -Be ParameterArgumentValidationError
    }

    It 'makes a script that PowerShell can read' {
        $text = $objects[3].Spec.Template.Spec.Containers[0].Args[-1]
        $problems = $null
        [System.Management.Automation.Language.Parser]::ParseInput($text, [ref] $null, [ref] $problems) | Out-Null
        $problems | Should -BeNullOrEmpty
        $text | Should -BeLike "*Connect-SealosCluster -PublicDomain 'cloud.sealos.io'*"
    }

    It 'makes objects that can be written to a file and applied' {
        $file = Join-Path $TestDrive job.yaml
        $objects | Export-SealosManifest $file
        $file | Should -FileContentMatch 'completionMode: Indexed'
        ($objects | Set-IstioResource -WhatIf 6> $null).Count | Should -Be 4
    }
}

Describe 'A shard' {
    It 'is i of n' {
        $record = Get-ErrorOf { Invoke-SealosCutover -Shard 5/4 -Confirm:$false }
        $record.Exception.Message | Should -BeLike "*'5/4' is no shard*such as 2/4*"
        Connect-SealosCluster -ManifestPath $sample | Out-Null
        Get-ErrorId (Get-ErrorOf { Invoke-SealosCutover -RunId 20260131-140502-9f3c -Confirm:$false }) | Should -Be ShardMissing
        Disconnect-SealosCluster -All
    }
}

Describe 'Two Pods' -Skip:$skip {
    BeforeAll {
        $kubeconfig = $env:SEALOSISTIO_TEST_KUBECONFIG
        $id = "j$(Get-Random -Maximum 99999)"
        $gateway = "$id-gateway"

        $spaces = 'a', 'b', 'c', 'd' | ForEach-Object { "$id-$_" }
        foreach ($space in @($gateway) + $spaces) { kubectl --kubeconfig $kubeconfig create namespace $space | Out-Null }
        foreach ($space in $spaces) {
            @{
                apiVersion = 'networking.k8s.io/v1'
                kind       = 'Ingress'
                metadata   = @{ name = 'web'; namespace = $space }
                spec       = @{
                    ingressClassName = 'nginx'
                    rules            = @(@{
                            host = "$space.example.com"
                            http = @{ paths = @(@{ path = '/'; pathType = 'Prefix'; backend = @{ service = @{ name = 'web'; port = @{ number = 80 } } } }) }
                        })
                }
            } | ConvertTo-Json -Depth 12 | kubectl --kubeconfig $kubeconfig create --filename - | Out-Null
        }
        # As the image has it: the module by its name.
        $modules = Join-Path $TestDrive modules
        New-Item -ItemType Directory $modules | Out-Null
        New-Item -ItemType SymbolicLink -Path (Join-Path $modules SealosIstio) -Target $root | Out-Null

        # Runs what the container of each Pod would, both at once, and gives their exit codes.
        function Start-Pod([object] $Job) {
            $text = $Job.Spec.Template.Spec.Containers[0].Args[-1].Replace('$$(', '$(')
            $pods = foreach ($index in 0..($Job.Spec.Completions - 1)) {
                Start-ThreadJob -ArgumentList $text, $index, $modules, $kubeconfig {
                    param($text, $index, $modules, $kubeconfig)
                    $start = [System.Diagnostics.ProcessStartInfo]::new('pwsh')
                    '-NoLogo', '-NoProfile', '-NonInteractive', '-Command', $text | ForEach-Object { $start.ArgumentList.Add($_) }
                    $start.Environment['JOB_COMPLETION_INDEX'] = "$index"
                    $start.Environment['KUBECONFIG'] = $kubeconfig
                    $start.Environment['PSModulePath'] = $modules
                    $start.RedirectStandardOutput = $true
                    $process = [System.Diagnostics.Process]::Start($start)
                    $output = $process.StandardOutput.ReadToEnd()
                    $process.WaitForExit()
                    [pscustomobject] @{ ExitCode = $process.ExitCode; Output = $output }
                }
            }
            $pods | Receive-Job -Wait -AutoRemoveJob
        }

        Connect-SealosCluster -KubeConfig $kubeconfig -TenantNamespacePrefix "$id-" -GatewayNamespace $gateway -GatewayReference "$gateway/sealos-gateway" | Out-Null
        function Get-Ingress { (kubectl --kubeconfig $kubeconfig get ingresses --all-namespaces --output json | ConvertFrom-Json).items | Where-Object { $_.metadata.namespace -in $spaces } }
    }

    AfterAll {
        foreach ($space in @($gateway) + $spaces) { kubectl --kubeconfig $kubeconfig delete namespace $space --wait=false | Out-Null }
        Disconnect-SealosCluster -All
    }

    It 'move a cloud, and take it back' {
        $job = New-SealosCutoverJob i -Shards 2 | Where-Object Kind -EQ Job
        $pods = Start-Pod $job
        $pods.ExitCode | Should -Be 0, 0 -Because ($pods.Output -join "`n")
        Get-Ingress | Should -BeNullOrEmpty
        $run = (Get-SealosMigrationStatus).Runs[0]
        $run.Phase | Should -Be Completed
        $run.Shards | Should -Be 2

        # One that is started once more finds nothing to do.
        (Start-Pod $job).ExitCode | Should -Be 0, 0

        $back = New-SealosCutoverJob i -Shards 2 -Rollback -RunId $run.Id -Reason "it's a test" | Where-Object Kind -EQ Job
        $pods = Start-Pod $back
        $pods.ExitCode | Should -Be 0, 0 -Because ($pods.Output -join "`n")
        (Get-Ingress).metadata.namespace | Sort-Object | Should -Be $spaces
        (Get-SealosMigrationStatus).Runs[0].RollbackReason | Should -Be "it's a test"
    }
}
