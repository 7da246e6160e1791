namespace SealosIstio.Migration.Findings;

// SI11xx: hosts and paths.
public static partial class FindingCatalog
{
    /// <summary>A rule without host in a tenant's namespace.</summary>
    public static readonly FindingDefinition CatchAllHostInTenant = new(
        "SI1101",
        FindingSeverity.Error,
        "A rule without host would catch every tenant's unmatched requests",
        "On a gateway that tenants share, host * takes all requests that no other host takes.",
        "Give the rule a host, or accept it with -AllowCatchAllHost."
    );

    /// <summary>A rule without host elsewhere.</summary>
    public static readonly FindingDefinition CatchAllHost = new(
        "SI1102",
        FindingSeverity.Warning,
        "A rule without host becomes host *",
        "It takes all requests that no other host takes, on plain HTTP only: a certificate for every name doesn't exist.",
        "Give the rule a host if it is meant for one."
    );

    /// <summary>An invalid host.</summary>
    public static readonly FindingDefinition InvalidHost = new(
        "SI1103",
        FindingSeverity.Error,
        "The host is not a DNS name",
        "A host is a DNS-1123 name of at most 253 characters, in lower case, with a wildcard only as its whole first label.",
        "Correct the host."
    );

    /// <summary>A host that a Gateway can't have.</summary>
    public static readonly FindingDefinition HostRefusedByIstio = new(
        "SI1140",
        FindingSeverity.Error,
        "Istio refuses this host in a Gateway",
        "A Gateway takes no name without a dot, such as localhost, and none whose last label is a number. nginx serves both.",
        "Give the rule a host name with a domain."
    );

    /// <summary>A regular expression that RE2 lacks.</summary>
    public static readonly FindingDefinition UnsupportedRegex = new(
        "SI1104",
        FindingSeverity.Error,
        "The regular expression cannot be said in RE2",
        "nginx uses PCRE, Envoy RE2: look-around, back references, possessive and atomic groups don't exist there, and Istio "
            + "takes at most 1024 characters.",
        "Rewrite the path without that construct."
    );

    /// <summary>The same path twice.</summary>
    public static readonly FindingDefinition DuplicatePath = new(
        "SI1105",
        FindingSeverity.Warning,
        "An older rule already serves this host and path",
        "nginx gives a path to the oldest Ingress (for equal age, to the last in alphabetical order); this rule has no effect.",
        "Remove the rule, or the one that is named."
    );

    /// <summary>Regex mode through a neighbour.</summary>
    public static readonly FindingDefinition RegexByNeighbour = new(
        "SI1106",
        FindingSeverity.Warning,
        "Another Ingress turns every path of this host into a regular expression",
        "One use-regex or rewrite-target makes nginx match all paths of the host case-insensitively, anchored at the start only. "
            + "The VirtualService does the same.",
        "Move the regular expressions to a host of their own."
    );

    /// <summary>The same host in two namespaces.</summary>
    public static readonly FindingDefinition SharedHost = new(
        "SI1107",
        FindingSeverity.Error,
        "Ingresses of several namespaces claim this host",
        "nginx merges them. On an Istio gateway either namespace could take over the other's paths, so the host is not converted.",
        "Leave the host to one namespace, or accept the sharing with -AllowSharedHost."
    );

    /// <summary>The same host in two namespaces, allowed.</summary>
    public static readonly FindingDefinition SharedHostDelegated = new(
        "SI1108",
        FindingSeverity.Warning,
        "The host is shared with another namespace through delegates",
        "The oldest Ingress's namespace owns the root VirtualService; it delegates each run of paths to its namespace.",
        "Leave the host to one namespace when you can."
    );

    /// <summary>Paths that differ by a slash.</summary>
    public static readonly FindingDefinition SlashClash = new(
        "SI1109",
        FindingSeverity.Warning,
        "This path and another one differ by the trailing slash only",
        "nginx refuses such a configuration as a whole and goes on with the previous one. The longer of the two keeps its prefix.",
        "Remove one of the two paths."
    );

    /// <summary>The bare path of a directory.</summary>
    public static readonly FindingDefinition InvalidPath = new(
        "SI1110",
        FindingSeverity.Error,
        "The path is not usable",
        "A path starts with / and has no control characters.",
        "Correct the path."
    );

