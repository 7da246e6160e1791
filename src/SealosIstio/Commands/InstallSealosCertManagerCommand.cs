using System.Management.Automation;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Installing;

namespace SealosIstio.Commands;

/// <summary>Installs cert-manager from the manifest of a release, and waits until it is ready.</summary>
[Cmdlet(
    VerbsLifecycle.Install,
    "SealosCertManager",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = "Version"
)]
[OutputType(typeof(ApplyResult))]
public sealed class InstallSealosCertManagerCommand : ManifestInstallCommand
{
    /// <summary>The release, such as v1.13.3, which is the default; a warning says when it gets no more fixes.</summary>
    [Parameter(ParameterSetName = "Version", Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Version { get; set; } = CertManagerRelease.DefaultVersion;

    /// <summary>Files instead of a download, the release's cert-manager.yaml; wildcards are allowed.</summary>
    [Parameter(
        ParameterSetName = "Path",
        Mandatory = true,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true
    )]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Files instead of a download; taken literally.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        _ = ActiveConnection;
        var manifests = new List<InstallManifest?>();
        switch (ParameterSetName)
        {
            case "Path" or "LiteralPath":
                foreach (var file in FilesOf(Path, LiteralPath))
                    manifests.Add(ReadFile(file));
                break;
            case "Uri":
                manifests.Add(Download(Uri));
                break;
            default:
                var address = CertManagerRelease.ManifestOf(Version);
                if (CertManagerRelease.WarningOf(Version) is { } warning)
                    WriteWarning(warning);
                manifests.Add(Download(address));
                break;
        }
        if (manifests.Count > 0 && !manifests.Contains(null))
            Install([.. manifests.OfType<InstallManifest>()]);
    }
}
