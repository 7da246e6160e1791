namespace SealosIstio.Migration.Findings;

// SI1243 to SI1269: annotations that shape traffic; SI1550 and above: what several Ingresses ask of one backend.
public static partial class FindingCatalog
{
    /// <summary>SI1243.</summary>
    public static readonly FindingDefinition CorsPartDropped = new(
        "SI1243",
        FindingSeverity.Warning,
        "A part of the CORS settings isn't converted",
        "nginx skips an origin that isn't one, and takes its default for a list that isn't one; so does the conversion.",
        "Correct the value."
    );

    /// <summary>SI1245.</summary>
    public static readonly FindingDefinition IdleTimeout = new(
        "SI1245",
        FindingSeverity.Info,
        "The timeout isn't converted",
        "nginx limits the silence between two reads or writes. proxy-send-timeout alone has no counterpart: Envoy's idle timeout runs "
            + "in both directions, and the backend's silence ends at the default of nginx. A VirtualService limits whole requests.",
        "Set proxy-read-timeout as well, or the idle_timeout of the route with an EnvoyFilter."
    );

    /// <summary>SI1272.</summary>
    public static readonly FindingDefinition IdleTimeoutOfRoute = new(
        "SI1272",
        FindingSeverity.Info,
        "The timeout is an idle timeout of Envoy's route, set by an EnvoyFilter",
        "Silence of this length in both directions ends the request: 504 when it was complete, as nginx answers, 408 when its body "
            + "still was on its way. Envoy has one clock, so the longer of proxy-read-timeout and proxy-send-timeout counts, and it "
            + "doesn't try another endpoint afterwards.",
        "Nothing to do."
    );

    /// <summary>SI1246.</summary>
    public static readonly FindingDefinition TotalTimeout = new(
        "SI1246",
        FindingSeverity.Warning,
        "The timeout limits whole requests",
        "nginx counts the silence between two reads, the gateway the time until the answer is complete: long downloads, streams "
            + "and WebSockets end then.",
        "Use the timeout policy None for applications with long answers."
    );

    /// <summary>SI1247.</summary>
    public static readonly FindingDefinition RetryMethods = new(
        "SI1247",
        FindingSeverity.Warning,
        "POST, LOCK and PATCH are repeated as well",
        "nginx doesn't repeat these once they were sent, unless non_idempotent is given. Envoy repeats every method.",
        "Take the statuses out of proxy-next-upstream if a repeated request would do harm."
    );

    /// <summary>SI1248.</summary>
    public static readonly FindingDefinition RetryCondition = new(
        "SI1248",
        FindingSeverity.Info,
        "Some failures are no longer repeated",
        "error becomes failed connections and refused streams (with non_idempotent also broken ones), timeout becomes failed "
            + "connections; an invalid header or a slow answer has no counterpart.",
        "Nothing, unless the backend breaks connections often."
    );

    /// <summary>SI1249.</summary>
    public static readonly FindingDefinition RetryLimit = new(
        "SI1249",
        FindingSeverity.Warning,
        "The limit of repeated requests differs",
        "Istio can't limit all tries together in time, nor leave their number open; two repetitions stand for an open number.",
        "Check the retries of the route."
    );

    /// <summary>SI1251.</summary>
    public static readonly FindingDefinition AutoHttp = new(
        "SI1251",
        FindingSeverity.Warning,
        "The backend is called by HTTP only",
        "AUTO_HTTP calls the backend with the client's own scheme. A DestinationRule is for all requests alike.",
        "Give backend-protocol HTTP or HTTPS."
    );

    /// <summary>SI1252.</summary>
    public static readonly FindingDefinition FastCgi = new(
        "SI1252",
        FindingSeverity.Error,
        "FastCGI has no counterpart",
        "Envoy doesn't speak FastCGI. The Ingress is not converted.",
        "Put an HTTP server before the FastCGI application, in the same pod."
    );

    /// <summary>SI1253.</summary>
    public static readonly FindingDefinition UpstreamHostVariable = new(
        "SI1253",
        FindingSeverity.Warning,
        "The Host for the backend can't be converted",
        "A VirtualService sets a constant Host; this one holds a variable or isn't a host.",
        "Give a constant host."
    );

    /// <summary>SI1254.</summary>
    public static readonly FindingDefinition CustomHeadersUnknown = new(
        "SI1254",
        FindingSeverity.Warning,
        "The ConfigMap with the headers isn't at hand",
        "nginx answers 503 when it is missing; here the route is made without the headers.",
        "Convert against the cluster, or add the ConfigMap to the input."
    );

