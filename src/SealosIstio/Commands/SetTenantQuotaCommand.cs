using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Commands;

/// <summary>Sets tenants' limits: a whole profile, or single entries of the quota that they have.</summary>
[Cmdlet(VerbsCommon.Set, "TenantQuota", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ApplyResult))]
public sealed class SetTenantQuotaCommand : ApplyingCommand
{
    private const int Unset = -1;
    private readonly List<string> names = [];

    /// <summary>Tenants or their namespaces, such as user1 or ns-user1. One that doesn't exist is an error.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Tenant", "n", "ns")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[] Namespace { get; set; } = [];

    /// <summary>A whole profile: Setup, Sealos or None. Without it the other entries of the quota stay as they are.</summary>
    [Parameter]
    public QuotaProfile QuotaProfile { get; set; }

    /// <summary>CPUs, a quantity: of limits where the quota counts limits, else of requests.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? QuotaCpu { get; set; }

    /// <summary>Memory, a quantity: of limits where the quota counts limits, else of requests.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? QuotaMemory { get; set; }

    /// <summary>Requested storage, a quantity.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? QuotaStorage { get; set; }

    /// <summary>Volume claims.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int QuotaPvc { get; set; } = Unset;

    /// <summary>Services with node ports.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int QuotaNodePort { get; set; } = Unset;

    /// <summary>Services of type LoadBalancer; 0 keeps tenants behind the gateway. Default: 0.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int QuotaLoadBalancer { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => _ = ActiveConnection;

    /// <inheritdoc/>
    protected override void Process() => names.AddRange(Namespace);

    /// <inheritdoc/>
    protected override void End()
    {
        var change = new TenantQuotaChange(Cluster);
        QuotaProfile? profile = MyInvocation.BoundParameters.ContainsKey(nameof(QuotaProfile)) ? QuotaProfile : null;
        var settings = new QuotaSettings
        {
            Cpu = QuotaCpu,
            Memory = QuotaMemory,
            Storage = QuotaStorage,
            PersistentVolumeClaims = QuotaPvc == Unset ? null : QuotaPvc,
            NodePorts = QuotaNodePort == Unset ? null : QuotaNodePort,
            LoadBalancers = QuotaLoadBalancer,
        };
        var desired = new List<KubernetesObject>();
        foreach (var text in names.Distinct(StringComparer.Ordinal))
            TryEach(
                text,
                () =>
                {
                    var name = TenantName.Parse(text, ActiveConnection.Options.TenantNamespacePrefix);
                    desired.AddRange(Await(token => change.PlanAsync(name, profile, settings, token)));
                }
            );
        Apply(desired, allowAnyKind: true);
    }
}
