using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Connections;

namespace SealosIstio.Commands;

/// <summary>Checks what a migration asks for before it begins: versions, capacity, network plugin, names, rights.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SealosPrerequisite")]
[OutputType(typeof(SealosCheckResult))]
public sealed class TestSealosPrerequisiteCommand : ClusterCommand
{
    private static readonly PrerequisiteSettings Defaults = new();

    /// <summary>The oldest Kubernetes, as major and minor. Default: 1.27.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string MinimumKubernetesVersion { get; set; } = Defaults.MinimumKubernetesVersion;

    /// <summary>The memory that every node must have left, a quantity. Default: 4Gi.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string MinimumNodeMemory { get; set; } = Defaults.MinimumNodeMemory.Text;

    /// <summary>The cores that the cluster must have left, a quantity. Default: 8.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string MinimumClusterCpu { get; set; } = Defaults.MinimumClusterCpu.Text;

    /// <summary>The memory that the cluster must have left, a quantity. Default: 16Gi.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string MinimumClusterMemory { get; set; } = Defaults.MinimumClusterMemory.Text;

    /// <summary>Checks by a dry run that the user has every right. Otherwise New-SealosOperatorRole's roles are enough.</summary>
    [Parameter]
    public SwitchParameter RequireClusterAdmin { get; set; }

    /// <summary>Checks that there is room for a sidecar in each Pod of a tenant.</summary>
    [Parameter]
    public SwitchParameter EnableSidecarInjection { get; set; }

    /// <summary>Looks no names up. In manifests it is always so.</summary>
    [Parameter]
    public SwitchParameter SkipDns { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var settings = new PrerequisiteSettings
        {
            MinimumKubernetesVersion = MinimumKubernetesVersion,
            MinimumNodeMemory = MinimumNodeMemory,
            MinimumClusterCpu = MinimumClusterCpu,
            MinimumClusterMemory = MinimumClusterMemory,
            RequireClusterAdmin = RequireClusterAdmin,
            EnableSidecarInjection = EnableSidecarInjection,
            Resolve = SkipDns || ActiveConnection.Kind == ConnectionKind.Manifests ? null : ResolveAsync,
            FoundInstallers = [.. PrerequisiteSettings.Installers.Where(IsOnPath)],
            Platform = ActiveConnection.Options,
        };
        Stream(new PrerequisiteCheck(Cluster, settings).CheckAsync, WriteObject);
    }

    private bool IsOnPath(string program) => InvokeCommand.GetCommand(program, CommandTypes.Application) is not null;

    private static async Task<IReadOnlyList<string>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return
            [
                .. (await Dns.GetHostAddressesAsync(host, cancellationToken)).Select(address => address.ToString()),
            ];
        }
        catch (SocketException)
        {
            // No such name, or nobody to ask: to the user it's the same.
            return [];
        }
    }
}
