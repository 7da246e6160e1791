using System.Management.Automation;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Connections;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Commands;

/// <summary>Creates tenants' namespaces with limits, isolation and a Gateway; what is there already is left as it is.</summary>
[Cmdlet(
    VerbsCommon.New,
    "TenantNamespace",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = "Apply"
)]
[OutputType(typeof(TenantNamespaceResult), typeof(KubernetesObject))]
public sealed class NewTenantNamespaceCommand : ClusterCommand
{
    private const int Unset = -1;
    private static readonly TenantSettings Defaults = new();
    private readonly List<TenantRequest> requests = [];

    /// <summary>Tenants, such as user1; the name of the namespace, ns-user1, means the same.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("TenantName", "Tenant")]
    [AllowEmptyString]
    public string[] Name { get; set; } = [];

    /// <summary>The Sealos user whose namespace it is, for the label user.sealos.io/owner. Default: the tenant.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Owner { get; set; }

    /// <summary>The domain below which tenants' hosts lie. Default: the connection's first public domain, else sealos.io.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BaseDomain { get; set; }

    /// <summary>The hosts of the Gateway; {tenant} and {base} are filled in. Default: *.{tenant}.{base} and {tenant}.{base}.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] DomainPattern { get; set; } = [.. Defaults.DomainPatterns];

    /// <summary>Where the limits start from: Setup, Sealos or None. Default: Setup.</summary>
    [Parameter]
    public QuotaProfile QuotaProfile { get; set; } = QuotaProfile.Setup;

    /// <summary>CPUs, a quantity: of requests, with the profile Sealos of limits. Default: the profile's, 10 in Setup.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? QuotaCpu { get; set; }

    /// <summary>Memory, a quantity: of requests, with the profile Sealos of limits. Default: the profile's, 20Gi in Setup.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? QuotaMemory { get; set; }

    /// <summary>Requested storage, a quantity. Default: the profile's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? QuotaStorage { get; set; }

    /// <summary>Volume claims. Default: the profile's, 10 in Setup.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int QuotaPvc { get; set; } = Unset;

    /// <summary>Services with node ports. Default: the profile's, 10 in Sealos.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int QuotaNodePort { get; set; } = Unset;

    /// <summary>Services of type LoadBalancer. Default: the profile's, 0.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int QuotaLoadBalancer { get; set; } = Unset;

    /// <summary>How tenants are kept apart. Default: NetworkPolicy; Both with -EnableSidecarInjection.</summary>
    [Parameter]
    public TenantIsolation Isolation { get; set; }

    /// <summary>Asks Istio for sidecars in the namespace. Without it only the gateway is part of the mesh.</summary>
    [Parameter]
    public SwitchParameter EnableSidecarInjection { get; set; }

    /// <summary>The Pod Security level that is enforced: Baseline, as in Sealos, Restricted or Privileged. Default: Baseline.</summary>
    [Parameter]
    [ValidateSet("Baseline", "Restricted", "Privileged")]
    public string PodSecurity { get; set; } = "Baseline";

    /// <summary>The address ranges of the Pods in CIDR notation. Default: what kubeadm set the cluster up with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? PodCidr { get; set; }

    /// <summary>Leaves the Gateway out.</summary>
    [Parameter]
    public SwitchParameter NoGateway { get; set; }

    /// <summary>The Secret with the Gateway's certificate, in the namespace of the gateway's pods. Default: TENANT-tls-cert.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateName { get; set; }

    /// <summary>A ClusterIssuer of cert-manager that is to issue the certificate. Without it the Secret gets there in another way.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? IssuerName { get; set; }

    /// <summary>The service account of the gateway's pods, for AuthorizationPolicies. Default: istio-ingressgateway-service-account.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string GatewayServiceAccount { get; set; } = Defaults.GatewayServiceAccount;

    /// <summary>Takes over fields that another field manager owns. Without it they are a conflict.</summary>
    [Parameter(ParameterSetName = "Apply")]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the objects instead of applying them. Needs no connection.</summary>
    [Parameter(ParameterSetName = "Manifest", Mandatory = true)]
    public SwitchParameter AsManifest { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (!AsManifest)
            _ = ActiveConnection;
    }

