namespace SealosIstio.Migration.Findings;

public static partial class FindingCatalog
{
    /// <summary>SI1200.</summary>
    public static readonly FindingDefinition AnnotationUnknown = new(
        "SI1200",
        FindingSeverity.Warning,
        "The annotation is unknown to ingress-nginx 1.15",
        "nginx never reads it: it may be misspelt, removed from nginx, or meant for another controller. Nothing is made of it.",
        "Check the spelling; remove the annotation when nobody needs it."
    );

    /// <summary>SI1201.</summary>
    public static readonly FindingDefinition AnnotationValueIgnored = new(
        "SI1201",
        FindingSeverity.Warning,
        "nginx ignores the annotation's value",
        "nginx can't use the value and goes on as if the annotation were missing; so does the conversion.",
        "Correct the value or remove the annotation."
    );

    /// <summary>SI1202.</summary>
    public static readonly FindingDefinition AnnotationDropsIngress = new(
        "SI1202",
        FindingSeverity.Error,
        "The annotation's value makes nginx drop the Ingress",
        "nginx serves nothing of an Ingress with such a value. If the value came with a change, nginx still serves the version "
            + "before it, which the cluster no longer has. The Ingress isn't converted.",
        "Correct the value or remove the annotation."
    );

    /// <summary>SI1203.</summary>
    public static readonly FindingDefinition AnnotationDeniesRequests = new(
        "SI1203",
        FindingSeverity.Warning,
        "The annotation's value makes nginx refuse all requests",
        "nginx answers every request to the Ingress's paths with 503, to be on the safe side. The gateway does the same.",
        "Correct the value or remove the annotation; then convert again."
    );

    /// <summary>SI1210.</summary>
    public static readonly FindingDefinition BodySizeByLength = new(
        "SI1210",
        FindingSeverity.Info,
        "The limit of request bodies holds for announced lengths",
        "A route answers 413 to requests whose Content-Length is above the limit, as nginx does. nginx also stops a request of unknown "
            + "length (chunked, or HTTP/2 without Content-Length) at the limit; the gateway passes it on.",
        "Let an application that must not get more limit such bodies itself."
    );

    /// <summary>SI1211.</summary>
    public static readonly FindingDefinition NginxTuningDropped = new(
        "SI1211",
        FindingSeverity.Info,
        "A setting of nginx itself is dropped",
        "The annotation tunes nginx' inner workings; Envoy works without it and clients see no difference.",
        "Nothing to do."
    );

    /// <summary>SI1212.</summary>
    public static readonly FindingDefinition RequestBufferingLost = new(
        "SI1212",
        FindingSeverity.Info,
        "Request bodies are streamed to the backend",
        "nginx reads a whole request before it calls the backend, unless told otherwise. Envoy doesn't.",
        "Check that the backend bears clients that send slowly."
    );

    /// <summary>SI1213.</summary>
    public static readonly FindingDefinition CookieRewritingLost = new(
        "SI1213",
        FindingSeverity.Warning,
        "The backend's cookies aren't rewritten",
        "nginx changes the domain or path of cookies in the backend's answers. Istio's routes can't.",
        "Let the application set the right domain and path, or add an EnvoyFilter with a Lua filter on the gateway."
    );

    /// <summary>SI1214.</summary>
    public static readonly FindingDefinition BackendRedirectRewritingLost = new(
        "SI1214",
        FindingSeverity.Warning,
        "The backend's redirects aren't rewritten",
        "nginx changes the Location header of the backend's answers. Istio's routes can't.",
        "Let the application build its redirects from X-Forwarded-Proto and Host, or add an EnvoyFilter with a Lua filter."
    );

    /// <summary>SI1215.</summary>
    public static readonly FindingDefinition HttpVersionNotKept = new(
        "SI1215",
        FindingSeverity.Warning,
        "HTTP/1.0 to the backend isn't kept",
        "Envoy calls backends with HTTP/1.1 or HTTP/2.",
        "Check that the backend understands HTTP/1.1, chunked bodies and kept connections included."
    );

    /// <summary>SI1216.</summary>
    public static readonly FindingDefinition ConnectionHeaderNotKept = new(
        "SI1216",
        FindingSeverity.Warning,
        "The Connection header can't be set",
        "The header belongs to the connection between Envoy and the backend, which Envoy governs alone.",
        "To close connections early, set connectionPool.http.maxRequestsPerConnection in a DestinationRule."
    );

