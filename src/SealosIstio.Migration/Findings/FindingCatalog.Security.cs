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
        "nginx checks requests against the users of a Secret. Istio has no such check, and no hash of a password is copied out of its Secret "
            + "into a plain object; the Ingress isn't converted, because everybody would get in.",
        "Run a service that checks the users of these hosts, declare it as an envoyExtAuthzHttp extension provider of the mesh, and convert "
            + "again with -PasswordProvider and its name (digest: change to basic first)."
    );

    /// <summary>SI1702.</summary>
    public static readonly FindingDefinition ExternalAuthenticationLost = new(
        "SI1702",
        FindingSeverity.Error,
        "The authentication service isn't asked",
        "nginx asks a service about each request. The gateway does so where the mesh configuration has an extension provider for it; "
            + "otherwise the Ingress isn't converted, because everybody would get in.",
        "Declare the service, as one fixed address and path, as an envoyExtAuthzHttp extension provider of the mesh; then convert again."
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
        "nginx answers 403 to all other addresses. A policy of the gateway does the same for exact hosts, and for plain paths where a "
            + "host's paths are protected differently; otherwise the Ingress isn't converted, because everybody would get in.",
        "Give the protected paths a host of their own, or the same list to all Ingresses of the host."
    );

    /// <summary>SI1705.</summary>
    public static readonly FindingDefinition SourceDenyListLost = new(
        "SI1705",
        FindingSeverity.Error,
        "The list of denied addresses isn't kept",
        "nginx answers 403 to these addresses. A policy of the gateway does the same for exact hosts, and for plain paths where a host's "
            + "paths are protected differently; otherwise the Ingress isn't converted, because they would get in.",
        "Give the protected paths a host of their own, or the same list to all Ingresses of the host."
    );

    /// <summary>SI1706.</summary>
    public static readonly FindingDefinition SatisfyAnyLost = new(
        "SI1706",
        FindingSeverity.Error,
        "Either address or authentication can't be said",
        "nginx lets in whoever comes from an allowed address or knows a password. Beside auth-url the gateway can say that, beside "
            + "auth-type it can't. Accepted together with the loss of the password, the list of addresses alone holds.",
        "Put the password check into an authentication service that auth-url names, or separate the two by host or path."
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
        "nginx verifies clients' certificates for the whole host. So does a server of the tenant's own Gateway, for hosts with a certificate "
            + "of their own; common names and unverified certificates it can't judge. Otherwise the Ingress isn't converted, because everybody "
            + "would get in.",
        "Give the host a domain and a certificate of its own, and let the backend judge common names (ssl-client-subject-dn)."
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

    /// <summary>SI1711.</summary>
    public static readonly FindingDefinition ClientAddressHidden = new(
        "SI1711",
        FindingSeverity.Error,
        "The gateway wouldn't see the clients' addresses",
        "A list of addresses protects the Ingress, and the gateway would hold another address against it than nginx does: the wrong ones "
            + "could get in. The Ingress isn't converted. Accepting the code converts it with its list.",
        "Let the gateway see the clients: externalTrafficPolicy: Local on its Service; behind proxies "
            + "meshConfig.defaultConfig.gatewayTopology.numTrustedProxies with their number; for the PROXY protocol its proxyProtocol. Then "
            + "convert again."
    );

    /// <summary>SI1712.</summary>
    public static readonly FindingDefinition AddressesDeniedByGateway = new(
        "SI1712",
        FindingSeverity.Info,
        "A policy of the gateway keeps the addresses out",
        "An AuthorizationPolicy in the gateway's namespace stands for the list. Who is kept out gets 403 with another page than nginx's, "
            + "and without the headers that nginx adds to it (CORS, Strict-Transport-Security, those of snippets).",
        "Nothing, as long as nobody reads the page."
    );

    /// <summary>SI1713.</summary>
    public static readonly FindingDefinition AddressesDeniedFirst = new(
        "SI1713",
        FindingSeverity.Warning,
        "Who is kept out gets 403 before any redirect",
        "nginx redirects, answers preflights and runs the returns of snippets before it looks at addresses; the gateway looks at them "
            + "first. Clients that may pass see no difference.",
        "Nothing, unless clients that are kept out rely on the redirect."
    );

    /// <summary>SI1714.</summary>
    public static readonly FindingDefinition UnusualPathsClosed = new(
        "SI1714",
        FindingSeverity.Warning,
        "Paths with double or escaped slashes are answered 404",
        "The paths of the host are protected differently. nginx reads // and %2F as one slash before it chooses; the gateway doesn't, and "
            + "such a path could pass for an unprotected one. So it is answered 404.",
        "With meshConfig.pathNormalization.normalization: DECODE_AND_MERGE_SLASHES the gateway reads paths as nginx does, and converting "
            + "again needs no such route."
    );

    /// <summary>SI1715.</summary>
    public static readonly FindingDefinition ClientAddressesPresumed = new(
        "SI1715",
        FindingSeverity.Warning,
        "The gateway is presumed to see the clients' addresses",
        "Lists of addresses were converted, and the cluster doesn't show whether connections reach the gateway with the addresses of the "
            + "clients.",
        "Set externalTrafficPolicy: Local on the gateway's Service, or see to it otherwise, before the hosts are switched over."
    );

    /// <summary>SI1716.</summary>
    public static readonly FindingDefinition ForwardedAddresses = new(
        "SI1716",
        FindingSeverity.Warning,
        "The gateway counts proxies where nginx trusts networks",
        "nginx takes the first address of X-Forwarded-For behind its trusted networks (by default every client may name one). The gateway "
            + "takes the entry that numTrustedProxies points to, which clients can't forge.",
        "Check that numTrustedProxies is the number of proxies in front of the gateway."
    );

    /// <summary>SI1717.</summary>
    public static readonly FindingDefinition MeshSettingsUnreadable = new(
        "SI1717",
        FindingSeverity.Warning,
        "The mesh configuration can't be read",
        "What it says of trusted proxies, paths and authorization providers counts as not said: what needs it is refused.",
        "Correct the text; istiod can't read it either."
    );

    /// <summary>SI1718.</summary>
    public static readonly FindingDefinition StrayClientCertificates = new(
        "SI1718",
        FindingSeverity.Warning,
        "nginx asks the clients of unknown hosts for the certificate of a canary",
        "A host that only a canary Ingress has is no host for nginx, and the canary's demand for client certificates falls on the "
            + "requests for hosts that no Ingress has. The gateway doesn't do that.",
        "Remove the annotation from the canary."
    );

    /// <summary>SI1720.</summary>
    public static readonly FindingDefinition AuthenticationFailsOpen = new(
        "SI1720",
        FindingSeverity.Warning,
        "nginx lets every request in because of a bad value",
        "A bad value beside auth-url makes nginx forget the authentication: the application is open today, and stays so.",
        "Correct the value; then convert again."
    );

    /// <summary>SI1722.</summary>
    public static readonly FindingDefinition AuthenticationAskedDifferently = new(
        "SI1722",
        FindingSeverity.Warning,
        "The authentication service is asked differently",
        "A policy of action CUSTOM asks it. Envoy appends the request's path to the service's, keeps the request's method and sends only the "
            + "headers that the provider lists; nginx asks the URL itself by GET, with all headers and X-Original-URL. nginx redirects before it "
            + "asks, the gateway after. A header that the service leaves out stays as the client sent it.",
        "Check that the service answers such requests alike, and that it always sets the headers that the backend trusts."
    );

    /// <summary>SI1723.</summary>
    public static readonly FindingDefinition SignInRedirectLost = new(
        "SI1723",
        FindingSeverity.Warning,
        "Clients aren't redirected to sign in",
        "nginx answers 302 to auth-signin when the service says 401. The gateway hands the service's own answer to the client: nobody gets in "
            + "who wouldn't with nginx, but browsers don't find the way to the login by themselves.",
        "Let the service itself answer with the redirect (oauth2-proxy: ask /oauth2/ in place of /oauth2/auth)."
    );

    /// <summary>SI1724.</summary>
    public static readonly FindingDefinition AuthenticationDetailLost = new(
        "SI1724",
        FindingSeverity.Warning,
        "A detail of the authentication isn't kept",
        "The question to the authentication service, or what becomes of its answer, stands in the extension provider and not in the Ingress.",
        "Check whether the service needs it; headers can be added in the provider (includeAdditionalHeadersInCheck, headersToDownstreamOnAllow)."
    );

    /// <summary>SI1725.</summary>
    public static readonly FindingDefinition AuthenticationTuning = new(
        "SI1725",
        FindingSeverity.Info,
        "The annotation only spares the authentication service work",
        "nginx caches answers and keeps connections. The gateway asks about every request, over its own pool of connections.",
        "Give the service room for more questions where nginx cached many."
    );

    /// <summary>SI1726.</summary>
    public static readonly FindingDefinition PasswordsCheckedByProvider = new(
        "SI1726",
        FindingSeverity.Warning,
        "A provider of the mesh checks user names and passwords",
        "-PasswordProvider names it. A policy of action CUSTOM has it asked about each request; whom it lets in, the Ingress no longer says.",
        "See to it that the provider knows the users of the Secret before the host is switched over."
    );

    /// <summary>SI1730.</summary>
    public static readonly FindingDefinition ClientCertificatesByTls = new(
        "SI1730",
        FindingSeverity.Warning,
        "Clients without a valid certificate are refused during the TLS handshake",
        "nginx answers them 400, the gateway ends the connection. nginx takes chains of auth-tls-verify-depth certificates (1 unless said "
            + "otherwise), the gateway any chain up to the authority. The authority is copied into the gateway's namespace.",
        "Nothing, as long as the authority has no subordinate ones that nginx kept out by depth. Convert again when it changes."
    );

    /// <summary>SI1731.</summary>
    public static readonly FindingDefinition ClientCertificateDetailLost = new(
        "SI1731",
        FindingSeverity.Warning,
        "A detail of client certificates isn't kept",
        "TLS at the gateway has no such setting.",
        "See what becomes of it; the certificates themselves are verified."
    );

    /// <summary>SI1732.</summary>
    public static readonly FindingDefinition ClientVerdictNotSent = new(
        "SI1732",
        FindingSeverity.Warning,
        "The backend doesn't get ssl-client-verify",
        "nginx tells the backend SUCCESS or NONE. The gateway can say that only where nobody gets in without a certificate: mode on, and plain "
            + "HTTP redirected. What clients send under this name is removed.",
        "Let the backend look at ssl-client-subject-dn, which is there only with a verified certificate."
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
