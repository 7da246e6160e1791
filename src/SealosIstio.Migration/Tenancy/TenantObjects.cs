using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Tenancy;

/// <summary>Everything that a tenant gets, as objects.</summary>
public static class TenantObjects
{
    // Sealos' own level and version (labring/sealos, controllers/user/controllers/helper/config/pod_security.go).
    private const string PodSecurityVersion = "v1.25";

    /// <summary>The objects of a tenant: Namespace, limits, policies, Gateway, Certificate.</summary>
    /// <param name="name">The tenant.</param>
    /// <param name="owner">The Sealos user whose namespace it is.</param>
    /// <param name="settings">What the tenant gets.</param>
    /// <param name="pods">The address ranges of the Pods.</param>
    /// <exception cref="ResourceException">A value of the settings can't be right.</exception>
    public static IReadOnlyList<KubernetesObject> Build(
        TenantName name,
        string owner,
        TenantSettings settings,
        PodNetwork pods
    )
    {
        var objects = new List<KubernetesObject> { Namespace(name, owner, settings) };
        objects.AddRange(TenantQuota.Build(name, settings.Quota));
        objects.AddRange(TenantPolicies.Build(name, settings, pods));
        if (!settings.WithoutGateway)
        {
            var hosts = HostsOf(name, settings);
            if (settings.IssuerName is { } issuer)
                objects.Add(Certificate(name, settings, hosts, issuer));
            objects.Add(Gateway(name, settings, hosts));
        }
        return objects;
    }

    /// <summary>The Secret that the tenant's Gateway names.</summary>
    public static string CredentialOf(TenantName name, TenantSettings settings) =>
        settings.CertificateName ?? $"{name.Tenant}-tls-cert";

    private static V1Namespace Namespace(TenantName name, string owner, TenantSettings settings)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { [TenantMarks.Owner] = owner };
        if (settings.EnableSidecarInjection)
            labels[TenantMarks.Injection] = "enabled";
        if (settings.PodSecurity is { } level)
        {
            labels[TenantMarks.PodSecurity + "enforce"] = level;
            labels[TenantMarks.PodSecurity + "enforce-version"] = PodSecurityVersion;
            foreach (var mode in new[] { "audit", "warn" })
            {
                labels[TenantMarks.PodSecurity + mode] = "restricted";
                labels[$"{TenantMarks.PodSecurity}{mode}-version"] = PodSecurityVersion;
            }
        }
        return TenantMarks.Mark(
            new V1Namespace
            {
                Metadata = new V1ObjectMeta
                {
                    Name = name.Namespace,
                    Labels = labels,
                    Annotations = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        [TenantMarks.Creator] = owner,
                    },
                },
            },
            name
        );
    }

    private static List<string> HostsOf(TenantName name, TenantSettings settings)
    {
        var hosts = settings
            .DomainPatterns.Select(pattern =>
                pattern
                    .Replace("{tenant}", name.Tenant, StringComparison.Ordinal)
                    .Replace("{base}", settings.BaseDomain, StringComparison.Ordinal)
            )
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var identity = new ResourceIdentity(
            $"{Kubernetes.Istio.Gateway.KubeGroup}/{Kubernetes.Istio.Gateway.KubeApiVersion}",
            Kubernetes.Istio.Gateway.KubeKind,
            name.Namespace,
            GatewayName(name)
        );
        if (hosts.Count == 0)
            throw new ResourceException(
                ResourceProblem.Invalid,
                identity,
                $"{identity}: there is no domain pattern, so it would have no host.",
                "Give at least one pattern, such as {tenant}.{base}, or leave the Gateway out."
            );
        foreach (var host in hosts)
            if (!DnsName.IsHost(host) || host == "*")
                throw new ResourceException(
                    ResourceProblem.Invalid,
                    identity,
                    $"{identity}: '{host}' is no host of a tenant.",
                    "Correct the base domain or the pattern: a DNS name such as {tenant}.{base}, or one below a wildcard, *.{tenant}.{base}."
                );
        return hosts;
    }

    private static string GatewayName(TenantName name) => $"{name.Tenant}-gateway";

    private static Gateway Gateway(TenantName name, TenantSettings settings, List<string> hosts) =>
        TenantMarks.Mark(
            new Gateway
            {
                Metadata = new V1ObjectMeta { Name = GatewayName(name), NamespaceProperty = name.Namespace },
                Spec = new GatewaySpec
                {
                    Selector = new Dictionary<string, string>(settings.GatewaySelector, StringComparer.Ordinal),
                    Servers =
                    [
                        new Server
                        {
                            Port = new ServerPort
                            {
                                Number = 80,
                                Name = "http",
                                Protocol = "HTTP",
                            },
                            Hosts = hosts,
                        },
                        new Server
                        {
                            Port = new ServerPort
                            {
                                Number = 443,
                                Name = "https",
                                Protocol = "HTTPS",
                            },
                            Hosts = hosts,
                            Tls = new ServerTlsSettings
                            {
                                Mode = "SIMPLE",
                                CredentialName = CredentialOf(name, settings),
                            },
                        },
                    ],
                },
            },
            name
        );

    // Where the gateway's pods run: Istio reads credentials from no other namespace.
    private static Certificate Certificate(TenantName name, TenantSettings settings, List<string> hosts, string issuer)
    {
        var credential = CredentialOf(name, settings);
        var certificate = new Certificate
        {
            Metadata = new V1ObjectMeta
            {
                Name = credential,
                NamespaceProperty = settings.GatewayNamespace,
                Labels = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [Provenance.SourceNamespaceLabel] = name.Namespace,
                },
            },
            Spec = new CertificateSpec
            {
                SecretName = credential,
                DnsNames = hosts,
                IssuerRef = new ObjectReference { Name = issuer, Kind = ClusterIssuer.KubeKind },
            },
        };
        return TenantMarks.Mark(certificate, name);
    }
}