    /// <inheritdoc/>
    protected override void Process() => requests.AddRange(Name.Select(name => new TenantRequest(name, Owner)));

    /// <inheritdoc/>
    protected override void End()
    {
        if (AsManifest)
            WriteManifests();
        else
            Provision();
    }

    private void WriteManifests()
    {
        var connection = KnownConnection;
        var options = connection?.Options ?? new ConversionOptions();
        var pods =
            PodCidr is { } given ? PodNetwork.Of(given)
            : connection is { IsClosed: false } ? Await(token => PodNetwork.DiscoverAsync(connection.Cluster, token))
            : PodNetwork.Unknown;
        foreach (var request in requests)
            TryEach(
                request.Name,
                () =>
                {
                    var name = TenantName.Parse(request.Name, options.TenantNamespacePrefix);
                    var objects = TenantObjects.Build(name, request.Owner ?? name.Tenant, Settings(options), pods);
                    WriteObject(objects, enumerateCollection: true);
                }
            );
    }

    private void Provision()
    {
        var options = ActiveConnection.Options;
        var pods = PodCidr is { } given ? PodNetwork.Of(given) : null;
        var provisioner = new TenantProvisioner(Cluster, Settings(options), options.TenantNamespacePrefix, pods, Force);
        foreach (var plan in Await(token => provisioner.PlanAsync(requests, token)))
        {
            foreach (var (problem, resource) in plan.Refusals)
                WriteError(ErrorRecords.Create(problem, resource));
            if (plan.Refusals.Count > 0)
                continue;
            foreach (var warning in plan.Warnings)
                WriteWarning(warning);
            var isConfirmed = ShouldProcess($"{plan.Name.Namespace} @{Cluster.Name}", $"New tenant ({plan.Preview})");
            WriteObject(
                new TenantNamespaceResult(
                    plan.Name.Tenant,
                    plan.Name.Namespace,
                    [.. plan.Steps.Select(step => isConfirmed ? Apply(provisioner, step) : provisioner.Skip(step))]
                )
            );
        }
    }

    private ApplyResult Apply(TenantProvisioner provisioner, ApplyStep step)
    {
        try
        {
            return Await(token => provisioner.ApplyAsync(step, token));
        }
        catch (Exception exception)
            when (!ErrorRecords.IsFatal(exception) && ErrorRecords.TryCreate(exception, step.Desired) is { } error)
        {
            WriteError(error);
            return provisioner.Fail(step, exception.Message);
        }
    }

    private TenantSettings Settings(ConversionOptions options) =>
        new()
        {
            BaseDomain = BaseDomain ?? (options.PublicDomains is [var first, ..] ? first : Defaults.BaseDomain),
            DomainPatterns = DomainPattern,
            Quota = new QuotaSettings
            {
                Profile = QuotaProfile,
                Cpu = QuotaCpu,
                Memory = QuotaMemory,
                Storage = QuotaStorage,
                PersistentVolumeClaims = QuotaPvc == Unset ? null : QuotaPvc,
                NodePorts = QuotaNodePort == Unset ? null : QuotaNodePort,
                LoadBalancers = QuotaLoadBalancer == Unset ? null : QuotaLoadBalancer,
            },
            Isolation = MyInvocation.BoundParameters.ContainsKey(nameof(Isolation)) ? Isolation : null,
            EnableSidecarInjection = EnableSidecarInjection,
            WithoutGateway = NoGateway,
            CertificateName = CertificateName,
            IssuerName = IssuerName,
            PodSecurity = PodSecurity == "Privileged" ? null : PodSecurity.ToLowerInvariant(),
            GatewayNamespace = options.GatewayNamespace,
            GatewaySelector = options.GatewaySelector,
            GatewayServiceAccount = GatewayServiceAccount,
            ClusterDomain = options.ClusterDomain,
        };
}
