using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Migration.Platform;

/// <summary>How the authority is shown that a name is ours.</summary>
public enum AcmeChallenge
{
    /// <summary>By a DNS record that cert-manager makes at Cloudflare. The only one of the two that issues wildcards. The default.</summary>
    Dns01Cloudflare,

    /// <summary>By an answer on port 80 of the name itself, through an Ingress that cert-manager makes. Never issues wildcards.</summary>
    Http01,
}

/// <summary>Where an issuer may be used.</summary>
public enum IssuerScope
{
    /// <summary>In every namespace. The default.</summary>
    ClusterIssuer,

    /// <summary>In its own namespace.</summary>
    Issuer,
}

/// <summary>What an ACME issuer is made of. The defaults are Let's Encrypt's production directory and Cloudflare.</summary>
public sealed record CertificateIssuerSettings
{
    /// <summary>The name. Default <c>letsencrypt-prod</c>.</summary>
    public string Name { get; init; } = "letsencrypt-prod";

    /// <summary>Where it may be used. Default <see cref="IssuerScope.ClusterIssuer"/>.</summary>
    public IssuerScope Scope { get; init; } = IssuerScope.ClusterIssuer;

    /// <summary>The namespace of an <see cref="IssuerScope.Issuer"/>. Default <c>istio-system</c>.</summary>
    public string Namespace { get; init; } = "istio-system";

    /// <summary>The account's address, to which the authority writes before certificates expire.</summary>
    public required string Email { get; init; }

    /// <summary>The directory's URL, https. Default Let's Encrypt's production directory.</summary>
    public string Server { get; init; } = "https://acme-v02.api.letsencrypt.org/directory";

    /// <summary>The Secret for the account's key; cert-manager makes it. Default: the issuer's name.</summary>
    public string? PrivateKeySecretName { get; init; }

    /// <summary>How names are proven. Default <see cref="AcmeChallenge.Dns01Cloudflare"/>.</summary>
    public AcmeChallenge Challenge { get; init; } = AcmeChallenge.Dns01Cloudflare;

    /// <summary>The class of the Ingress for HTTP-01. Default <c>istio</c>.</summary>
    public string IngressClass { get; init; } = "istio";

    /// <summary>The Secret with Cloudflare's API token. Default <c>cloudflare-api-token</c>.</summary>
    public string ApiTokenSecretName { get; init; } = "cloudflare-api-token";

    /// <summary>Its key. Default <c>api-token</c>.</summary>
    public string ApiTokenSecretKey { get; init; } = "api-token";

    /// <summary>The only names that it is to prove, such as <c>*.cloud.sealos.io</c>. Default: all.</summary>
    public IReadOnlyList<string> DnsNames { get; init; } = [];
}

/// <summary>Makes cert-manager's issuers.</summary>
public static class CertificateIssuer
{
    /// <summary>Makes a <see cref="ClusterIssuer"/> or an <see cref="Issuer"/>. Touches no cluster.</summary>
    /// <exception cref="ResourceException">A value can't be right, or a wildcard is to be proven by HTTP-01.</exception>
    public static KubernetesObject Build(CertificateIssuerSettings settings)
    {
        var spec = new IssuerSpec
        {
            Acme = new AcmeIssuer
            {
                Email = settings.Email,
                Server = settings.Server,
                PrivateKeySecretRef = new SecretKeySelector { Name = settings.PrivateKeySecretName ?? settings.Name },
                Solvers = [Solver(settings)],
            },
        };
        var metadata = new V1ObjectMeta { Name = settings.Name };
        KubernetesObject issuer;
        if (settings.Scope == IssuerScope.Issuer)
        {
            metadata.NamespaceProperty = settings.Namespace;
            issuer = new Issuer { Metadata = metadata, Spec = spec };
        }
        else
            issuer = new ClusterIssuer { Metadata = metadata, Spec = spec };
        Check(ResourceIdentity.Of(issuer), settings);
        foreach (var name in settings.DnsNames)
            AcmeSolvers.RefuseUnprovable(issuer, name);
        return TenantMarks.MarkManaged(issuer);
    }

    private static AcmeSolver Solver(CertificateIssuerSettings settings) =>
        new()
        {
            Selector =
                settings.DnsNames.Count == 0
                    ? null
                    : Element(new JsonObject { ["dnsNames"] = new JsonArray([.. settings.DnsNames]) }),
            Dns01 =
                settings.Challenge == AcmeChallenge.Dns01Cloudflare
                    ? Element(
                        new JsonObject
                        {
                            ["cloudflare"] = new JsonObject
                            {
                                ["apiTokenSecretRef"] = new JsonObject
                                {
                                    ["name"] = settings.ApiTokenSecretName,
                                    ["key"] = settings.ApiTokenSecretKey,
                                },
                            },
                        }
                    )
                    : null,
            Http01 =
                settings.Challenge == AcmeChallenge.Http01
                    ? new AcmeHttp01Solver { Ingress = new AcmeIngressSolver { Class = settings.IngressClass } }
                    : null,
        };

    private static JsonElement Element(JsonObject value) => JsonSerializer.SerializeToElement<JsonNode>(value);

    private static void Check(ResourceIdentity identity, CertificateIssuerSettings settings)
    {
        CertificateNames.RequireObjectName(identity, "metadata.name", settings.Name);
        // An address that isn't one is refused by the authority only, minutes later.
        var at = settings.Email.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || at != settings.Email.LastIndexOf('@') || !DnsName.IsHost(settings.Email[(at + 1)..]))
            throw CertificateNames.Invalid(
                identity,
                "spec.acme.email",
                settings.Email,
                "an address such as ops@example.com"
            );
        if (!Uri.TryCreate(settings.Server, UriKind.Absolute, out var server) || server.Scheme != Uri.UriSchemeHttps)
            throw CertificateNames.Invalid(
                identity,
                "spec.acme.server",
                settings.Server,
                "the https URL of an ACME directory"
            );
        CertificateNames.RequireHosts(identity, "spec.acme.solvers[0].selector.dnsNames", settings.DnsNames);
    }
}