    /// <summary>SI1217.</summary>
    public static readonly FindingDefinition CustomErrorsLost = new(
        "SI1217",
        FindingSeverity.Warning,
        "Error pages aren't replaced",
        "nginx replaces answers with these status codes by those of a default backend. Istio's routes pass them on.",
        "Let the application write its error pages, or add an EnvoyFilter with local replies or a Lua filter on the gateway."
    );

    /// <summary>SI1218.</summary>
    public static readonly FindingDefinition FallbackBackendLost = new(
        "SI1218",
        FindingSeverity.Warning,
        "There is no fallback when the backend has no endpoints",
        "nginx then turns to the default backend. Istio answers 503.",
        "Keep an endpoint alive for maintenance pages, or switch the route by hand."
    );

    /// <summary>SI1219.</summary>
    public static readonly FindingDefinition MirroringLost = new(
        "SI1219",
        FindingSeverity.Warning,
        "Requests aren't mirrored",
        "nginx sends a copy of each request to a URL. Istio mirrors to hosts that it knows, always with the body, to the path that the "
            + "backend gets, and changes the Host to end in -shadow, for which servers outside have no site.",
        "Mirror to a Service of the same namespace that passes the copies on."
    );

    /// <summary>SI1274.</summary>
    public static readonly FindingDefinition TlsPassedThrough = new(
        "SI1274",
        FindingSeverity.Info,
        "TLS goes to the backend unopened",
        "A Gateway server with tls.mode PASSTHROUGH hands connections for the host to the Service of its path /. Nothing else of the "
            + "Ingress concerns them, as in nginx. Plain HTTP goes the usual way, without TLS to the backend even where "
            + "backend-protocol asks for it.",
        "Nothing to do, as long as plain HTTP is redirected."
    );

    /// <summary>SI1273.</summary>
    public static readonly FindingDefinition MirroredWithOtherHost = new(
        "SI1273",
        FindingSeverity.Info,
        "Copies of requests carry another Host",
        "Envoy sends each copy to the Service with the Host of the request and -shadow behind it, and mirror-host isn't kept; nginx "
            + "sends mirror-host or the Service's name. The client's answer never depends on a copy.",
        "Let the Service that gets the copies take any Host."
    );

    /// <summary>SI1220.</summary>
    public static readonly FindingDefinition RateLimitLost = new(
        "SI1220",
        FindingSeverity.Warning,
        "Clients' requests or connections aren't limited",
        "nginx limits them for each client address, for each of its replicas, and answers 503 beyond. Envoy counts connections of "
            + "all clients together, and a limit of requests has no exceptions.",
        "Use a rate limit service with the gateway, or let the load balancer in front limit connections."
    );

    /// <summary>SI1271.</summary>
    public static readonly FindingDefinition RateLimitOfRoute = new(
        "SI1271",
        FindingSeverity.Info,
        "Clients' requests are limited by an EnvoyFilter",
        "The gateway's local_ratelimit filter gives each client address a bucket of the same size and rate, for each gateway pod as "
            + "nginx does for each of its pods. It counts each route by itself, http and https apart, where nginx counts a whole "
            + "Ingress. It takes Envoy 1.34, the one in Istio 1.26: older gateways don't limit.",
        "Upgrade gateways older than Istio 1.26, and set numTrustedProxies where a proxy in front hides the clients' addresses."
    );

    /// <summary>SI1221.</summary>
    public static readonly FindingDefinition BandwidthLimitLost = new(
        "SI1221",
        FindingSeverity.Warning,
        "The bandwidth of responses isn't limited",
        "nginx slows down each response. Istio's routes don't.",
        "Add an EnvoyFilter with the bandwidth_limit filter on the gateway."
    );

    /// <summary>SI1222.</summary>
    public static readonly FindingDefinition FastCgiNotSupported = new(
        "SI1222",
        FindingSeverity.Error,
        "FastCGI isn't supported",
        "Envoy can't call FastCGI backends.",
        "Put a web server that speaks FastCGI beside the application and route HTTP to it."
    );

