namespace SealosIstio.Migration.Findings;

// SI13xx: certificates. SI14xx: gateways.
public static partial class FindingCatalog
{
    /// <summary>A missing Secret.</summary>
    public static readonly FindingDefinition CertificateMissing = new(
        "SI1301",
        FindingSeverity.Warning,
        "The certificate's Secret doesn't exist",
        "nginx serves its fallback certificate, and with -Implicit Keep so does the gateway. Otherwise its HTTPS server refuses "
            + "connections until the Secret exists under the name that the Gateway refers to.",
        "Create the Secret, then convert again."
    );

    /// <summary>A Secret that can't be read as a certificate.</summary>
    public static readonly FindingDefinition CertificateUnreadable = new(
        "SI1302",
        FindingSeverity.Warning,
        "The Secret holds no readable certificate",
        "nginx serves its fallback certificate, and with -Implicit Keep so does the gateway; otherwise none at all.",
        "Put a PEM certificate into tls.crt and its key into tls.key."
    );

    /// <summary>A certificate for another name.</summary>
    public static readonly FindingDefinition CertificateMismatch = new(
        "SI1303",
        FindingSeverity.Warning,
        "The certificate doesn't cover the host",
        "nginx then serves its fallback certificate, and with -Implicit Keep so does the gateway; otherwise it serves this one. Clients "
            + "refuse either.",
        "Issue a certificate whose subject alternative names include the host."
    );

    /// <summary>An expired certificate.</summary>
    public static readonly FindingDefinition CertificateExpired = new(
        "SI1304",
        FindingSeverity.Warning,
        "The certificate has expired",
        "It is served as it is, by nginx and by the gateway.",
        "Renew it."
    );

    /// <summary>A tls entry without Secret.</summary>
    public static readonly FindingDefinition CertificateUnnamed = new(
        "SI1305",
        FindingSeverity.Warning,
        "No tls entry gives this host a certificate",
        "nginx redirects to HTTPS and serves its fallback certificate there. The gateway redirects as well but, without the "
            + "fallback certificate, has no HTTPS server for the host.",
        "Add the host and a secretName to spec.tls."
    );

    /// <summary>A Secret that the shared gateway makes superfluous.</summary>
    public static readonly FindingDefinition CertificateUnused = new(
        "SI1306",
        FindingSeverity.Info,
        "The public domain's certificate is served instead",
        "Hosts of the cloud's own domain are served by the shared gateway with its wildcard certificate.",
        "Nothing to do."
    );

    /// <summary>An own Issuer behind a copied certificate.</summary>
    public static readonly FindingDefinition CertificateRenewal = new(
        "SI1307",
        FindingSeverity.Warning,
        "The copied certificate is renewed by an Issuer of the tenant",
        "cert-manager renews the Secret in the tenant's namespace, through nginx if its solver uses that class; the copy in the "
            + "gateway's namespace doesn't follow by itself.",
        "Convert again after each renewal, or issue through a ClusterIssuer, and move the solver to class istio."
    );

    /// <summary>The user provides the Secret.</summary>
    public static readonly FindingDefinition CertificateReferenced = new(
        "SI1308",
        FindingSeverity.Info,
        "The Gateway refers to a Secret that you provide",
        "With -CredentialMode Reference nothing is copied or issued.",
        "Create the Secret in the gateway's namespace under the name given."
    );

    /// <summary>Issue was asked for without a source.</summary>
    public static readonly FindingDefinition CertificateNotIssuable = new(
        "SI1309",
        FindingSeverity.Warning,
        "No ClusterIssuer is known for this certificate: it is copied instead",
        "Issuing in the gateway's namespace needs the ClusterIssuer of the source's Certificate.",
        "Create the Certificate by hand, or leave it copied."
    );

    /// <summary>HTTPS on a host without a tls entry.</summary>
    public static readonly FindingDefinition FallbackCertificate = new(
        "SI1310",
        FindingSeverity.Info,
        "HTTPS with the fallback certificate ends",
        "nginx answers HTTPS for every host, with its self-signed fallback certificate where there is no other. Without -Implicit Keep, or "
            + "without cert-manager, the gateway has no HTTPS server for a custom host without certificate.",
        "Give the host a tls entry if it is to be reached by HTTPS."
    );

    /// <summary>The fallback certificate is made anew.</summary>
    public static readonly FindingDefinition FallbackIssued = new(
        "SI1312",
        FindingSeverity.Info,
        "A self-signed certificate of the gateway's own takes the place of nginx' fallback",
        "Hosts without a certificate, and hosts that no Ingress names, go on answering HTTPS for clients that take any certificate, such as a "
            + "CDN. cert-manager makes the certificate, under the names of nginx' own, and keeps it alive.",
        "Nothing; -Implicit Report leaves it out."
    );

    /// <summary>A tls host without rule.</summary>
    public static readonly FindingDefinition TlsHostWithoutRule = new(
        "SI1311",
        FindingSeverity.Info,
        "The tls entry lists a host that no rule routes",
        "It has no effect, in nginx and on the gateway.",
        "Remove it, or add a rule."
    );

    /// <summary>The shared gateway is emitted.</summary>
    public static readonly FindingDefinition SharedGatewayEmitted = new(
        "SI1401",
        FindingSeverity.Info,
        "The shared gateway doesn't exist yet and is part of the output",
        "The Gateway that public hosts are bound to was not found, so it is emitted with servers for the public domains.",
        "Look it over before applying."
    );

    /// <summary>The shared gateway doesn't take the host.</summary>
    public static readonly FindingDefinition SharedGatewayLacksHost = new(
        "SI1402",
        FindingSeverity.Warning,
        "The shared gateway has no server for this host",
        "The VirtualService is bound to the gateway, but no server of it lists the host.",
        "Add the host or its wildcard to the Gateway's servers."
    );

    /// <summary>The wildcard certificate is missing.</summary>
    public static readonly FindingDefinition PublicCertificateMissing = new(
        "SI1403",
        FindingSeverity.Warning,
        "The public domain's certificate isn't in the gateway's namespace",
        "The shared gateway's HTTPS servers refuse connections until the Secret exists there.",
        "Issue or copy the wildcard certificate into the gateway's namespace."
    );
}
