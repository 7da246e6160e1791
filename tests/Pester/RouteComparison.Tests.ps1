BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Compare-IngressRoute' {
    BeforeAll {
        Connect-SealosCluster -ManifestPath $sample -PublicDomain cloud.sealos.io | Out-Null
        $all = Get-SealosIngress -Namespace ns-h2o9s4tm | Compare-IngressRoute -WarningAction Ignore -ErrorAction Ignore
    }

    It 'asks both routers and says whether they agree' {
        $all.Count | Should -BeGreaterThan 50
        $all[0] | Should -BeOfType SealosIstio.Migration.Routing.Comparison.RouteComparisonResult
        $all.Host | Sort-Object -Unique | Should -Contain wiki.cloud.sealos.io
        @($all | Where-Object IsEqual).Count | Should -BeGreaterThan 0
    }

    It 'leaves no difference undeclared' {
        $all | Where-Object { -not $_.IsEqual -and -not $_.IsDeclared } | Should -BeNullOrEmpty
    }

    It 'shows only differences when asked to' {
        $different = Get-SealosIngress -Namespace ns-h2o9s4tm |
            Compare-IngressRoute -Difference -WarningAction Ignore -ErrorAction Ignore
        $different.Count | Should -Be @($all | Where-Object IsEqual -EQ $false).Count
        $different.IsEqual | Sort-Object -Unique | Should -Be $false
    }

    It 'sums up per host' {
        $hosts = Get-SealosIngress -Namespace ns-h2o9s4tm |
            Compare-IngressRoute -Summary -WarningAction Ignore -ErrorAction Ignore
        $hosts[0] | Should -BeOfType SealosIstio.Migration.Routing.Comparison.HostComparison
        # A host that nobody asked for would look just as equal.
        $hosts | Where-Object { $_.Status -in 'Converted', 'ConvertedWithWarnings' -and $_.Requests -eq 0 } | Should -BeNullOrEmpty
        ($hosts | Measure-Object Requests -Sum).Sum | Should -Be $all.Count
        $hosts | Show | Should -Match 'wiki\.cloud\.sealos\.io'
    }

    It 'lets -Verify pass what is declared and emits the same objects' {
        $names = { param($objects) ($objects | ForEach-Object { "$($_.Kind) $($_.Namespace)/$($_.Name)" }) -join "`n" }
        $plain = Get-SealosIngress -Namespace ns-h2o9s4tm | Convert-IngressToVirtualService -WarningAction Ignore
        $verified = Get-SealosIngress -Namespace ns-h2o9s4tm |
            Convert-IngressToVirtualService -Verify -WarningAction Ignore -ErrorVariable errors -ErrorAction SilentlyContinue
        & $names $verified | Should -Be (& $names $plain)
        $errors | Where-Object { $_.TargetObject.Code -eq 'SI1901' } | Should -BeNullOrEmpty
    }
}