    /// <summary>SI1224.</summary>
    public static readonly FindingDefinition TlsCiphersNotKept = new(
        "SI1224",
        FindingSeverity.Warning,
        "The host's TLS ciphers aren't kept",
        "In Istio ciphers belong to a Gateway's server, in Envoy's names; OpenSSL's expressions have no translation.",
        "Set tls.cipherSuites of the Gateway's server where the defaults don't do."
    );

    /// <summary>SI1225.</summary>
    public static readonly FindingDefinition BackendTlsSettingLost = new(
        "SI1225",
        FindingSeverity.Warning,
        "A setting of TLS to the backend isn't kept",
        "A DestinationRule says only a part of what nginx does between itself and a backend that speaks TLS.",
        "Compare with trafficPolicy.tls of the Service's DestinationRule; use an EnvoyFilter for versions, ciphers and depth."
    );

    /// <summary>SI1226.</summary>
    public static readonly FindingDefinition TelemetrySettingLost = new(
        "SI1226",
        FindingSeverity.Info,
        "Logging or tracing of single routes isn't kept",
        "The gateway logs and traces all hosts alike.",
        "Use a Telemetry object on the gateway, with a filter by host or path where needed."
    );

    /// <summary>SI1228.</summary>
    public static readonly FindingDefinition ServiceUpstreamDropped = new(
        "SI1228",
        FindingSeverity.Info,
        "Endpoints are called directly",
        "nginx calls the Service's cluster IP on request. Envoy balances over the endpoints itself.",
        "Nothing to do."
    );

    /// <summary>SI1230.</summary>
    public static readonly FindingDefinition StreamSnippetNotConverted = new(
        "SI1230",
        FindingSeverity.Error,
        "Stream configuration isn't converted",
        "A stream-snippet opens TCP or UDP ports of nginx, beside HTTP.",
        "Add a Gateway server with protocol TCP and a VirtualService with tcp routes."
    );

    /// <summary>SI1231.</summary>
    public static readonly FindingDefinition HashSubsetLost = new(
        "SI1231",
        FindingSeverity.Warning,
        "Hashing to a subset isn't kept",
        "nginx spreads the requests of one hash over several endpoints. Envoy's hash chooses one.",
        "Check that a single endpoint bears the requests of one key."
    );

    /// <summary>SI1232.</summary>
    public static readonly FindingDefinition StickySessionDetailLost = new(
        "SI1232",
        FindingSeverity.Warning,
        "A detail of sticky sessions isn't kept",
        "Istio's session cookie has a name, a path and a lifetime, since 1.28 further attributes as well, which are kept when the "
            + "cluster shows such a release. Sessions follow a hash over the endpoints.",
        "Check that the application bears it, or add an EnvoyFilter with the stateful_session filter."
    );

    /// <summary>SI1234.</summary>
    public static readonly FindingDefinition RedirectDetailLost = new(
        "SI1234",
        FindingSeverity.Warning,
        "A detail of redirects isn't kept",
        "It shapes the Location of redirects that nginx itself makes.",
        "Check the clients that follow such redirects."
    );

    /// <summary>SI1240.</summary>
    public static readonly FindingDefinition AnnotationNotConverted = new(
        "SI1240",
        FindingSeverity.Warning,
        "The annotation wasn't carried over",
        "It usually is, but nothing of this Ingress's result carries it, and no other finding says why.",
        "Check the result and add by hand what is missing."
    );

    /// <summary>SI1280.</summary>
    public static readonly FindingDefinition CertificateOwnedByIngress = new(
        "SI1280",
        FindingSeverity.Warning,
        "cert-manager's Certificate goes with the Ingress",
        "cert-manager made a Certificate because of this annotation. It is owned by the Ingress: deleting the Ingress deletes "
            + "it, and the certificate is never renewed again.",
        "Create a Certificate of its own before the Ingress is deleted."
    );

    /// <summary>SI1281.</summary>
    public static readonly FindingDefinition OtherControllerAnnotation = new(
        "SI1281",
        FindingSeverity.Info,
        "The annotation is meant for Higress",
        "nginx never reads it. Nothing is made of it.",
        "Nothing to do, unless Higress serves this Ingress as well."
    );

    /// <summary>SI1290.</summary>
    public static readonly FindingDefinition AnnotationHasNoEffect = new(
        "SI1290",
        FindingSeverity.Info,
        "The annotation has no effect here",
        "nginx doesn't act on it in this Ingress, or it asks for what holds anyway.",
        "Nothing to do."
    );
}
