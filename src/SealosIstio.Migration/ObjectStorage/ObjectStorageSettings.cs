using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>Which Service of MinIO is meant, and how it is to be reached without a load balancer.</summary>
public sealed record ObjectStorageSettings
{
    /// <summary>The lowest number that a Kubernetes server gives to node ports by default.</summary>
    public const int LowestNodePort = 30000;

    /// <summary>The highest number that a Kubernetes server gives to node ports by default.</summary>
    public const int HighestNodePort = 32767;

    /// <summary>The node port of a Service that had none asked for: 30900.</summary>
    public const int DefaultNodePort = 30900;

    /// <summary>The namespace. Default <c>objectstorage-system</c>.</summary>
    public string Namespace { get; init; } = "objectstorage-system";

    /// <summary>The Service in front of MinIO. Default <c>object-storage</c>.</summary>
    public string Service { get; init; } = "object-storage";

    /// <summary>
    /// The port of the Service that S3 is behind. Null: the one called <c>http-minio</c>, else the one whose target is 9000, else the
    /// only one.
    /// </summary>
    public int? ServicePort { get; init; }

    /// <summary>The node port, 30000 to 32767. Null: 30900, and the present one of a Service that is of type NodePort already.</summary>
    public int? NodePort { get; init; }

    /// <summary>A further host for S3. Null: that of an earlier move, else <c>minio.</c>, the namespace
    /// and the first public domain.</summary>
    public string? Domain { get; init; }

    /// <summary>The Secret with the certificate of that host, in the namespace of the gateway's pods. Default <c>minio-tls-cert</c>.</summary>
    public string CertificateName { get; init; } = "minio-tls-cert";

    /// <summary>The ClusterIssuer that issues it when the Secret isn't there. Default <c>letsencrypt-prod</c>.</summary>
    public string IssuerName { get; init; } = "letsencrypt-prod";

    /// <summary>Sends plain HTTP to HTTPS on that host. Default false: S3 clients that were set up with <c>http://</c> don't follow.</summary>
    public bool HttpsRedirect { get; init; }

    /// <summary>Accepts that a node port lets clients in that the load balancer kept out. Default false.</summary>
    public bool AllowAnySource { get; init; }

    /// <summary>Takes over routes of the same name that somebody else made; they come back with a restore. Default false.</summary>
    public bool Force { get; init; }

    /// <summary>The platform's gateways and domains.</summary>
    public ConversionOptions Platform { get; init; } = new();
}