    /// <summary>SI1255.</summary>
    public static readonly FindingDefinition CustomHeadersRefused = new(
        "SI1255",
        FindingSeverity.Error,
        "The custom headers aren't converted",
        "The ConfigMap belongs to another namespace, or holds a header that nginx doesn't allow (global-allowed-response-headers), in which case it answers 503.",
        "Move the ConfigMap, or correct its headers."
    );

    /// <summary>SI1256.</summary>
    public static readonly FindingDefinition HashKey = new(
        "SI1256",
        FindingSeverity.Warning,
        "The key of upstream-hash-by can't be converted",
        "Istio hashes one header, cookie, query parameter or the client's address; this key is composed or of another kind. Requests are spread evenly.",
        "Choose a key of one variable."
    );

    /// <summary>SI1257.</summary>
    public static readonly FindingDefinition LoadBalanceForm = new(
        "SI1257",
        FindingSeverity.Info,
        "The load balancing is a near one",
        "ewma becomes LEAST_REQUEST, which also prefers fast endpoints. A hash chooses other endpoints than nginx' did.",
        "Nothing."
    );

    /// <summary>SI1258.</summary>
    public static readonly FindingDefinition AffinityByHash = new(
        "SI1258",
        FindingSeverity.Info,
        "Sessions follow a hash",
        "nginx' cookie names the endpoint; Envoy's is a random value whose hash chooses one. Sessions are drawn anew once at the switch, and some move when endpoints come or go. "
            + "The cookie isn't marked Secure.",
        "For true stickiness give the Service the label istio.io/persistent-session (Istio with PILOT_ENABLE_PERSISTENT_SESSION_FILTER)."
    );

    /// <summary>SI1550.</summary>
    public static readonly FindingDefinition BackendProtocolConflict = new(
        "SI1550",
        FindingSeverity.Error,
        "Ingresses disagree on the backend's protocol",
        "nginx chooses the protocol per path, a DestinationRule per port of the Service. The oldest Ingress decides.",
        "Make the Ingresses agree, or give the Service a second port."
    );

    /// <summary>SI1551.</summary>
    public static readonly FindingDefinition ConnectTimeoutConflict = new(
        "SI1551",
        FindingSeverity.Warning,
        "Ingresses disagree on the connect timeout",
        "nginx has one per path, a DestinationRule one per port of the Service. The longest is taken.",
        "Make the Ingresses agree."
    );

    /// <summary>SI1552.</summary>
    public static readonly FindingDefinition AffinityShared = new(
        "SI1552",
        FindingSeverity.Info,
        "Another Ingress makes the Service's sessions sticky",
        "The DestinationRule is for all requests to the Service: clients of this Ingress get the session cookie too, which nginx sends only where affinity is given.",
        "Nothing, unless the cookie must not appear."
    );

    /// <summary>SI1553.</summary>
    public static readonly FindingDefinition BackendUnverified = new(
        "SI1553",
        FindingSeverity.Info,
        "The backend's certificate isn't verified",
        "nginx doesn't verify it either unless proxy-ssl-verify and proxy-ssl-secret are given. Envoy sends the Host as server name, nginx none.",
        "Give trafficPolicy.tls caCertificates or a credentialName to verify it."
    );

    /// <summary>SI1554.</summary>
    public static readonly FindingDefinition BackendCredential = new(
        "SI1554",
        FindingSeverity.Warning,
        "The Secret must stand in the gateway's namespace",
        "The gateway reads the client certificate and authorities for backends only from its own namespace.",
        "Keep the copy up to date when the Secret changes."
    );

    /// <summary>SI1555.</summary>
    public static readonly FindingDefinition BackendPolicyOfOther = new(
        "SI1555",
        FindingSeverity.Info,
        "Another Ingress rules the Service",
        "Balancing and session cookies belong to the Service and port in nginx as well: the oldest Ingress decides on balancing, the youngest on the cookie.",
        "Nothing: it has no effect in nginx either."
    );

    /// <summary>SI1556.</summary>
    public static readonly FindingDefinition AffinityPath = new(
        "SI1556",
        FindingSeverity.Info,
        "The session cookie is for the whole host",
        "nginx gives the cookie the path of each location; a DestinationRule has one path for all.",
        "Set session-cookie-path."
    );
}
