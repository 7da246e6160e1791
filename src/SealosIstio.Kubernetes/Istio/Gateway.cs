using System.Text.Json;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>networking.istio.io Gateway: the ports and hosts of a proxy at the edge.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class Gateway : KubernetesObject, ISpec<GatewaySpec>, IStatus<IstioStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "networking.istio.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1beta1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Gateway";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "gateways";

    /// <summary>Makes an object of the default version.</summary>
    public Gateway()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public GatewaySpec? Spec { get; set; }

    /// <inheritdoc/>
    public IstioStatus? Status { get; set; }
}

/// <summary>What a Gateway asks for.</summary>
public sealed class GatewaySpec : ModelPart
{
    /// <summary>The labels of the proxies' Pods.</summary>
    public IDictionary<string, string>? Selector { get; set; }

    /// <summary>The servers.</summary>
    public IList<Server>? Servers { get; set; }
}

/// <summary>One port with its hosts and TLS settings.</summary>
public sealed class Server : ModelPart
{
    /// <summary>The port.</summary>
    public ServerPort? Port { get; set; }

    /// <summary>The address or socket to listen at.</summary>
    public string? Bind { get; set; }

    /// <summary>The hosts, <c>namespace/host</c> or <c>host</c>; wildcards in the first label.</summary>
    public IList<string>? Hosts { get; set; }

    /// <summary>TLS settings; null for plain text.</summary>
    public ServerTlsSettings? Tls { get; set; }

    /// <summary>The loopback endpoint of the workload.</summary>
    public string? DefaultEndpoint { get; set; }

    /// <summary>A name, unique among the servers of a port.</summary>
    public string? Name { get; set; }
}

/// <summary>A port of a server.</summary>
public sealed class ServerPort : ModelPart
{
    /// <summary>The number.</summary>
    public int? Number { get; set; }

    /// <summary><c>HTTP</c>, <c>HTTPS</c>, <c>GRPC</c>, <c>HTTP2</c>, <c>MONGO</c>, <c>TCP</c> or <c>TLS</c>.</summary>
    public string? Protocol { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The port of the workload; deprecated by Istio.</summary>
    public int? TargetPort { get; set; }
}

/// <summary>TLS at a server.</summary>
public sealed class ServerTlsSettings : ModelPart
{
    /// <summary>Whether plain requests get 301 to HTTPS.</summary>
    public bool? HttpsRedirect { get; set; }

    /// <summary><c>PASSTHROUGH</c>, <c>SIMPLE</c>, <c>MUTUAL</c>, <c>AUTO_PASSTHROUGH</c>, <c>ISTIO_MUTUAL</c> or <c>OPTIONAL_MUTUAL</c>.</summary>
    public string? Mode { get; set; }

    /// <summary>The path of the certificate.</summary>
    public string? ServerCertificate { get; set; }

    /// <summary>The path of the private key.</summary>
    public string? PrivateKey { get; set; }

    /// <summary>The path of the authorities that client certificates are verified with.</summary>
    public string? CaCertificates { get; set; }

    /// <summary>The path of the revocation list.</summary>
    public string? CaCrl { get; set; }

    /// <summary>The Secret with key and certificate, in the namespace of the gateway's Pods.</summary>
    public string? CredentialName { get; set; }

    /// <summary>Two Secrets (RSA and ECDSA); excludes <see cref="CredentialName"/>.</summary>
    public IList<string>? CredentialNames { get; set; }

    /// <summary>The Secret or ConfigMap with the authorities of clients.</summary>
    public string? CaCertCredentialName { get; set; }

    /// <summary>Several pairs of certificate and key by path.</summary>
    public JsonElement? TlsCertificates { get; set; }

    /// <summary>The names that a client's certificate may carry.</summary>
    public IList<string>? SubjectAltNames { get; set; }

    /// <summary>Hashes of the public keys of accepted clients.</summary>
    public IList<string>? VerifyCertificateSpki { get; set; }

    /// <summary>Hashes of the certificates of accepted clients.</summary>
    public IList<string>? VerifyCertificateHash { get; set; }

    /// <summary><c>TLS_AUTO</c> or <c>TLSV1_0</c> to <c>TLSV1_3</c>.</summary>
    public string? MinProtocolVersion { get; set; }

    /// <summary><c>TLS_AUTO</c> or <c>TLSV1_0</c> to <c>TLSV1_3</c>.</summary>
    public string? MaxProtocolVersion { get; set; }

    /// <summary>The ciphers, as Envoy names them.</summary>
    public IList<string>? CipherSuites { get; set; }
}
