using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Commands;

/// <summary>Lets tenants manage their own routes, and read Gateways: one ClusterRole, and a RoleBinding for each tenant.</summary>
[Cmdlet(VerbsCommon.New, "TenantRbac", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ApplyResult), typeof(KubernetesObject))]
public sealed class NewTenantRbacCommand : ApplyingCommand
{
    private readonly List<string> names = [];

    /// <summary>Tenants or their namespaces. Without any only the ClusterRole is made, which gives nobody anything.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Tenant", "n", "ns")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <summary>Service accounts, as name in the tenant's namespace or as namespace/name. Default: the one called like the tenant, as Sealos makes it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ServiceAccount { get; set; } = [];

    /// <summary>Users, as the API server knows them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    /// <summary>Groups, as the API server knows them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Group { get; set; } = [];

    /// <summary>Writes the objects instead of applying them. Needs no connection.</summary>
    [Parameter]
    public SwitchParameter AsManifest { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (!AsManifest)
            _ = ActiveConnection;
    }

    /// <inheritdoc/>
    protected override void Process() => names.AddRange(Namespace ?? []);

    /// <inheritdoc/>
    protected override void End()
    {
        var prefix = (KnownConnection?.Options ?? new ConversionOptions()).TenantNamespacePrefix;
        var subjects = new TenantSubjects
        {
            ServiceAccounts = ServiceAccount,
            Users = User,
            Groups = Group,
        };
        var objects = new List<KubernetesObject> { TenantRoles.ClusterRole() };
        foreach (var text in names.Distinct(StringComparer.Ordinal))
            TryEach(text, () => objects.Add(TenantRoles.Binding(TenantName.Parse(text, prefix), subjects)));
        if (AsManifest)
            WriteObject(objects, enumerateCollection: true);
        else
            Apply(objects);
    }
}