    /// <summary>nginx's path normalization.</summary>
    public static readonly FindingDefinition PathNormalization = new(
        "SI1111",
        FindingSeverity.Info,
        "nginx decodes and normalizes paths before it matches them",
        "nginx matches the path with percent escapes decoded, dot segments resolved and doubled slashes merged, and hands it to the backend "
            + "as it came. The gateway chooses alike only with the mesh setting pathNormalization: DECODE_AND_MERGE_SLASHES, and then hands on "
            + "the normalized path.",
        "Leave the mesh setting alone, unless clients send such paths and the backends take them normalized."
    );

    /// <summary>The trailing slash of redirects to HTTPS.</summary>
    public static readonly FindingDefinition HttpsRedirectKeepsSlash = new(
        "SI1113",
        FindingSeverity.Info,
        "The redirect to HTTPS keeps a trailing slash",
        "nginx strips one trailing slash from the path when it redirects to HTTPS (unless preserve-trailing-slash is true), "
            + "Envoy keeps the path as it is. Where a VirtualService has several hosts the redirect keeps the request's port as well; where it "
            + "has one, the Location has it in lower case.",
        "Nothing to do: the HTTPS side serves the path with its slash."
    );

    /// <summary>A redirect status that Envoy lacks.</summary>
    public static readonly FindingDefinition RedirectCodeUnsupported = new(
        "SI1114",
        FindingSeverity.Warning,
        "Envoy has no such redirect status",
        "Envoy redirects with 301, 302, 303, 307 and 308 only.",
        "Choose one of these."
    );

    /// <summary>A redirect to https without HTTPS.</summary>
    public static readonly FindingDefinition RedirectWithoutTls = new(
        "SI1115",
        FindingSeverity.Warning,
        "Plain HTTP redirects to HTTPS, but the host has no certificate",
        "nginx answers with its fallback certificate; the gateway has no HTTPS server for the host. If TLS ends in front of the "
            + "gateway, the redirect would loop, as it does with nginx.",
        "Give the host a tls entry with a Secret, or remove force-ssl-redirect."
    );

    /// <summary>An alias that another Ingress owns.</summary>
    public static readonly FindingDefinition AliasTaken = new(
        "SI1116",
        FindingSeverity.Warning,
        "Another Ingress owns this alias",
        "nginx ignores an alias that some rule has as its host, and so does the conversion.",
        "Remove the alias."
    );

    /// <summary>A rewrite that is not expressible.</summary>
    public static readonly FindingDefinition RewriteUnsupported = new(
        "SI1117",
        FindingSeverity.Error,
        "The rewrite target cannot be said in a VirtualService",
        "Envoy substitutes $1 to $9 only; nginx's variables have no counterpart in a rewrite, and a full URL with captures none "
            + "in a redirect.",
        "Use literal text and numbered captures."
    );

    /// <summary>A rewrite target that nginx ignores.</summary>
    public static readonly FindingDefinition WildcardDepth = new(
        "SI1118",
        FindingSeverity.Info,
        "The wildcard is narrowed to one label",
        "nginx's *.x matches one label, Istio's any number. The routes carry an authority match that keeps nginx's meaning; a host "
            + "with more labels is answered 404 by the gateway, even where nginx has rules without host.",
        "Nothing to do."
    );

    /// <summary>www redirect onto itself.</summary>
    public static readonly FindingDefinition WwwRedirectSkipped = new(
        "SI1119",
        FindingSeverity.Info,
        "The other name has rules of its own, so nothing redirects",
        "nginx redirects between a host and its www twin only when the twin isn't declared.",
        "Nothing to do."
    );

    /// <summary>The twin lacks a certificate.</summary>
    public static readonly FindingDefinition WwwRedirectWithoutCertificate = new(
        "SI1120",
        FindingSeverity.Warning,
        "The twin host redirects on plain HTTP only",
        "The certificate of the host doesn't name its www twin, so the gateway gets no HTTPS server for it.",
        "Issue a certificate for both names."
    );

    /// <summary>A backend.resource.</summary>
    public static readonly FindingDefinition ResourceBackend = new(
        "SI1121",
        FindingSeverity.Error,
        "A resource backend is not converted",
        "ingress-nginx skips paths whose backend is a resource; Istio has no counterpart.",
        "Point the path to a Service."
    );

    /// <summary>A canary without primary.</summary>
    public static readonly FindingDefinition CanaryWithoutPrimary = new(
        "SI1122",
        FindingSeverity.Error,
        "The canary has no primary Ingress, so nginx serves nothing",
        "A canary only adds to the Ingress that has the same host, path and path type.",
        "Create the primary, or remove the canary annotation."
    );

