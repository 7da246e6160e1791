namespace SealosIstio.Migration.Findings;

public static partial class FindingCatalog
{
    /// <summary>SI1700.</summary>
    public static readonly FindingDefinition InsecurityAccepted = new(
        "SI1700",
        FindingSeverity.Warning,
        "The Ingress is converted without this protection",
        "The user accepted it by naming the code of the error.",
        "Protect the application in another way before it is reachable through the gateway."
    );

    /// <summary>SI1701.</summary>
    public static readonly FindingDefinition BasicAuthenticationLost = new(
        "SI1701",
        FindingSeverity.Error,
        "User name and password aren't asked for",
        "nginx checks requests against the users of a Secret. Istio has no such check; the Ingress isn't converted, because "
            + "everybody would get in.",
        "Put an authenticating proxy behind an AuthorizationPolicy with action CUSTOM (an ext_authz provider), or an EnvoyFilter "
            + "with the basic_auth filter on the gateway."
    );

    /// <summary>SI1702.</summary>
    public static readonly FindingDefinition ExternalAuthenticationLost = new(
        "SI1702",
        FindingSeverity.Error,
        "The authentication service isn't asked",
        "nginx asks a service about each request. The Ingress isn't converted, because everybody would get in.",
        "Declare the service as an envoyExtAuthzHttp extension provider of the mesh and add an AuthorizationPolicy with action "
            + "CUSTOM for these hosts and paths on the gateway."
    );

    /// <summary>SI1703.</summary>
    public static readonly FindingDefinition GlobalAuthenticationLost = new(
        "SI1703",
        FindingSeverity.Warning,
        "The controller's global authentication isn't kept",
        "The annotation asks for the authentication that global-auth-url sets in the controller's ConfigMap, if any.",
        "If global-auth-url is set, add an AuthorizationPolicy with action CUSTOM on the gateway before the switch."
    );

    /// <summary>SI1704.</summary>
    public static readonly FindingDefinition SourceAllowListLost = new(
        "SI1704",
        FindingSeverity.Error,
        "The list of allowed addresses isn't kept",
        "nginx answers 403 to all other addresses. The Ingress isn't converted, because everybody would get in.",
        "Add an AuthorizationPolicy on the gateway with action DENY, notRemoteIpBlocks with these addresses, and hosts and paths "
            + "of this Ingress; the gateway must see clients' addresses (externalTrafficPolicy: Local or numTrustedProxies)."
    );

    /// <summary>SI1705.</summary>
    public static readonly FindingDefinition SourceDenyListLost = new(
        "SI1705",
        FindingSeverity.Error,
        "The list of denied addresses isn't kept",
        "nginx answers 403 to these addresses. The Ingress isn't converted, because they would get in.",
        "Add an AuthorizationPolicy on the gateway with action DENY, remoteIpBlocks with these addresses, and hosts and paths of "
            + "this Ingress; the gateway must see clients' addresses (externalTrafficPolicy: Local or numTrustedProxies)."
    );

    /// <summary>SI1706.</summary>
    public static readonly FindingDefinition SatisfyAnyLost = new(
        "SI1706",
        FindingSeverity.Error,
        "Either address or authentication can't be said",
        "nginx lets in whoever comes from an allowed address or authenticates. Istio's policies must all agree.",
        "Let the ext_authz provider decide on both, or separate the two by host or path."
    );

    /// <summary>SI1707.</summary>
    public static readonly FindingDefinition FirewallLost = new(
        "SI1707",
        FindingSeverity.Error,
        "The web application firewall isn't kept",
        "nginx passes requests through ModSecurity. The Ingress isn't converted, because attacks would reach the application.",
        "Add a WasmPlugin with Coraza and the same rules on the gateway."
    );

    /// <summary>SI1708.</summary>
    public static readonly FindingDefinition ClientCertificatesLost = new(
        "SI1708",
        FindingSeverity.Error,
        "Client certificates aren't asked for",
        "nginx verifies clients' certificates for the whole host. The Ingress isn't converted, because everybody would get in.",
        "Give the host a Gateway server of its own with tls.mode MUTUAL (OPTIONAL_MUTUAL for optional) and put the certificate "
            + "authority into a Secret named after credentialName with -cacert, in the gateway's namespace."
    );

    /// <summary>SI1709.</summary>
    public static readonly FindingDefinition TlsPassthroughLost = new(
        "SI1709",
        FindingSeverity.Error,
        "TLS isn't passed through to the backend",
        "nginx hands the encrypted connection to the backend, where the controller allows it. The Ingress isn't converted, "
            + "because TLS would end at the gateway.",
        "Add a Gateway server with tls.mode PASSTHROUGH and a VirtualService with tls routes that match the host by sniHosts."
    );

    /// <summary>SI1710.</summary>
    public static readonly FindingDefinition ControllerProtectionLost = new(
        "SI1710",
        FindingSeverity.Error,
        "A protection of the controller isn't kept",
        "The controller's ConfigMap protects every Ingress that doesn't say otherwise: an authentication, lists of addresses, "
            + "blocked clients or the web application firewall. The Ingress isn't converted, because it would lose that.",
        "Give the gateway the same protection once for all hosts (an AuthorizationPolicy in the gateway's namespace, with action "
            + "CUSTOM for an authentication, DENY for addresses and headers), then accept this code."
    );

    /// <summary>SI1720.</summary>
    public static readonly FindingDefinition AuthenticationFailsOpen = new(
        "SI1720",
        FindingSeverity.Warning,
        "nginx lets every request in because of a bad value",
        "A bad value beside auth-url makes nginx forget the authentication: the application is open today, and stays so.",
        "Correct the value; then convert again."
    );

    /// <summary>SI1790.</summary>
    public static readonly FindingDefinition ProtectionHasNoEffect = new(
        "SI1790",
        FindingSeverity.Info,
        "The annotation protects nothing here",
        "It names a protection, but nginx doesn't act on it in this Ingress. Nothing is lost.",
        "Remove the annotation, or complete it if protection was meant."
    );

    /// <summary>SI1791.</summary>
    public static readonly FindingDefinition PartOfProtection = new(
        "SI1791",
        FindingSeverity.Info,
        "The annotation is a detail of a protection reported elsewhere",
        "The error on the main annotation covers it.",
        "See the finding on the main annotation."
    );
}
