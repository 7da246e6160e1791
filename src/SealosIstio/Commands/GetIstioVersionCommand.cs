using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Platform;

namespace SealosIstio.Commands;

/// <summary>Gets the releases of Istio: of istioctl, of the control plane, and of the proxies that run.</summary>
[Cmdlet(VerbsCommon.Get, "IstioVersion")]
[OutputType(typeof(IstioVersionInfo))]
public sealed class GetIstioVersionCommand : ClusterCommand
{
    /// <summary>Istio's namespace. Default: that of the connection's gateway, istio-system.</summary>
    [Parameter(Position = 0)]
    [Alias("n", "ns")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>The path of istioctl. Default: the one in PATH; without any the client's release stays empty.</summary>
    [Parameter]
    [Alias("IstioctlPath")]
    [ValidateNotNullOrEmpty]
    public string? ToolPath { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        const InstallMethod Method = InstallMethod.Istioctl;
        var istioctl = ToolPath is null
            ? ToolFinder.Find(InstallCommands.NameOf(Method))
            : ToolFinder.Require(GetUnresolvedProviderPathFromPSPath(ToolPath), InstallCommands.SourceOf(Method));
        var space = Namespace ?? ActiveConnection.Options.GatewayNamespace;
        WriteObject(Await(token => IstioVersion.ReadAsync(Cluster, space, istioctl, token)));
    }
}
