using System.Management.Automation;
using SealosIstio.Migration.Platform;

namespace SealosIstio.Commands;

/// <summary>Installs Istio, or brings it to another configuration, by istioctl or Helm, and waits until it is ready.</summary>
[Cmdlet(
    VerbsLifecycle.Install,
    "IstioControlPlane",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium
)]
[OutputType(typeof(IstioInstallResult))]
public sealed class InstallIstioControlPlaneCommand : IstioToolCommand
{
    /// <summary>What to install, from New-IstioInstallConfiguration.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public IstioInstallConfiguration Configuration { get; set; } = null!;

    /// <summary>Helm's repository: a URL, or a folder with the charts base, cni, istiod and gateway. Default: Istio's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Repository { get; set; } = InstallCommands.DefaultRepository;

    /// <inheritdoc/>
    protected override void Process()
    {
        var commands = Commands.Install(Configuration, RepositoryPath());
        if (Method == InstallMethod.Istioctl)
            Await(token => IstioVersion.RequireClientAsync(Program, Configuration.Version, token));
        if (!ShouldProcess(Cluster.Name, string.Join(" ; ", commands)))
            return;
        var installer = new IstioInstaller(Cluster, ActiveConnection.Options.GatewaySelector);
        WriteObject(
            Watch(
                $"Installing Istio {Configuration.Version} into {Cluster.Name}",
                (report, token) => installer.InstallAsync(Configuration, Method, commands, Timeout, report, token)
            )
        );
    }

    private string RepositoryPath() =>
        Uri.TryCreate(Repository, UriKind.Absolute, out var uri) && !uri.IsFile
            ? Repository
            : GetUnresolvedProviderPathFromPSPath(Repository);
}
