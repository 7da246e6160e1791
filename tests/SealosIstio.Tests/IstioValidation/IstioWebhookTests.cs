using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.IstioValidation;

/// <summary>The rules themselves: one object that the webhook takes, and for each rule one that it refuses.</summary>
public sealed class IstioWebhookTests
{
    public static TheoryData<string, string> Refused { get; } =
        new()
        {
            // VirtualService
            { Service("hosts: [a.test, a.test]"), "duplicate hosts" },
            { Service("hosts: ['*.test', a.test]"), "duplicate hosts" },
            { Service("hosts: ['a.*']"), "domain name" },
            { Service("hosts: [a_b.test]"), "label 'a_b'" },
            { Service("hosts: [a.test]", gateways: "[ns-a/a.b]"), "gateway name" },
            { "kind: VirtualService\nspec: {hosts: [a.test], gateways: [ns-a/gw]}", "must be provided" },
            {
                "kind: VirtualService\nspec: {gateways: [ns-a/gw], http: [{directResponse: {status: 200}}]}",
                "delegate"
            },
            { Service("exportTo: ['*', ns-b]"), "exclude other entries" },
            { Route("match: [{uri: {prefix: /}}]"), "is required" },
            { Route("redirect: {uri: /x}, rewrite: {uri: /y}"), "exclude" },
            { Route("redirect: {uri: /x}, directResponse: {status: 200}"), "both" },
            { Route("redirect: {redirectCode: 301}"), "must specify" },
            { Route("redirect: {uri: /x, redirectCode: 300}"), "Envoy has no redirect 300" },
            { Route("redirect: {uri: /x, scheme: ftp}"), "http or https" },
            { Route("directResponse: {status: 99}"), "not in range" },
            { Route("match: [{uri: {regex: '(?=x)'}}], directResponse: {status: 200}"), "RE2" },
            {
                Route($"match: [{{uri: {{regex: '{new string('a', 1025)}'}}}}], directResponse: {{status: 200}}"),
                "1024"
            },
            { Route("match: [{uri: {exact: /a, prefix: /b}}], directResponse: {status: 200}"), "only one of" },
            { Route("match: [{authority: {prefix: ''}}], directResponse: {status: 200}"), "should not be empty" },
            { Route("match: [{headers: {'a b': {exact: x}}}], directResponse: {status: 200}"), "header name" },
            { Route("match: [{port: 70000}], directResponse: {status: 200}"), "1..65535" },
            { Forward("headers: {response: {set: {':status': '1'}}}"), "invalid header" },
            { Forward("headers: {request: {remove: [host]}}"), "invalid header" },
            { Forward("headers: {response: {set: {x: '100%'}}}"), "un-escaped %" },
            { Forward("headers: {response: {set: {x: '%REQ(a'}}}"), "un-terminated" },
            { Forward("headers: {response: {set: {x: \"a\\nb\"}}}"), "control character" },
            { Forward("rewrite: {authority: a.test}, headers: {request: {set: {host: b.test}}}"), "multiple times" },
            { Forward("rewrite: {}"), "at least one of" },
            { Forward("rewrite: {uri: /a, uriRegexRewrite: {match: a, rewrite: b}}"), "only contain one" },
            { Forward("rewrite: {uriRegexRewrite: {match: a, rewrite: ''}}"), "requires both" },
            { Forward("timeout: 0s"), "greater than 1ms" },
            { Forward("timeout: soon"), "no duration" },
            { Forward("retries: {attempts: 0, retryOn: 5xx}"), "attempts are set to 0" },
            { Forward("retries: {attempts: 1, retryOn: 'error timeout'}"), "retryOn" },
            { Forward("corsPolicy: {allowMethods: [FETCH]}"), "HTTP method" },
            { Forward("corsPolicy: {allowHeaders: ['a b']}"), "header name" },
            { Forward("corsPolicy: {allowOrigins: [{exact: ''}]}"), "empty" },
            { Forward("fault: {}"), "abort and/or a delay" },
            { Forward("mirrors: [{percentage: {value: 1}}]"), "destination is required" },
            { Route("route: [{weight: 1}]"), "destination is required" },
            { Route("route: [{destination: {host: '*'}}]"), "invalid destination host" },
            { Route("route: [{destination: {host: a}}, {destination: {host: b}}]"), "weight = 0" },
            { Route("route: [{destination: {host: a, port: {number: 0}}}]"), "1..65535" },
            {
                "kind: VirtualService\nspec: {hosts: [a.test], gateways: [ns-a/gw], tls: [{match: [{sniHosts: [b.test]}], route: [{destination: {host: a}}]}]}",
                "no subset"
            },
            // Gateway
            { "kind: Gateway\nmetadata: {name: a.b}\nspec: {servers: []}", "invalid gateway name" },
            { Server("hosts: [], port: {number: 80, protocol: HTTP, name: http}"), "at least one host" },
            { Server("hosts: [localhost], port: {number: 80, protocol: HTTP, name: http}"), "short names" },
            { Server("hosts: ['*a.test'], port: {number: 80, protocol: HTTP, name: http}"), "partial wildcard" },
            { Server("hosts: [ns_a/a.test], port: {number: 80, protocol: HTTP, name: http}"), "invalid namespace" },
            { Server("hosts: ['*'], port: {number: 0, protocol: HTTP, name: http}"), "1..65535" },
            { Server("hosts: ['*'], port: {number: 80, protocol: FTP, name: http}"), "invalid protocol" },
            { Server("hosts: ['*'], port: {number: 80, protocol: HTTP}"), "must be set" },
            { Server("hosts: ['*'], port: {number: 443, protocol: HTTPS, name: https}"), "must have TLS settings" },
            {
                Server(
                    "hosts: ['*'], port: {number: 80, protocol: HTTP, name: http}, tls: {mode: SIMPLE, credentialName: a}"
                ),
                "cannot have TLS settings"
            },
            {
                Server("hosts: ['*'], port: {number: 443, protocol: HTTPS, name: https}, tls: {mode: SIMPLE}"),
                "requires a server certificate"
            },
            {
                Server(
                    "hosts: ['*'], port: {number: 443, protocol: HTTPS, name: https}, tls: {mode: SIMPLE, credentialName: a, credentialNames: [b]}"
                ),
                "only one source"
            },
            {
                "kind: Gateway\nspec: {servers: [{hosts: ['*'], port: {number: 80, protocol: HTTP, name: a}}, {hosts: ['*'], port: {number: 81, protocol: HTTP, name: a}}]}",
                "unique"
            },
            // DestinationRule
            { Rule("trafficPolicy: {}"), "at least one field" },
            { Rule("trafficPolicy: {connectionPool: {}}"), "at least one field" },
            { Rule("trafficPolicy: {connectionPool: {tcp: {connectTimeout: 0s}}}"), "greater than 1ms" },
            { Rule("trafficPolicy: {loadBalancer: {simple: FASTEST}}"), "unknown value" },
            { Rule("trafficPolicy: {loadBalancer: {consistentHash: {httpCookie: {ttl: 0s}}}}"), "name required" },
            {
                Rule("trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, httpHeaderName: x}}}"),
                "exactly one hash key"
            },
            {
                Rule("trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 100}}}}"),
                "prime"
            },
            { Rule("trafficPolicy: {tls: {mode: SIMPLE, insecureSkipVerify: true, subjectAltNames: [a]}}"), "exclude" },
            { Rule("trafficPolicy: {tls: {mode: MUTUAL}}"), "client certificate" },
            { Rule("trafficPolicy: {portLevelSettings: [{tls: {mode: SIMPLE}}]}"), "valid port" },
            { Rule("subsets: [{name: a}, {name: a}]"), "duplicate subset" },
            { "kind: DestinationRule\nspec: {host: ''}", "empty domain name" },
            // AuthorizationPolicy
            { Policy("action: DENY"), "never triggered" },
            { Policy("action: CUSTOM, rules: [{}]"), "provider.name" },
            { Policy("action: DENY, rules: [{}], provider: {name: x}"), "non CUSTOM" },
            { Policy("action: DENY, rules: [{from: []}]"), "must not be empty" },
            { Policy("action: DENY, rules: [{to: [{operation: {}}]}]"), "must not be empty" },
            { Policy("action: DENY, rules: [{to: [{operation: {ports: [http]}}]}]"), "no port" },
            { Policy("action: DENY, rules: [{to: [{operation: {paths: ['']}}]}]"), "empty value" },
            { Policy("action: DENY, rules: [{to: [{operation: {paths: ['/a{b}']}}]}]"), "unsupported path" },
            { Policy("action: DENY, rules: [{to: [{operation: {paths: ['/{**}/{*}']}}]}]"), "unsupported path" },
            { Policy("action: DENY, rules: [{from: [{source: {remoteIpBlocks: [10.0.0.0/33]}}]}]"), "CIDR" },
            { Policy("action: DENY, rules: [{when: [{key: remote.port, values: ['1']}]}]"), "unknown attribute" },
            { Policy("action: DENY, rules: [{when: [{key: remote.ip}]}]"), "values or notValues" },
            { Policy("action: CUSTOM, provider: {name: x}, rules: [{from: [{source: {principals: [a]}}]}]"), "CUSTOM" },
            // EnvoyFilter
            { Filter("{patch: {operation: MERGE, value: {}}}"), "applyTo" },
            { Filter("{applyTo: HTTP_ROUTE}"), "patch: missing" },
            { Filter("{applyTo: HTTP_ROUTE, patch: {value: {}}}"), "operation" },
            { Filter("{applyTo: HTTP_ROUTE, patch: {operation: MERGE}}"), "value" },
            {
                Filter("{applyTo: HTTP_ROUTE, match: {listener: {}}, patch: {operation: MERGE, value: {}}}"),
                "non route"
            },
            {
                Filter("{applyTo: CLUSTER, match: {listener: {}}, patch: {operation: MERGE, value: {}}}"),
                "non cluster"
            },
            {
                Filter(
                    "{applyTo: HTTP_FILTER, match: {listener: {filterChain: {filter: {name: ''}}}}, patch: {operation: MERGE, value: {}}}"
                ),
                "no name"
            },
            {
                Filter(
                    "{applyTo: HTTP_FILTER, patch: {operation: ADD, value: {typed_config: {'@type': type.googleapis.com/envoy.config.v2.X}}}}"
                ),
                "type unknown"
            },
            // ServiceEntry
            { Entry("hosts: ['*']"), "invalid host" },
            { Entry("hosts: ['*.a.test'], resolution: DNS"), "label '*'" },
            { Entry("hosts: [a.test], addresses: [10.0.0.0/8], resolution: DNS"), "CIDR" },
            { Entry("hosts: [a.test], ports: [{number: 80, name: a}, {number: 80, name: b}]"), "already defined" },
            { Entry("hosts: [a.test], resolution: STATIC, endpoints: [{address: b.test}]"), "valid IP" },
            { Entry("hosts: [a.test], resolution: NONE, endpoints: [{address: 1.1.1.1}]"), "type none" },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void The_webhook_refuses(string manifest, string reason)
    {
        Assert.Contains(
            IstioWebhook.Refusals(Load(manifest)),
            refusal => refusal.Contains(reason, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(
        """
            kind: VirtualService
            spec:
              hosts: [a.test, '*.b.test']
              gateways: [ns-a/gw]
              http:
              - match: [{uri: {prefix: ''}, headers: {cookie: {regex: '^(.*;\s*)?a=b(;.*)?$'}}, withoutHeaders: {x: {regex: '*'}}, port: 80}]
                rewrite: {uriRegexRewrite: {match: '(?i)^/a(.*)', rewrite: '/\1'}}
                headers: {request: {set: {X-A: '%REQ(:authority)% 100%%'}}, response: {add: {X-B: '%DYNAMIC_METADATA(["a", "b"])%'}, remove: [server]}}
                retries: {attempts: 2, retryOn: 'connect-failure,503'}
                timeout: 1m30s
                route: [{destination: {host: a.ns.svc.cluster.local, port: {number: 80}}, weight: 0}, {destination: {host: b}, weight: 100}]
              - redirect: {scheme: https, redirectCode: 308}
            """
    )]
    [InlineData(
        """
            kind: Gateway
            spec:
              servers:
              - {hosts: [ns-a/a.test, '*.b.test'], port: {number: 80, protocol: HTTP, name: http}, tls: {httpsRedirect: true}}
              - {hosts: ['*'], port: {number: 443, protocol: HTTPS, name: https}, tls: {mode: MUTUAL, credentialName: a}}
              - {hosts: ['c.test'], port: {number: 443, protocol: TLS, name: tls}, tls: {mode: PASSTHROUGH}}
            """
    )]
    [InlineData(
        """
            kind: DestinationRule
            spec:
              host: '*.test'
              trafficPolicy:
                loadBalancer: {consistentHash: {httpCookie: {name: a, ttl: 0s}, maglev: {tableSize: 65537}}}
                portLevelSettings: [{port: {number: 443}, tls: {mode: SIMPLE, insecureSkipVerify: true}}]
            """
    )]
    [InlineData(
        """
            kind: AuthorizationPolicy
            spec:
              action: DENY
              rules:
              - from: [{source: {notRemoteIpBlocks: [10.0.0.1/8, '2001:db8::/32', 1.2.3.4]}}]
                to: [{operation: {hosts: [a.test, 'a.test:*'], paths: ['/a', '/a/*', '/x/{*}/y', '/z/{**}']}}]
                when: [{key: 'request.headers[x]', values: [a]}]
            """
    )]
    [InlineData(
        """
            kind: EnvoyFilter
            spec:
              workloadSelector: {labels: {istio: ingressgateway}}
              configPatches:
              - applyTo: HTTP_FILTER
                match: {context: GATEWAY, listener: {filterChain: {filter: {name: envoy.filters.network.http_connection_manager, subFilter: {name: envoy.filters.http.router}}}}}
                patch: {operation: INSERT_BEFORE, value: {name: x, typed_config: {'@type': type.googleapis.com/envoy.extensions.filters.http.buffer.v3.Buffer}}}
              - {applyTo: HTTP_ROUTE, match: {routeConfiguration: {vhost: {name: 'a.test:80'}}}, patch: {operation: REMOVE}}
            """
    )]
    [InlineData(
        """
            kind: ServiceEntry
            spec: {hosts: [a.test], resolution: DNS, ports: [{number: 443, name: https, protocol: TLS}], exportTo: ['.']}
            """
    )]
    public void The_webhook_takes(string manifest) => IstioWebhook.AssertTaken([Load(manifest)]);

    private static string Service(string spec, string gateways = "[ns-a/gw]") =>
        "kind: VirtualService\nspec: {"
        + spec
        + (spec.Contains("hosts", StringComparison.Ordinal) ? "" : ", hosts: [a.test]")
        + $", gateways: {gateways}, http: [{{directResponse: {{status: 200}}}}]}}";

    private static string Route(string route) =>
        $"kind: VirtualService\nspec: {{hosts: [a.test], gateways: [ns-a/gw], http: [{{{route}}}]}}";

    private static string Forward(string rest) => Route($"route: [{{destination: {{host: a}}}}], {rest}");

    private static string Server(string server) => $"kind: Gateway\nspec: {{servers: [{{{server}}}]}}";

    private static string Rule(string spec) => $"kind: DestinationRule\nspec: {{host: a, {spec}}}";

    private static string Policy(string spec) => $"kind: AuthorizationPolicy\nspec: {{{spec}}}";

    private static string Filter(string patch) => $"kind: EnvoyFilter\nspec: {{configPatches: [{patch}]}}";

    private static string Entry(string spec) => $"kind: ServiceEntry\nspec: {{{spec}}}";

    private static Kubernetes.Model.KubernetesObject Load(string manifest)
    {
        var version =
            manifest.Contains("AuthorizationPolicy", StringComparison.Ordinal) ? "security.istio.io/v1beta1"
            : manifest.Contains("EnvoyFilter", StringComparison.Ordinal) ? "networking.istio.io/v1alpha3"
            : "networking.istio.io/v1beta1";
        var metadata = manifest.Contains("metadata:", StringComparison.Ordinal)
            ? ""
            : "metadata: {name: x, namespace: ns-a}\n";
        var item = Assert.Single(KubernetesYaml.Load($"apiVersion: {version}\n{metadata}{manifest}", "test.yaml"));
        return item.Object ?? throw new InvalidOperationException(item.Error!.ToString());
    }
}
