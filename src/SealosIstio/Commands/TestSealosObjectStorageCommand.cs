using System.Management.Automation;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Connections;
using SealosIstio.Migration.ObjectStorage;
using SealosIstio.Probing;

namespace SealosIstio.Commands;

/// <summary>Checks that MinIO is reached without a load balancer: its Service, its routes, and whether it answers.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SealosObjectStorage")]
[OutputType(typeof(SealosCheckResult))]
public sealed class TestSealosObjectStorageCommand : ObjectStorageCommand
{
    /// <summary>The gateway as host or host:port, where it takes plain HTTP. Default: found out from its Service.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? GatewayAddress { get; set; }

    /// <summary>A further host for S3, beside those of its Ingresses. Default: that of the move, else minio.NAMESPACE.PUBLICDOMAIN.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Domain { get; set; }

    /// <summary>Looks at the cluster's objects only. Manifests have nobody to ask, so there it is always so.</summary>
    [Parameter]
    public SwitchParameter SkipProbe { get; set; }

    /// <summary>How long an answer may take, in seconds. Default: 5.</summary>
    [Parameter]
    [ValidateRange(1, 300)]
    public int TimeoutSeconds { get; set; } = 5;

    /// <inheritdoc/>
    protected override void Process()
    {
        var check = new ObjectStorageCheck(Cluster, Settings());
        Stream(check.CheckAsync, WriteObject);
        if (SkipProbe || ActiveConnection.Kind == ConnectionKind.Manifests)
            return;
        using var probe = new HttpHealthProbe(TimeSpan.FromSeconds(TimeoutSeconds));
        Stream(token => check.ProbeAsync(probe, GatewayAddress, token), WriteObject);
    }

    /// <inheritdoc/>
    protected override ObjectStorageSettings Settings() =>
        base.Settings() with
        {
            Domain = string.IsNullOrEmpty(Domain) ? null : Domain,
        };
}
