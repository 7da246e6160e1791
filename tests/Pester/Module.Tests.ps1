BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'The module' {
    It 'imports from the working tree and exports what its manifest names' {
        $exported = (Get-Module SealosIstio).ExportedCmdlets.Keys | Sort-Object
        $exported | Should -Be ((Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object)
        (Get-Module SealosIstio).ExportedFunctions.Count | Should -Be 0
        (Get-Module SealosIstio).ExportedAliases.Count | Should -Be 0
    }

    It 'has a valid manifest' {
        (Test-ModuleManifest $manifest).Version | Should -Be (Import-PowerShellDataFile $manifest).ModuleVersion
    }

    It 'uses approved verbs only' {
        $warnings = pwsh -NoProfile -Command "Import-Module '$manifest' 3>&1"
        $warnings | Should -BeNullOrEmpty
    }

    It 'loads nothing but its own assemblies on import' {
        $loaded = pwsh -NoProfile -Command "Import-Module '$manifest'; [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match 'Yaml'"
        $loaded | Should -BeNullOrEmpty
    }

    It 'imports, removes and imports again' {
        $count = pwsh -NoProfile -Command "
            Import-Module '$manifest'; Remove-Module SealosIstio; Import-Module '$manifest' -Force
            @(Import-SealosManifest '$sample/system').Count"
        [int] $count | Should -BeGreaterThan 10
    }

    It 'keeps its YamlDotNet to itself, whatever version another module has loaded: <_>' -ForEach '1.0.0.0', '16.0.0.0', '99.0.0.0' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive $_)
        $lines = pwsh -NoProfile -File $PSScriptRoot/ForeignYamlDotNet.ps1 -Manifest $manifest -Folder $folder -Version $_ -Sample $sample/system
        $LASTEXITCODE | Should -Be 0
        $lines | Should -Contain "YamlDotNet $_ Default"
        $lines | Should -Contain 'YamlDotNet 16.0.0.0 SealosIstio'
        $lines | Should -Contain 'objects: True'
    }

    It 'works from a packaged folder, away from the sources' {
        $package = New-Item -ItemType Directory (Join-Path $TestDrive SealosIstio)
        Copy-Item $manifest, $root/module, $root/en-US $package -Recurse
        $count = pwsh -NoProfile -Command "
            Import-Module '$package/SealosIstio.psd1'
            @(Import-SealosManifest '$sample/system').Count
            (Get-Help Get-SealosIngress).Synopsis"
        [int] $count[0] | Should -BeGreaterThan 10
        $count[1] | Should -BeLike 'Gets the Ingresses*'
    }
}

Describe 'Get-Help' {
    BeforeDiscovery { $names = (Import-PowerShellDataFile "$PSScriptRoot/../../SealosIstio.psd1").CmdletsToExport }

    It 'explains <_>' -ForEach $names {
        $help = Get-Help $_ -Full
        $help.Synopsis.Trim() | Should -Not -BeLike "$_*"
        $help.description.Text | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterThan 0
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
        $actual = (Get-Command $_).Parameters.Keys | Where-Object { $_ -notin $common }
        $help.parameters.parameter.name | Sort-Object | Should -Be ($actual | Sort-Object)
        foreach ($parameter in $help.parameters.parameter) { $parameter.description.Text | Should -Not -BeNullOrEmpty }
    }

    It 'knows the parameter sets of <_> as PowerShell does' -ForEach $names {
        @((Get-Help $_).syntax.syntaxItem).Count | Should -Be (Get-Command $_).ParameterSets.Count
    }

    It 'has a page about the module' {
        Get-Help about_SealosIstio | Out-String | Should -BeLike '*Get-SealosIngress | Convert-IngressToVirtualService | Set-IstioResource*'
    }

    It 'has examples that PowerShell can parse: <_>' -ForEach $names {
        foreach ($example in (Get-Help $_ -Examples).examples.example) {
            $errors = $null
            $null = [System.Management.Automation.Language.Parser]::ParseInput($example.code, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty
        }
    }
}
