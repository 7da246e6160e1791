using System.Management.Automation;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.ObjectStorage;

namespace SealosIstio.Commands;

/// <summary>Moves MinIO's Service from a load balancer to a node port, with routes at the gateway, so that it can be undone exactly.</summary>
[Cmdlet(VerbsCommon.Move, "MinioToNodePort", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MinioMigrationResult))]
public sealed class MoveMinioToNodePortCommand : ObjectStorageCommand
{
    private const int Unset = -1;

    /// <summary>The node port, 30000 to 32767. Default: 30900; a Service of type NodePort keeps the one it has.</summary>
    [Parameter]
    [ValidateRange(ObjectStorageSettings.LowestNodePort, ObjectStorageSettings.HighestNodePort)]
    public int NodePort { get; set; } = Unset;

    /// <summary>The port of the Service that S3 is behind. Default: the one called http-minio, else the one with target 9000.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int ServicePort { get; set; } = Unset;

    /// <summary>A further host for S3, beside those of its Ingresses. Default: that of an earlier move, else minio.NAMESPACE.PUBLICDOMAIN.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Domain { get; set; }

    /// <summary>The Secret with that host's certificate, in the namespace of the gateway's pods. Default: minio-tls-cert.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string CertificateName { get; set; } = Defaults.CertificateName;

    /// <summary>The ClusterIssuer of cert-manager that issues it when the Secret isn't there. Default: letsencrypt-prod.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string IssuerName { get; set; } = Defaults.IssuerName;

    /// <summary>Sends plain HTTP to HTTPS on that host. S3 clients that were set up with http:// don't follow.</summary>
    [Parameter]
    public SwitchParameter HttpsRedirect { get; set; }

    /// <summary>Accepts that a node port lets clients in that spec.loadBalancerSourceRanges kept out.</summary>
    [Parameter]
    public SwitchParameter AllowAnySource { get; set; }

    /// <summary>Takes over routes of the same name that somebody else made; a restore puts them back.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var migration = new ObjectStorageMigration(Cluster, Settings());
        var plan = Await(migration.PlanAsync);
        foreach (var warning in plan.Warnings)
            WriteWarning(warning);
        if (plan.HasChanges && !ShouldProcess($"{plan.Service} @{Cluster.Name}", $"Move ({plan.Preview})"))
        {
            WriteObject(migration.Skip(plan));
            return;
        }
        var errors = new List<(KubernetesObject, KubernetesApiException)>();
        var result = Await(token => migration.ApplyAsync(plan, (target, error) => errors.Add((target, error)), token));
        WriteErrors(errors);
        WriteObject(result);
    }

    /// <inheritdoc/>
    protected override ObjectStorageSettings Settings() =>
        base.Settings() with
        {
            NodePort = NodePort == Unset ? null : NodePort,
            ServicePort = ServicePort == Unset ? null : ServicePort,
            Domain = Domain,
            CertificateName = CertificateName,
            IssuerName = IssuerName,
            HttpsRedirect = HttpsRedirect,
            AllowAnySource = AllowAnySource,
            Force = Force,
        };
}
