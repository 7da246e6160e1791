using System.Management.Automation;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Installing;

namespace SealosIstio.Commands;

/// <summary>Installs add-ons beside Istio from the manifests that Istio and the Gateway API publish, and waits until they are ready.</summary>
[Cmdlet(
    VerbsLifecycle.Install,
    "IstioAddon",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = "Version"
)]
[OutputType(typeof(ApplyResult))]
public sealed class InstallIstioAddonCommand : ManifestInstallCommand
{
    private readonly List<IstioAddon> addons = [];

    /// <summary>The add-ons: Prometheus, Grafana, Kiali, Jaeger, and GatewayApi for the kinds of the Gateway API.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateSet("Prometheus", "Grafana", "Kiali", "Jaeger", "GatewayApi")]
    public string[] Name { get; set; } = [];

    /// <summary>
    /// The release of Istio whose add-ons are installed, such as 1.20.2, which is the default; 1.20 or release-1.20 for its branch.
    /// </summary>
    [Parameter(ParameterSetName = "Version")]
    [Alias("Release")]
    [ValidateNotNullOrEmpty]
    public string Version { get; set; } = IstioAddonRelease.DefaultVersion;

    /// <summary>The release of the Gateway API. Default: v1.2.0.</summary>
    [Parameter(ParameterSetName = "Version")]
    [ValidateNotNullOrEmpty]
    public string GatewayApiVersion { get; set; } = IstioAddonRelease.DefaultGatewayApiVersion;

    /// <summary>
    /// Files instead of a download: for each add-on its own, or a folder with prometheus.yaml, grafana.yaml, kiali.yaml, jaeger.yaml and
    /// experimental-install.yaml, such as samples/addons of an Istio release. Wildcards are allowed.
    /// </summary>
    [Parameter(ParameterSetName = "Path", Mandatory = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The same, taken literally.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void Begin() => _ = ActiveConnection;

    /// <inheritdoc/>
    protected override void Process() => addons.AddRange(Name.Select(name => Enum.Parse<IstioAddon>(name, true)));

    /// <inheritdoc/>
    protected override void End()
    {
        var wanted = addons.Distinct().ToList();
        if (wanted.Count == 0)
            return;
        if (wanted.Count > 1 && (Sha256 is not null || ParameterSetName == "Uri"))
            ThrowTerminatingError(ErrorRecords.OneAddonOnly(wanted.Count, Sha256 is not null ? "Sha256" : "Uri"));
        var manifests = ParameterSetName switch
        {
            "Path" or "LiteralPath" => ReadFiles(wanted),
            "Uri" => [Download(Uri)],
            _ => Download(wanted),
        };
        if (manifests.Count > 0 && !manifests.Contains(null))
            Install([.. manifests.OfType<InstallManifest>()]);
    }

    private List<InstallManifest?> Download(List<IstioAddon> wanted)
    {
        // All addresses are right before the first is asked.
        var addresses = wanted
            .Select(addon => IstioAddonRelease.ManifestOf(addon, Version, GatewayApiVersion))
            .ToList();
        return addresses.ConvertAll(Download);
    }

    private List<InstallManifest?> ReadFiles(List<IstioAddon> wanted)
    {
        var found = FilesOf(Path, LiteralPath);
        if (found is [var folder] && Directory.Exists(folder))
            found = [.. wanted.Select(addon => System.IO.Path.Combine(folder, IstioAddonRelease.FileOf(addon)))];
        var manifests = new List<InstallManifest?>();
        foreach (var file in found)
            if (File.Exists(file))
                manifests.Add(ReadFile(file));
            else
            {
                WriteError(ErrorRecords.PathNotFound(file));
                manifests.Add(null);
            }
        return manifests;
    }
}
