using System.Management.Automation;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Permissions;

namespace SealosIstio.Commands;

/// <summary>Makes the ClusterRole that a group of cmdlets needs, and its bindings, and applies nothing.</summary>
[Cmdlet(VerbsCommon.New, "SealosOperatorRole", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(KubernetesObject))]
public sealed class NewSealosOperatorRoleCommand : SealosCommand
{
    private static readonly OperatorRoleOptions Defaults = new();

    /// <summary>What the role is for: Read, Convert, Cutover, Rollback, Platform.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public OperatorCapability[] Capability { get; set; } = [];

    /// <summary>The name of the role and its bindings. Default: sealos-istio-operator.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = Defaults.Name;

    /// <summary>Users who get the role.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    /// <summary>Groups who get the role.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Group { get; set; } = [];

    /// <summary>Service accounts who get the role, as namespace/name.</summary>
    [Parameter]
    [ValidatePattern("^[^/]+/[^/]+$")]
    public string[] ServiceAccount { get; set; } = [];

    /// <summary>The namespaces to which writing is confined; reading stays cluster-wide. Default: all.</summary>
    [Parameter]
    [Alias("n", "ns")]
    [ValidateNotNullOrEmpty]
    public string[] Namespace { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        var options = new OperatorRoleOptions
        {
            Name = Name,
            Users = User,
            Groups = Group,
            ServiceAccounts = ServiceAccount,
            Namespaces = Namespace,
        };
        foreach (var item in OperatorRole.Create(Capability, options))
            if (ShouldProcess(item.ToString(), "Make (in memory)"))
                WriteObject(item);
    }
}
