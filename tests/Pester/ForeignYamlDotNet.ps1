# Plays a module that has put its own YamlDotNet into the default load context before ours was imported: an assembly of that
# name, version and public key which holds nothing of what we need.
param([string] $Manifest, [string] $Folder, [string] $Version, [string] $Sample)
$ErrorActionPreference = 'Stop'
Add-Type 'public class LoadsTheCompiler { }'
$key = [System.Reflection.AssemblyName]::GetAssemblyName((Join-Path (Split-Path $Manifest) module bin lib YamlDotNet.dll)).GetPublicKey()
$options = [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary').
WithCryptoPublicKey([System.Collections.Immutable.ImmutableArray]::Create([byte[]] $key)).WithPublicSign($true)
$source = "[assembly: System.Reflection.AssemblyVersion(`"$Version`")] namespace YamlDotNet.Core { public class Foreign { } }"
$compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create(
    'YamlDotNet',
    [Microsoft.CodeAnalysis.SyntaxTree[]] @([Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText($source)),
    [Microsoft.CodeAnalysis.MetadataReference[]] @([Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location)),
    $options)
$file = Join-Path $Folder YamlDotNet.dll
$stream = [System.IO.File]::Create($file)
$result = $compilation.Emit($stream)
$stream.Dispose()
if (-not $result.Success) { throw "$($result.Diagnostics)" }
Add-Type -Path $file

Import-Module $Manifest
"objects: $(@(Import-SealosManifest $Sample).Count -gt 10)"
[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'YamlDotNet' } | ForEach-Object {
    "YamlDotNet $($_.GetName().Version) $([System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name)"
}
