# How many milliseconds Import-Module adds to PowerShell's own start: the median over pairs of fresh processes, one that
# imports the module and one that does not.
param([int] $Count = 10)
$manifest = Join-Path $PSScriptRoot .. .. SealosIstio.psd1 | Resolve-Path
function Measure-Start([string] $Command) {
    $time = Measure-Command { pwsh -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; $Command" }
    # How long a failing import takes says nothing.
    if ($LASTEXITCODE) { throw "'$Command' failed; run dotnet build first." }
    $time.TotalMilliseconds
}
function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    ($sorted[[math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[math]::Floor($sorted.Count / 2)]) / 2
}
$null = Measure-Start "Import-Module '$manifest'"
$pairs = foreach ($i in 1..$Count) {
    [pscustomobject] @{ Plain = Measure-Start '$null'; Imported = Measure-Start "Import-Module '$manifest'" }
}
[pscustomobject] @{
    Start        = [math]::Round((Get-Median $pairs.Plain))
    StartAndLoad = [math]::Round((Get-Median $pairs.Imported))
    Added        = [math]::Round((Get-Median ($pairs | ForEach-Object { $_.Imported - $_.Plain })))
}
