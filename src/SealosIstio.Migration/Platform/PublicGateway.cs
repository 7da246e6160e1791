using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Platform;

/// <summary>What the public domains need at the gateway.</summary>
/// <param name="Objects">The objects to apply; empty when a Gateway of another origin is left as it is.</param>
/// <param name="Findings">What is to be said.</param>
public sealed record PublicGatewayPlan(IReadOnlyList<KubernetesObject> Objects, IReadOnlyList<Finding> Findings);

/// <summary>
/// Prepares the shared Gateway before anything is converted: the object that a conversion of public hosts would make, so that the
/// conversion finds nothing left to do there.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="options">The public domains, the Gateway, its pods and its certificate.</param>
public sealed class PublicGateway(IKubernetesCluster cluster, ConversionOptions options)
{
    /// <summary>Reads the cluster and says what to apply. Writes nothing.</summary>
    /// <param name="issuer">The issuer of a Certificate for the domains; null when the Secret is there or comes from elsewhere.</param>
    /// <param name="adopt">Whether a Gateway of another origin is taken over instead of being checked only.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ResourceException">A domain can't be right, or the namespace or the issuer is missing or can't do it.</exception>
    public async Task<PublicGatewayPlan> PlanAsync(
        (IssuerScope Scope, string Name)? issuer,
        bool adopt,
        CancellationToken cancellationToken = default
    )
    {
        var domains = new PublicDomains(options.PublicDomains);
        CheckDomains(domains);
        await RequireNamespaceAsync(cancellationToken);
        var certificate = issuer is var (scope, name)
            ? await CertificateAsync(domains, scope, name, cancellationToken)
            : null;
        var snapshot = await ClusterSnapshot.ReadAsync(cluster, cancellationToken);
        var finder = new HostCertificateFinder(snapshot);
        var credentials = new Credentials(snapshot, finder, options);
        var shared = new SharedGateway(domains, snapshot, finder, credentials, options);
        var (objects, findings) = shared.Provide(adopt);
        if (certificate is null)
            return new PublicGatewayPlan(objects, findings);
        return new PublicGatewayPlan(
            // The Secret is cert-manager's from now on.
            [certificate, .. objects.Where(item => item is not V1Secret)],
            [.. findings.Where(finding => finding.Code != FindingCatalog.PublicCertificateMissing.Code)]
        );
    }

    private (string Namespace, string Name) Reference =>
        options.GatewayReference.Split('/') is [var space, var name]
            ? (space, name)
            : (options.GatewayNamespace, options.GatewayReference);

    private ResourceIdentity Identity =>
        new(options.NetworkingApiVersion, Kubernetes.Istio.Gateway.KubeKind, Reference.Namespace, Reference.Name);

    private void CheckDomains(PublicDomains domains)
    {
        if (domains.Domains.Count == 0)
            throw new ResourceException(
                ResourceProblem.Invalid,
                Identity,
                $"{Identity}: spec.servers: no public domain is known, so it would have no host.",
                "Name the cloud's domain with -PublicDomain, such as cloud.sealos.io; the connection knows it where Sealos' ConfigMap says it."
            );
        CertificateNames.RequireHosts(Identity, "publicDomains", domains.Domains);
    }

    private async Task RequireNamespaceAsync(CancellationToken cancellationToken)
    {
        var type = KnownTypes.Of<V1Namespace>();
        foreach (var name in new[] { Reference.Namespace, options.GatewayNamespace }.Distinct())
            if (await cluster.GetAsync(type, null, name, cancellationToken) is null)
                throw new ResourceException(
                    ResourceProblem.NotFound,
                    new ResourceIdentity(V1Namespace.KubeApiVersion, V1Namespace.KubeKind, null, name),
                    $"Namespace {name} doesn't exist.",
                    "Install Istio first: Install-IstioControlPlane makes it; or name another Gateway."
                );
    }

    private async Task<Certificate> CertificateAsync(
        PublicDomains domains,
        IssuerScope scope,
        string name,
        CancellationToken cancellationToken
    )
    {
        var isLocal = scope == IssuerScope.Issuer;
        var kind = isLocal ? KnownTypes.Of<Issuer>() : KnownTypes.Of<ClusterIssuer>();
        var identity = new ResourceIdentity(
            kind.ApiVersion,
            kind.Kind,
            isLocal ? options.GatewayNamespace : null,
            name
        );
        var type = await new ServedTypes(cluster).RequireAsync(identity, cancellationToken);
        var issuer =
            await cluster.GetAsync(type, identity.Namespace, name, cancellationToken)
            ?? throw new ResourceException(
                ResourceProblem.NotFound,
                identity,
                $"{identity} doesn't exist.",
                "New-IstioCertificateIssuer makes one, and Set-IstioResource applies it."
            );
        return GatewayCertificate.Build(
            new GatewayCertificateSettings
            {
                Name = options.PublicCredentialName,
                Namespace = options.GatewayNamespace,
                DnsNames = [.. domains.Domains.SelectMany(domain => new[] { "*." + domain, domain })],
            },
            issuer
        );
    }
}
