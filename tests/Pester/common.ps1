# Every *.Tests.ps1 begins with `. $PSScriptRoot/common.ps1`: it imports the module as it lies in the working tree.
$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path $PSScriptRoot)
$manifest = Join-Path $root SealosIstio.psd1
$sample = Join-Path $root examples clusters sealos
Import-Module $manifest

# The errors of a script block, terminating or not, and nothing else.
function Get-ErrorOf([scriptblock] $Action) {
    $ErrorActionPreference = 'Continue'
    try { & $Action 2>&1 3>$null | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } }
    catch { $_ }
}

# The part of an error's id that scripts match on.
function Get-ErrorId([System.Management.Automation.ErrorRecord] $Record) { $Record.FullyQualifiedErrorId.Split(',')[0] }

# What the Tab key offers at the end of a line.
function Complete([string] $Line) {
    [System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches.CompletionText
}

# What a person sees.
function Show { $input | Out-String -Width 200 }

# A VirtualService as a person would type it.
function New-Route([string] $Name = 'web', [string] $Namespace = 'ns-a', [string] $HostName = 'web.example.com', [hashtable] $Match) {
    $route = @{ route = @(@{ destination = @{ host = 'web'; port = @{ number = 80 } } }) }
    if ($Match) { $route.match = @($Match) }
    @{
        apiVersion = 'networking.istio.io/v1beta1'
        kind       = 'VirtualService'
        metadata   = @{ name = $Name; namespace = $Namespace }
        spec       = @{ hosts = @($HostName); gateways = @('istio-system/sealos-gateway'); http = @($route) }
    }
}

function New-Gateway([string] $Name = 'web', [string] $Namespace = 'ns-a', [string] $HostName = 'web.example.com') {
    @{
        apiVersion = 'networking.istio.io/v1beta1'
        kind       = 'Gateway'
        metadata   = @{ name = $Name; namespace = $Namespace }
        spec       = @{
            selector = @{ istio = 'ingressgateway' }
            servers  = @(@{ port = @{ number = 80; name = 'http'; protocol = 'HTTP' }; hosts = @($HostName) })
        }
    }
}

# An Ingress of the nginx class.
function New-Ingress([string] $Name = 'web', [string] $HostName = 'web.example.com', [string] $Path = '/', [hashtable] $Annotation = @{}) {
    @{
        apiVersion = 'networking.k8s.io/v1'
        kind       = 'Ingress'
        metadata   = @{ name = $Name; namespace = 'ns-a'; annotations = $Annotation }
        spec       = @{
            ingressClassName = 'nginx'
            rules            = @(@{
                    host = $HostName
                    http = @{ paths = @(@{ path = $Path; pathType = 'ImplementationSpecific'; backend = @{ service = @{ name = 'web'; port = @{ number = 80 } } } }) }
                })
        }
    }
}

# Connects to a cluster in a folder of its own that holds two namespaces and nothing else, and gives the folder.
function Connect-EmptyCluster([string] $Folder = (Join-Path $TestDrive ([guid]::NewGuid()))) {
    New-Item -ItemType Directory -Force $Folder | Out-Null
    @{ apiVersion = 'v1'; kind = 'List'; items = 'ns-a', 'ns-b' | ForEach-Object { @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = $_ } } } } |
        ConvertTo-Json -Depth 5 | Set-Content $Folder/namespaces.json
    Connect-SealosCluster -ManifestPath $Folder -WriteBack | Out-Null
    $Folder
}

# Runs a script with the current connection in a runspace without a screen: -WhatIf speaks past all streams.
function Invoke-Silently([string] $Script) {
    $shell = [powershell]::Create()
    try {
        $shell.AddScript(". '$PSScriptRoot/common.ps1'; `$PSDefaultParameterValues['*:Connection'] = `$args[0]; $Script").
        AddArgument((Get-SealosConnection)).Invoke()
    }
    finally { $shell.Dispose() }
}
