namespace SealosIstio.Migration.Findings;

// SI18xx: what nginx does unasked.
public static partial class FindingCatalog
{
    /// <summary>HSTS.</summary>
    public static readonly FindingDefinition ImplicitHsts = new(
        "SI1801",
        FindingSeverity.Info,
        "Strict-Transport-Security is set by routes, not by the gateway as a whole",
        "ingress-nginx sends the header with every HTTPS answer. So do the routes of hosts with HTTPS; answers that no route gives lack it, "
            + "such as 404 for a path that nobody routes or 503 without a backend.",
        "Nothing to do."
    );

    /// <summary>The body limit.</summary>
    public static readonly FindingDefinition ImplicitBodySize = new(
        "SI1802",
        FindingSeverity.Info,
        "nginx refuses bodies over 1 MiB by default",
        "The limit applies to every Ingress without proxy-body-size. It is kept for announced lengths (Content-Length) unless the "
            + "user says otherwise; a body of unknown length passes the gateway at any size.",
        "Let an application that must not get more limit such bodies itself."
    );

    /// <summary>Timeouts.</summary>
    public static readonly FindingDefinition ImplicitTimeouts = new(
        "SI1803",
        FindingSeverity.Info,
        "nginx gives up on a silent backend after 60 s, the gateway waits",
        "proxy-read-timeout and proxy-send-timeout are 60 s by default, between two reads or writes; Istio has no such default.",
        "Set timeouts where a caller depends on them."
    );

    /// <summary>Forwarded headers.</summary>
    public static readonly FindingDefinition ImplicitForwardedHeaders = new(
        "SI1804",
        FindingSeverity.Info,
        "The headers that describe the client differ",
        "nginx sets X-Real-IP, X-Forwarded-Host, X-Forwarded-Port, X-Forwarded-Scheme, X-Scheme and X-Original-*; the gateway sets "
            + "X-Forwarded-For, X-Forwarded-Proto, X-Request-Id and X-Envoy-*.",
        "Let applications read X-Forwarded-For and X-Forwarded-Proto, and set numTrustedProxies for proxies in front."
    );

    /// <summary>Errors of the proxy itself.</summary>
    public static readonly FindingDefinition ImplicitErrors = new(
        "SI1805",
        FindingSeverity.Info,
        "The proxy's own error answers differ",
        "Where a backend can't be reached nginx answers 502 or 504 with a page of its own, the gateway 503 with a line of text; nginx "
            + "refuses TRACE and CONNECT with 405, the gateway passes TRACE on.",
        "Let monitoring and clients treat 503 like 502."
    );

    /// <summary>Server names.</summary>
    public static readonly FindingDefinition ImplicitServerName = new(
        "SI1806",
        FindingSeverity.Info,
        "HTTPS goes by the server name of the connection, not by the Host header alone",
        "nginx takes the server name for the certificate and the Host header for the rest. The gateway answers 404 where the two name hosts "
            + "of different certificates, and where the connection names no host.",
        "Let health checks and proxies in front send the server name (SNI) of the host that they ask for."
    );

    /// <summary>Unusual request lines.</summary>
    public static readonly FindingDefinition ImplicitRequestForm = new(
        "SI1807",
        FindingSeverity.Info,
        "Unusual request lines are read differently",
        "nginx passes the Host header on although the request line holds a whole URL, ignores a dot at the end of a host and refuses the target "
            + "*; Envoy takes the host of the URL, knows no host with a dot and answers 404.",
        "Nothing: no usual client sends such requests."
    );

    /// <summary>A configuration that nginx refuses.</summary>
    public static readonly FindingDefinition NginxRefuses = new(
        "SI1808",
        FindingSeverity.Warning,
        "nginx refuses its whole configuration because of this",
        "nginx goes on with the configuration from before, for every host, or answers 404 if there was none. The conversion is of what the "
            + "Ingresses say now, so every change since then takes effect with it.",
        "Correct it before the migration and see nginx take it."
    );

    /// <summary>Compression.</summary>
    public static readonly FindingDefinition CompressionByEnvoy = new(
        "SI1811",
        FindingSeverity.Info,
        "Answers are compressed by Envoy's compressor filter",
        "It takes the controller's media types, lengths and levels and holds for every host of the gateway. Unlike nginx it takes a "
            + "strong ETag away instead of weakening it, and it leaves answers alone that say no-transform.",
        "Nothing to do."
    );

    /// <summary>A key of the controller's ConfigMap.</summary>
    public static readonly FindingDefinition ControllerSetting = new(
        "SI1810",
        FindingSeverity.Warning,
        "A setting of the nginx controller isn't carried over",
        "It holds for every Ingress of the controller; the gateway doesn't know it.",
        "Decide whether clients or applications depend on it, and set its counterpart on the gateway or in the mesh configuration."
    );
}