    /// <summary>A second canary.</summary>
    public static readonly FindingDefinition CanaryIgnored = new(
        "SI1123",
        FindingSeverity.Warning,
        "Another canary of this path comes first, so nginx ignores this one",
        "nginx takes one canary per backend: the oldest (for equal age, the last in alphabetical order).",
        "Keep one canary per path."
    );

    /// <summary>A host below a public wildcard that its certificate doesn't cover.</summary>
    public static readonly FindingDefinition BeyondPublicWildcard = new(
        "SI1124",
        FindingSeverity.Warning,
        "The public wildcard certificate doesn't cover this host",
        "A wildcard stands for one label; this host has more below the public domain.",
        "Use a host with one label below the public domain, or issue a certificate for it."
    );

    /// <summary>Weights in nginx and Istio.</summary>
    public static readonly FindingDefinition CanarySpreads = new(
        "SI1125",
        FindingSeverity.Info,
        "The canary also takes other paths of its primary's Service",
        "nginx attaches a canary to the Service of the matching path, so it acts wherever that Service and port are used. The "
            + "VirtualService does the same.",
        "Use a Service of its own for the path if only that path should be diverted."
    );

    /// <summary>An alias that is no host.</summary>
    public static readonly FindingDefinition AliasUnsupported = new(
        "SI1126",
        FindingSeverity.Error,
        "An alias is no host name: requests for it are not served",
        "nginx also takes regular expressions as server names; Istio takes names and wildcards only.",
        "List the names one by one."
    );

    /// <summary>The redirect of a www twin.</summary>
    public static readonly FindingDefinition WwwRedirectKeepsSlash = new(
        "SI1127",
        FindingSeverity.Info,
        "The redirect to the host with or without www keeps a closing slash",
        "nginx leaves the slash at the end of the path out of the Location; a VirtualService can't.",
        "Nothing: the target has the slash again after its own redirect, if it needs one."
    );

    /// <summary>A path behind a pattern for everything.</summary>
    public static readonly FindingDefinition UnreachablePath = new(
        "SI1128",
        FindingSeverity.Warning,
        "Another path of the host takes everything before this one is tried",
        "With regular expressions nginx tries the longest pattern first, by its text and not by what it matches.",
        "Move the path to a host of its own, or write the other pattern more narrowly."
    );

    /// <summary>A path whose Service a canary has taken.</summary>
    public static readonly FindingDefinition HiddenByCanary = new(
        "SI1142",
        FindingSeverity.Warning,
        "A canary has the same Service and port, so nginx doesn't serve the path",
        "nginx knows a Service and port once. When an older canary Ingress names it first, it is the canary's, and no path of another "
            + "Ingress leads to it; requests go to the next path that fits. The gateway does the same.",
        "Give the canary a Service of its own, or remove it; then convert again."
    );

    /// <summary>A path of a canary that is served like any other.</summary>
    public static readonly FindingDefinition CanaryServesPath = new(
        "SI1144",
        FindingSeverity.Warning,
        "A path of the canary is one that nginx serves by itself",
        "A canary's path without a primary has no effect, unless its Service and port are those of an Ingress that is no canary: "
            + "nginx then serves it as any other path. The conversion doesn't.",
        "Move the path to an Ingress without canary annotations."
    );

    /// <summary>A Service that a canary's default backend takes away.</summary>
    public static readonly FindingDefinition TakenByCanary = new(
        "SI1145",
        FindingSeverity.Warning,
        "The default backend of a canary has the same Service and port",
        "nginx makes nothing of a canary's default backend, and forgets the Service and port with it: other paths that lead there may be "
            + "answered 503. The gateway serves them.",
        "Remove the default backend from the canary."
    );

    /// <summary>The redirect to a directory.</summary>
    public static readonly FindingDefinition DirectoryRedirectKeepsHost = new(
        "SI1143",
        FindingSeverity.Info,
        "The redirect to the path with a slash has the host as the client wrote it",
        "nginx sends a client from /a to /a/ with the host in lower case and without port. Where a VirtualService has several hosts, or a "
            + "wildcard, the gateway's redirect keeps the request's.",
        "Nothing to do."
    );

    /// <summary>A canary whose Service has no endpoint.</summary>
    public static readonly FindingDefinition CanaryWithoutEndpoints = new(
        "SI1129",
        FindingSeverity.Info,
        "The canary's share is refused while its Service has no ready endpoint",
        "nginx then leaves all requests to the primary; the gateway answers 503 to those that are the canary's.",
        "Remove the canary before its Service is scaled to zero."
    );
}
