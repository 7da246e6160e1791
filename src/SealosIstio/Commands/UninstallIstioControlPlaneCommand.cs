using System.Management.Automation;
using SealosIstio.Migration.Platform;

namespace SealosIstio.Commands;

/// <summary>Removes Istio's control plane and gateways by istioctl or Helm; its CustomResourceDefinitions and the namespace stay.</summary>
[Cmdlet(
    VerbsLifecycle.Uninstall,
    "IstioControlPlane",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High
)]
[OutputType(typeof(IstioUninstallResult))]
public sealed class UninstallIstioControlPlaneCommand : IstioToolCommand
{
    /// <summary>What was installed, for Helm: its releases. Default: those of the default configuration, with the CNI plugin.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public IstioInstallConfiguration? Configuration { get; set; }

    /// <summary>Removes it even if there are VirtualServices, whose hosts are then no longer answered.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var installed =
            Configuration ?? IstioInstallConfiguration.Create(new IstioInstallSettings { EnableCni = true });
        if (!Force)
            Await(token => RoutesInUse.RefuseAsync(Cluster, installed.Namespace, token));
        var commands = Commands.Uninstall(installed.HelmReleases);
        if (!ShouldProcess(Cluster.Name, string.Join(" ; ", commands)))
            return;
        var installer = new IstioInstaller(Cluster, ActiveConnection.Options.GatewaySelector);
        WriteObject(
            Watch(
                $"Removing Istio from {Cluster.Name}",
                (report, token) =>
                    installer.UninstallAsync(installed.Namespace, Method, commands, Timeout, report, token)
            )
        );
    }
}
