namespace SealosIstio.Migration.Conversion;

internal static partial class AnnotationCatalog
{
    /// <summary>
    /// One line per annotation: name | feature | verdict | scope | values | default | when invalid | finding | what becomes of it.
    /// The feature is the file of this folder that converts it; the finding is reported when it isn't converted.
    /// </summary>
    private const string Table = """
        rewrite-target | Rewrite | ConvertedWithDifference | Location | Path | - | Ignored | SI1240 | The whole path is replaced by a regular-expression rewrite, and every path of the host matches as a case-insensitive regular expression, as in nginx; what RE2 can't say is reported.
        use-regex | Rewrite | ConvertedWithDifference | Host | Bool | false | Ignored | SI1240 | Every path of the host becomes a case-insensitive regular expression anchored at its start; what RE2 can't say is reported.
        x-forwarded-prefix | Rewrite | Converted | Location | Path | - | DropsIngress | SI1240 | The request header X-Forwarded-Prefix is set; nginx does so only beside rewrite-target.
        app-root | Redirects | Converted | Location | Path | - | Ignored | SI1240 | A request for exactly / is answered with a 302 to this path.
        ssl-redirect | Redirects | Converted | Location | Bool | true | Ignored | SI1240 | Plain HTTP is answered with a 308 to https wherever the host has TLS, which is the default.
        force-ssl-redirect | Redirects | ConvertedWithDifference | Location | Bool | false | Ignored | SI1240 | Plain HTTP is answered with a 308 to https even without TLS on the host; a load balancer that ends TLS in front needs a look.
        preserve-trailing-slash | Redirects | ConvertedWithDifference | Location | Bool | false | Ignored | SI1240 | The redirect to https always keeps the trailing slash, which nginx strips unless this is true.
        permanent-redirect | Redirects | ConvertedWithDifference | Location | Url | - | DropsIngress | SI1240 | Every request is redirected to this URL.
        permanent-redirect-code | Redirects | ConvertedWithDifference | Location | Integer | 301 | DropsIngress | SI1240 | The status of permanent-redirect; Envoy knows 301, 302, 303, 307 and 308.
        temporal-redirect | Redirects | ConvertedWithDifference | Location | Url | - | DropsIngress | SI1240 | Every request is redirected to this URL; it wins over permanent-redirect.
        temporal-redirect-code | Redirects | ConvertedWithDifference | Location | Integer | 302 | DropsIngress | SI1240 | The status of temporal-redirect; Envoy knows 301, 302, 303 and 307 of nginx' choice.
        from-to-www-redirect | Redirects | ConvertedWithDifference | Host | Bool | false | DropsIngress | SI1240 | The twin host (with or without www.) redirects to the declared one; its certificate must cover the twin.
        relative-redirects | - | NoCounterpart | Location | Bool | false | DropsIngress | SI1234 | Redirects that the gateway itself makes are always absolute.
        use-port-in-redirects | - | NoCounterpart | Location | Bool | false | Ignored | SI1234 | Redirects that the gateway itself makes never name the listening port.
        proxy-redirect-from | - | NoCounterpart | Location | Url | off | Ignored | SI1214 | The Location header of the backend's answers is no longer rewritten.
        proxy-redirect-to | - | NoCounterpart | Location | Url | off | Ignored | SI1214 | The Location header of the backend's answers is no longer rewritten.
        upstream-vhost | BackendProtocol | Converted | Location | ServerName | - | DropsIngress | SI1240 | The backend sees this Host.
        connection-proxy-header | - | NoCounterpart | Location | Enum(close,keep-alive) | - | DropsIngress | SI1216 | The Connection header towards the backend belongs to Envoy and can't be set.
        custom-headers | CustomHeaders | Converted | Location | NamespacedName | - | Ignored | SI1240 | The response headers of this ConfigMap are set on every response.
        proxy-connect-timeout | Timeouts | Converted | Service | Seconds | 5 | Ignored | SI1240 | The connect timeout of the Service's connections.
        proxy-read-timeout | Timeouts | ConvertedWithDifference | Location | Seconds | 60 | Ignored | SI1240 | The idle timeout of Envoy's route, by an EnvoyFilter; on request the total timeout of the VirtualService instead.
        proxy-send-timeout | Timeouts | ConvertedWithDifference | Location | Seconds | 60 | Ignored | SI1240 | Counts beside proxy-read-timeout: the longer one is the idle timeout of Envoy's route. Alone it isn't kept.
        proxy-next-upstream | Timeouts | ConvertedWithDifference | Location | Text(error timeout …) | error timeout | Ignored | SI1240 | The conditions become the nearest retryOn; Envoy retries other methods and other failures than nginx.
        proxy-next-upstream-timeout | Timeouts | ConvertedWithDifference | Location | Seconds | 0 | Ignored | SI1240 | nginx limits all tries together; Istio limits each try.
        proxy-next-upstream-tries | Timeouts | ConvertedWithDifference | Location | Integer | 3 | Ignored | SI1240 | The number of tries becomes a number of retries, one less.
        proxy-body-size | BodySize | ConvertedWithDifference | Location | Size | 1m | Ignored | SI1240 | A route answers 413 to requests that announce a longer body; bodies of unknown length pass.
        client-body-buffer-size | - | NoEffect | Location | Size | 8k | DropsIngress | SI1211 | Envoy streams request bodies and has no such buffer.
        proxy-request-buffering | - | NoCounterpart | Location | Enum(on,off) | on | Ignored | SI1212 | Envoy always streams request bodies, so backends meet slow clients themselves.
        proxy-buffering | - | NoEffect | Location | Enum(on,off) | off | Ignored | SI1211 | Envoy streams responses and has no such buffer.
        proxy-buffer-size | - | NoEffect | Location | Size | 4k | Ignored | SI1211 | Envoy takes response headers up to 60 KiB in any case.
        proxy-buffers-number | - | NoEffect | Location | Integer | 4 | Ignored | SI1211 | Envoy has no such buffers.
        proxy-busy-buffers-size | - | NoEffect | Location | Size | - | Ignored | SI1211 | Envoy has no such buffers.
        proxy-max-temp-file-size | - | NoEffect | Location | Size | 1024m | Ignored | SI1211 | Envoy never writes responses to disk.
        proxy-http-version | - | NoCounterpart | Location | Enum(1.0,1.1) | 1.1 | Ignored | SI1215 | Envoy speaks HTTP/1.1 or HTTP/2 to backends, never HTTP/1.0.
        proxy-cookie-domain | - | NoCounterpart | Location | Text | off | Ignored | SI1213 | The domain of the backend's cookies is no longer rewritten.
        proxy-cookie-path | - | NoCounterpart | Location | Url | off | Ignored | SI1213 | The path of the backend's cookies is no longer rewritten.
        service-upstream | - | NoEffect | Service | Bool | false | Ignored | SI1228 | Envoy balances over the endpoints instead of calling the ClusterIP.
        http2-push-preload | - | NoEffect | Location | Bool | false | DropsIngress | SI1211 | Server push is gone from nginx and from browsers.
        backend-protocol | BackendProtocol | ConvertedWithDifference | Service | EnumAnyCase(auto_http,http,https,grpc,grpcs,fcgi) | HTTP | Ignored | SI1240 | TLS and gRPC to the backend become a DestinationRule, which holds for the whole Service; FCGI is refused.
        fastcgi-index | - | Refused | Location | Text | - | DropsIngress | SI1222 | Envoy doesn't speak FastCGI.
        fastcgi-params-configmap | - | Refused | Location | NamespacedName | - | DropsIngress | SI1222 | Envoy doesn't speak FastCGI.
        proxy-ssl-secret | BackendProtocol | ConvertedWithDifference | Service | NamespacedName | - | DropsIngress | SI1225 | The client certificate shown to the backend must stand in the gateway's namespace.
        proxy-ssl-verify | BackendProtocol | ConvertedWithDifference | Service | Enum(on,off) | off | Ignored | SI1225 | Whether the backend's certificate is verified, for the whole Service.
        proxy-ssl-name | BackendProtocol | ConvertedWithDifference | Service | ServerName | - | Ignored | SI1225 | The name sent as SNI and expected in the backend's certificate.
        proxy-ssl-server-name | BackendProtocol | ConvertedWithDifference | Service | Enum(on,off) | off | Ignored | SI1225 | Whether SNI is sent to the backend; Envoy sends it whenever a name is known.
        proxy-ssl-verify-depth | - | NoCounterpart | Service | Integer | 1 | Ignored | SI1225 | The depth to which the backend's certificate chain is verified can't be limited.
        proxy-ssl-protocols | - | NoCounterpart | Service | Text(TLSv1.2 TLSv1.3) | TLSv1.2 | Ignored | SI1225 | The TLS versions towards the backend are Envoy's.
        proxy-ssl-ciphers | - | NoCounterpart | Service | Text | DEFAULT | Ignored | SI1225 | The ciphers towards the backend are Envoy's.
        ssl-passthrough | TlsPassthrough | ConvertedWithDifference | Host | Bool | false | DropsIngress | SI1709 | A Gateway server with tls.mode PASSTHROUGH and TLS routes by server name, when the controller runs with --enable-ssl-passthrough; refused when that is unknown.
        ssl-ciphers | - | NoCounterpart | Host | Text | - | DropsIngress | SI1224 | The host's TLS ciphers are those of the gateway.
        ssl-prefer-server-ciphers | - | NoEffect | Host | Bool | true | Ignored | SI1211 | Envoy always prefers the server's order of ciphers.
        auth-tls-secret | Access | ConvertedWithDifference | Host | NamespacedName | - | DropsIngress | SI1708 | A server of tls mode MUTUAL on the tenant's own Gateway, with a copy of the authority; refused for the cloud's own domains and for hosts without a certificate.
        auth-tls-verify-client | Access | ConvertedWithDifference | Host | Enum(on,off,optional,optional_no_ca) | on | Ignored | SI1708 | on is MUTUAL, optional OPTIONAL_MUTUAL; optional_no_ca is refused.
        auth-tls-verify-depth | - | NoCounterpart | Host | Integer | 1 | Ignored | SI1731 | Chains of any length up to the authority are taken.
        auth-tls-error-page | - | NoCounterpart | Host | Url | - | DropsIngress | SI1731 | Clients without a valid certificate get no page: the handshake fails.
        auth-tls-pass-certificate-to-upstream | Access | ConvertedWithDifference | Host | Bool | false | DropsIngress | SI1708 | The backend gets the certificate in ssl-client-cert, URL-encoded PEM as from nginx.
        auth-tls-match-cn | - | Refused | Host | Text(CN=regex) | - | DropsIngress | SI1708 | Which common names of client certificates are let in.
        canary | Canary | ConvertedWithDifference | Location | Bool | false | Ignored | SI1240 | The backends become alternatives of the Ingress that has the same host and path without canary.
        canary-by-header | Canary | Converted | Location | Name | - | Ignored | SI1240 | Requests with always in this header go to the canary, with never to the primary.
        canary-by-header-value | Canary | Converted | Location | Name | - | Ignored | SI1240 | Requests with this value in the header go to the canary.
        canary-by-header-pattern | Canary | ConvertedWithDifference | Location | Regex | - | Ignored | SI1240 | Requests whose header matches go to the canary; what RE2 can't say is reported.
        canary-by-cookie | Canary | Converted | Location | Name | - | Ignored | SI1240 | Requests with always in this cookie go to the canary, with never to the primary.
        canary-weight | Canary | Converted | Location | Integer | 0 | Ignored | SI1240 | This share of the other requests goes to the canary.
        canary-weight-total | Canary | Converted | Location | Integer | 100 | Ignored | SI1240 | What canary-weight is a share of; nginx takes less than 100 as 100.
        affinity | Affinity | ConvertedWithDifference | Service | Enum(cookie) | - | Ignored | SI1240 | A cookie hashes clients to endpoints; nginx stores the endpoint, so sessions move when the Service scales.
        affinity-mode | Affinity | ConvertedWithDifference | Service | Enum(balanced,persistent) | balanced | Ignored | SI1232 | A hash always rebalances: persistent isn't kept.
        affinity-canary-behavior | Affinity | ConvertedWithDifference | Service | Enum(sticky,legacy) | sticky | Ignored | SI1232 | Weights are drawn for each request: users don't stick to the canary.
        session-cookie-name | Affinity | Converted | Service | Name | INGRESSCOOKIE | Ignored | SI1240 | The name of the cookie.
        session-cookie-path | Affinity | Converted | Service | Url | / | Ignored | SI1240 | The path of the cookie.
        session-cookie-max-age | Affinity | Converted | Service | Seconds | - | Ignored | SI1240 | The lifetime of the cookie.
        session-cookie-expires | Affinity | ConvertedWithDifference | Service | Seconds | - | Ignored | SI1240 | The lifetime of the cookie; Envoy writes Max-Age.
        session-cookie-domain | Affinity | ConvertedWithDifference | Service | Name | - | Ignored | SI1232 | The domain of the cookie, on Istio 1.28 or later.
        session-cookie-samesite | Affinity | ConvertedWithDifference | Service | EnumAnyCase(none,lax,strict) | - | Ignored | SI1232 | The SameSite attribute of the cookie, on Istio 1.28 or later.
        session-cookie-conditional-samesite-none | Affinity | ConvertedWithDifference | Service | Bool | false | Ignored | SI1232 | The cookie doesn't depend on the browser.
        session-cookie-secure | Affinity | ConvertedWithDifference | Service | Bool | false | Ignored | SI1232 | The Secure attribute of the cookie, on Istio 1.28 or later; without the annotation nginx sets it on HTTPS, Envoy never.
        session-cookie-change-on-failure | Affinity | ConvertedWithDifference | Service | Bool | false | Ignored | SI1232 | The cookie never changes after a failure.
        load-balance | LoadBalance | ConvertedWithDifference | Service | Enum(round_robin,chash,chashsubset,sticky_balanced,sticky_persistent,ewma) | round_robin | DropsIngress | SI1240 | round_robin becomes ROUND_ROBIN, ewma the nearest thing, LEAST_REQUEST.
        upstream-hash-by | LoadBalance | ConvertedWithDifference | Service | Variables | - | DropsIngress | SI1240 | A single variable becomes a consistent hash; combinations are reported.
        upstream-hash-by-subset | - | NoCounterpart | Service | Bool | false | DropsIngress | SI1231 | A hash chooses one endpoint, never a subset.
        upstream-hash-by-subset-size | - | NoCounterpart | Service | Integer | 3 | DropsIngress | SI1231 | A hash chooses one endpoint, never a subset.
        auth-type | - | Refused | Location | Text(basic or digest) | - | DropsIngress | SI1701 | Requests would get in without user name and password, unless -PasswordProvider names a provider of the mesh that checks them.
        auth-secret | - | Refused | Location | NamespacedName | - | DeniesLocation | SI1701 | The Secret with the users of auth-type.
        auth-secret-type | - | Refused | Location | Text(auth-file or auth-map) | auth-file | DropsIngress | SI1701 | How the Secret of auth-type is laid out.
        auth-realm | - | Refused | Location | Text | - | DropsIngress | SI1701 | The realm that auth-type shows.
        auth-url | Access | ConvertedWithDifference | Location | UrlWithVariables | - | DropsIngress | SI1702 | An AuthorizationPolicy of action CUSTOM, if the mesh configuration has an extension provider for the service; without one the Ingress is refused and the finding shows the entry to add.
        auth-signin | - | NoCounterpart | Location | UrlWithVariables | - | Ignored | SI1723 | Clients who aren't let in get the authentication service's own answer; the gateway can't turn it into a redirect.
        auth-signin-redirect-param | - | NoCounterpart | Location | Url | rd | Ignored | SI1723 | There is no redirect to auth-signin that it could belong to.
        auth-response-headers | Access | ConvertedWithDifference | Location | HeaderNames | - | DeniesLocation | SI1702 | The provider must list these headers in headersToUpstreamOnAllow.
        auth-method | - | NoCounterpart | Location | Text(HTTP method) | GET | DeniesLocation | SI1724 | The authentication service is asked by the method of the request itself.
        auth-proxy-set-headers | - | Refused | Location | NamespacedName | - | Ignored | SI1702 | The ConfigMap of headers sent to auth-url.
        auth-request-redirect | - | NoCounterpart | Location | Url | - | FailsOpen | SI1724 | The authentication service gets no X-Auth-Request-Redirect, unless the provider adds it.
        auth-always-set-cookie | - | NoCounterpart | Location | Bool | false | FailsOpen | SI1724 | Whether cookies of the authentication service reach clients stands in the provider.
        auth-cache-key | - | NoEffect | Location | Variables | - | Ignored | SI1725 | The authentication service is asked about every request, so no answer is older than nginx allows.
        auth-cache-duration | - | NoEffect | Location | Text(200 202 401 5m) | 200 202 401 5m | FailsOpen | SI1725 | The authentication service is asked about every request, so no answer is older than nginx allows.
        auth-keepalive | - | NoEffect | Location | Integer | 0 | Ignored | SI1725 | Envoy keeps its own connections to the authentication service.
        auth-keepalive-share-vars | - | NoEffect | Location | Bool | false | Ignored | SI1725 | Envoy keeps its own connections to the authentication service.
        auth-keepalive-requests | - | NoEffect | Location | Integer | 1000 | Ignored | SI1725 | Envoy keeps its own connections to the authentication service.
        auth-keepalive-timeout | - | NoEffect | Location | Seconds | 60 | Ignored | SI1725 | Envoy keeps its own connections to the authentication service.
        auth-snippet | - | Refused | Location | Snippet | - | Never | SI1702 | nginx configuration of the request to auth-url.
        enable-global-auth | Access | ConvertedWithDifference | Location | Bool | true | Ignored | SI1703 | Whether the authentication of the controller's ConfigMap, global-auth-url, holds here.
        satisfy | Access | ConvertedWithDifference | Location | Enum(any,all) | all | Ignored | SI1706 | any beside auth-url: only clients from other addresses are sent to the authentication service; any beside auth-type is refused.
        whitelist-source-range | Access | ConvertedWithDifference | Location | Cidrs | - | DeniesLocation | SI1704 | An AuthorizationPolicy in the gateway's namespace answers 403 to all other addresses; where the gateway wouldn't see the clients' addresses the Ingress is refused.
        allowlist-source-range | Access | ConvertedWithDifference | Location | Cidrs | - | DeniesLocation | SI1704 | An AuthorizationPolicy in the gateway's namespace answers 403 to all other addresses; where the gateway wouldn't see the clients' addresses the Ingress is refused.
        denylist-source-range | Access | ConvertedWithDifference | Location | Cidrs | - | DeniesLocation | SI1705 | An AuthorizationPolicy in the gateway's namespace answers 403 to these addresses; where the gateway wouldn't see the clients' addresses the Ingress is refused.
        limit-rps | RateLimits | ConvertedWithDifference | Location | Integer | 0 | DropsIngress | SI1240 | At most so many requests per second of each client address, by an EnvoyFilter with local_ratelimit; Istio 1.26 or later.
        limit-rpm | RateLimits | ConvertedWithDifference | Location | Integer | 0 | DropsIngress | SI1240 | At most so many requests per minute of each client address, by an EnvoyFilter with local_ratelimit; Istio 1.26 or later.
        limit-connections | - | NoCounterpart | Location | Integer | 0 | DropsIngress | SI1220 | Connections per client are no longer limited.
        limit-burst-multiplier | RateLimits | Converted | Location | Integer | 5 | Ignored | SI1220 | The size of each client's bucket, as a multiple of the limit.
        limit-allowlist | - | NoCounterpart | Location | Cidrs | - | DropsIngress | SI1220 | A limit with exceptions isn't enforced: Envoy's can't have any.
        limit-rate | - | NoCounterpart | Location | Integer | 0 | Ignored | SI1221 | The bandwidth of responses is no longer limited.
        limit-rate-after | - | NoCounterpart | Location | Integer | 0 | Ignored | SI1221 | The bandwidth of responses is no longer limited.
        enable-cors | Cors | Converted | Location | Bool | false | Ignored | SI1240 | A route answers OPTIONS with 204, before the redirect to HTTPS; every answer has the headers, with nginx' defaults.
        cors-allow-origin | Cors | Converted | Location | Text(origins) | * | Ignored | SI1240 | The allowed origins: a route for requests of one of them, or * for all.
        cors-allow-methods | Cors | Converted | Location | Text(methods) | GET, PUT, POST, DELETE, PATCH, OPTIONS | Ignored | SI1240 | The allowed methods.
        cors-allow-headers | Cors | Converted | Location | HeaderNames | DNT, Keep-Alive, User-Agent, X-Requested-With, If-Modified-Since, Cache-Control, Content-Type, Range, Authorization | Ignored | SI1240 | The allowed request headers.
        cors-expose-headers | Cors | Converted | Location | HeaderNames | - | Ignored | SI1240 | The exposed response headers.
        cors-allow-credentials | Cors | Converted | Location | Bool | true | Ignored | SI1240 | Whether credentials are allowed.
        cors-max-age | Cors | Converted | Location | Seconds | 1728000 | Ignored | SI1240 | How long preflights may be cached.
        default-backend | - | NoCounterpart | Location | ServiceName | - | DropsIngress | SI1218 | Requests no longer fall back to this Service when the backend has no endpoints.
        custom-http-errors | - | NoCounterpart | Location | StatusCodes | - | DropsIngress | SI1217 | Error responses reach the client as the backend wrote them.
        disable-proxy-intercept-errors | - | NoEffect | Location | Bool | false | Ignored | SI1211 | Envoy never intercepts error responses.
        server-alias | HostAliases | ConvertedWithDifference | Host | ServerName | - | DropsIngress | SI1240 | The aliases become further hosts; regular expressions are reported.
        configuration-snippet | Snippets | ConvertedWithDifference | Location | Snippet | - | Never | SI1240 | Directives that Istio can say are converted one by one; each other one is reported.
        server-snippet | Snippets | ConvertedWithDifference | Host | Snippet | - | Never | SI1240 | Directives that Istio can say are converted one by one; each other one is reported.
        stream-snippet | - | Refused | Host | Snippet | - | Never | SI1230 | nginx configuration of TCP and UDP streams isn't converted.
        mirror-target | Mirroring | ConvertedWithDifference | Location | ServerName | - | Ignored | SI1219 | Copies go to the Service that the URL names, of the same namespace for tenants; other targets are reported.
        mirror-host | Mirroring | ConvertedWithDifference | Location | ServerName | - | Ignored | SI1219 | Copies carry the Host of the request with -shadow behind it.
        mirror-request-body | Mirroring | ConvertedWithDifference | Location | Enum(on,off) | on | Ignored | SI1219 | Copies always carry the body; with off, nothing is copied.
        enable-modsecurity | - | Refused | Location | Bool | false | Ignored | SI1707 | Requests would no longer pass the web application firewall.
        enable-owasp-core-rules | - | Refused | Location | Bool | false | Ignored | SI1707 | The rule set of the web application firewall.
        modsecurity-snippet | - | Refused | Location | Snippet | - | Never | SI1707 | The rules of the web application firewall.
        modsecurity-transaction-id | - | Refused | Location | Variables | - | Ignored | SI1707 | The transaction id of the web application firewall.
        enable-access-log | - | NoCounterpart | Location | Bool | true | Ignored | SI1226 | The gateway's access log is set for all hosts at once.
        enable-rewrite-log | - | NoEffect | Location | Bool | false | Ignored | SI1211 | Envoy has no log of rewrites.
        enable-opentelemetry | - | NoCounterpart | Location | Bool | false | Ignored | SI1226 | Tracing of the gateway is set for all hosts at once.
        opentelemetry-trust-incoming-span | - | NoCounterpart | Location | Bool | true | Ignored | SI1226 | Envoy always continues the caller's trace.
        opentelemetry-operation-name | - | NoCounterpart | Location | Text | - | DropsIngress | SI1226 | Envoy names spans itself.
        """;
}
