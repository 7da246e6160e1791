namespace SealosIstio.Migration.Mesh;

/// <summary>
/// The fields of MeshConfig and what they hold, as istio.io/api has them (mesh/v1alpha1/config.proto and proxy.proto, July 2026, commit
/// b8f8791d): each message, then its fields by their names in YAML. <c>[x]</c> is a list, <c>{x}</c> a map, <c>A|B</c> one of these
/// words, <c>object</c> a mapping that is defined elsewhere in istio.io/api and isn't looked into. An older Istio has fewer of them.
/// </summary>
internal static class MeshConfigTable
{
    public const string Text = """
        MeshConfig
          proxyListenPort int
          proxyInboundListenPort int
          proxyHttpPort int
          connectTimeout duration
          hboneIdleTimeout duration
          protocolDetectionTimeout duration
          tcpKeepalive object
          ingressClass text
          ingressService text
          ingressControllerMode UNSPECIFIED|OFF|DEFAULT|STRICT
          ingressSelector text
          enableTracing bool
          accessLogFile text
          accessLogFormat text
          accessLogEncoding TEXT|JSON
          enableEnvoyAccessLogService bool
          disableEnvoyListenerLog bool
          defaultConfig ProxyConfig
          outboundTrafficPolicy OutboundTrafficPolicy
          inboundTrafficPolicy InboundTrafficPolicy
          configSources [ConfigSource]
          enableAutoMtls bool
          trustDomain text
          trustDomainAliases [text]
          caCertificates [CertificateData]
          defaultServiceExportTo [text]
          defaultVirtualServiceExportTo [text]
          defaultDestinationRuleExportTo [text]
          rootNamespace text
          localityLbSetting object
          zoneAwareLbSetting object
          dnsRefreshRate duration
          h2UpgradePolicy DO_NOT_UPGRADE|UPGRADE
          inboundClusterStatName text
          outboundClusterStatName text
          certificates [Certificate]
          serviceSettings [ServiceSettings]
          serviceScopeConfigs [ServiceScopeConfigs]
          enablePrometheusMerge bool
          verifyCertificateAtClient bool
          ca CA
          extensionProviders [ExtensionProvider]
          defaultProviders DefaultProviders
          discoverySelectors [LabelSelector]
          pathNormalization ProxyPathNormalization
          defaultHttpRetryPolicy object
          meshMTLS TLSConfig
          tlsDefaults TLSConfig
          defaultTrafficPolicy DefaultTrafficPolicy
          serviceEntryVisibility ServiceEntryVisibility
        ProxyConfig
          configPath text
          binaryPath text
          serviceCluster text
          tracingServiceName APP_LABEL_AND_NAMESPACE|CANONICAL_NAME_ONLY|CANONICAL_NAME_AND_NAMESPACE
          drainDuration duration
          discoveryAddress text
          discoveryRefreshDelay duration
          zipkinAddress text
          statsdUdpAddress text
          envoyMetricsServiceAddress text
          proxyAdminPort int
          availabilityZone text
          controlPlaneAuthPolicy NONE|MUTUAL_TLS|INHERIT
          customConfigFile text
          statNameLength int
          concurrency int
          proxyBootstrapTemplatePath text
          interceptionMode REDIRECT|TPROXY|NONE
          tracing Tracing
          sds SDS
          envoyAccessLogService RemoteService
          envoyMetricsService RemoteService
          proxyMetadata {text}
          runtimeValues {text}
          statusPort int
          extraStatTags [text]
          gatewayTopology Topology
          terminationDrainDuration duration
          meshId text
          readinessProbe object
          proxyStatsMatcher ProxyStatsMatcher
          holdApplicationUntilProxyStarts bool
          caCertificatesPem [text]
          image object
          privateKeyProvider PrivateKeyProvider
          proxyHeaders ProxyHeaders
          fileFlushInterval duration
          fileFlushMinSizeKb uint
          statsCompression bool
          connectionSettings ConnectionSettings
        Tracing
          zipkin Zipkin
          lightstep Lightstep
          datadog Datadog
          stackdriver Stackdriver
          openCensusAgent OpenCensusAgent
          customTags {CustomTag}
          maxPathTagLength uint
          sampling number
          tlsSettings object
          enableIstioTags bool
        Zipkin
          address text
        Lightstep
          address text
          accessToken text
        Datadog
          address text
        Stackdriver
          debug bool
          maxNumberOfAttributes int
          maxNumberOfAnnotations int
          maxNumberOfMessageEvents int
        OpenCensusAgent
          address text
          context [UNSPECIFIED|W3C_TRACE_CONTEXT|GRPC_BIN|CLOUD_TRACE_CONTEXT|B3]
        CustomTag
          literal Literal
          environment Environment
          header RequestHeader
        Literal
          value text
        Environment
          name text
          defaultValue text
        RequestHeader
          name text
          defaultValue text
        SDS
          enabled bool
          k8sSaJwtPath text
        RemoteService
          address text
          tlsSettings object
          tcpKeepalive object
        Topology
          numTrustedProxies uint
          forwardClientCertDetails UNDEFINED|SANITIZE|FORWARD_ONLY|APPEND_FORWARD|SANITIZE_SET|ALWAYS_FORWARD_ONLY
          proxyProtocol ProxyProtocolConfiguration
        ProxyProtocolConfiguration
        ProxyStatsMatcher
          inclusionPrefixes [text]
          inclusionSuffixes [text]
          inclusionRegexps [text]
        PrivateKeyProvider
          cryptomb CryptoMb
          qat QAT
        CryptoMb
          pollDelay duration
          fallback bool
        QAT
          pollDelay duration
          fallback bool
        ProxyHeaders
          forwardedClientCert UNDEFINED|SANITIZE|FORWARD_ONLY|APPEND_FORWARD|SANITIZE_SET|ALWAYS_FORWARD_ONLY
          setCurrentClientCertDetails SetCurrentClientCertDetails
          requestId RequestId
          server Server
          attemptCount AttemptCount
          envoyDebugHeaders EnvoyDebugHeaders
          metadataExchangeHeaders MetadataExchangeHeaders
          preserveHttp1HeaderCase bool
          xForwardedHost XForwardedHost
          xForwardedPort XForwardedPort
        SetCurrentClientCertDetails
          subject bool
          cert bool
          chain bool
          dns bool
          uri bool
        RequestId
          disabled bool
        Server
          disabled bool
          value text
        AttemptCount
          disabled bool
        EnvoyDebugHeaders
          disabled bool
        MetadataExchangeHeaders
          mode UNDEFINED|IN_MESH
        XForwardedHost
          enabled bool
        XForwardedPort
          enabled bool
        ConnectionSettings
          profile SIDECAR|EDGE
          listenerPerConnectionBufferLimitBytes int
          clusterPerConnectionBufferLimitBytes int
          httpIdleTimeout duration
          httpMaxConnectionDuration duration
          httpDrainTimeout duration
          httpRequestTimeout duration
          httpRequestHeadersTimeout duration
          httpStreamIdleTimeout duration
          httpMaxStreamDuration duration
          httpMaxConcurrentStreams int
          http2InitialStreamWindowSize int
          http2InitialConnectionWindowSize int
          httpHeadersWithUnderscoresAction HEADERS_WITH_UNDERSCORES_UNSPECIFIED|HEADERS_WITH_UNDERSCORES_ALLOW|HEADERS_WITH_UNDERSCORES_REJECT_REQUEST|HEADERS_WITH_UNDERSCORES_DROP_HEADER
          httpMergeSlashes bool
          httpPathWithEscapedSlashesAction PATH_WITH_ESCAPED_SLASHES_UNSPECIFIED|KEEP_UNCHANGED|REJECT_REQUEST|UNESCAPE_AND_REDIRECT|UNESCAPE_AND_FORWARD
          listenerConnectionLimit int
          globalDownstreamConnectionLimit int
        OutboundTrafficPolicy
          mode REGISTRY_ONLY|ALLOW_ANY|ALLOW_ANY_DYNAMIC_DNS
          tls object
        InboundTrafficPolicy
          mode PASSTHROUGH|LOCALHOST
        ConfigSource
          address text
          tlsSettings object
          subscribedResources [SERVICE_REGISTRY]
        CertificateData
          pem text
          spiffeBundleUrl text
          certSigners [text]
          trustDomains [text]
        Certificate
          secretName text
          dnsNames [text]
        ServiceSettings
          settings Settings
          hosts [text]
        Settings
          clusterLocal bool
        ServiceScopeConfigs
          namespaceSelector LabelSelector
          servicesSelector LabelSelector
          scope LOCAL|GLOBAL
        LabelSelector
          matchLabels {text}
          matchExpressions [LabelSelectorRequirement]
        LabelSelectorRequirement
          key text
          operator text
          values [text]
        CA
          address text
          tlsSettings object
          requestTimeout duration
          istiodSide bool
        ExtensionProvider
          name text
          envoyExtAuthzHttp EnvoyExternalAuthorizationHttpProvider
          envoyExtAuthzGrpc EnvoyExternalAuthorizationGrpcProvider
          zipkin ZipkinTracingProvider
          lightstep LightstepTracingProvider
          datadog DatadogTracingProvider
          stackdriver StackdriverProvider
          opencensus OpenCensusAgentTracingProvider
          skywalking SkyWalkingTracingProvider
          opentelemetry OpenTelemetryTracingProvider
          prometheus PrometheusMetricsProvider
          envoyFileAccessLog EnvoyFileAccessLogProvider
          envoyHttpAls EnvoyHttpGrpcV3LogProvider
          envoyTcpAls EnvoyTcpGrpcV3LogProvider
          envoyOtelAls EnvoyOpenTelemetryLogProvider
          sds SDSProvider
        EnvoyExternalAuthorizationHttpProvider
          service text
          port uint
          timeout duration
          pathPrefix text
          failOpen bool
          clearRouteCache bool
          statusOnError text
          includeHeadersInCheck [text]
          includeRequestHeadersInCheck [text]
          includeAdditionalHeadersInCheck {text}
          includeRequestBodyInCheck EnvoyExternalAuthorizationRequestBody
          headersToUpstreamOnAllow [text]
          headersToDownstreamOnDeny [text]
          headersToDownstreamOnAllow [text]
        EnvoyExternalAuthorizationRequestBody
          maxRequestBytes uint
          allowPartialMessage bool
          packAsBytes bool
        EnvoyExternalAuthorizationGrpcProvider
          service text
          port uint
          timeout duration
          failOpen bool
          clearRouteCache bool
          statusOnError text
          includeRequestBodyInCheck EnvoyExternalAuthorizationRequestBody
        ZipkinTracingProvider
          service text
          port uint
          maxTagLength uint
          enable64bitTraceId bool
          path text
          traceContextOption USE_B3|USE_B3_WITH_W3C_PROPAGATION
          timeout duration
          headers [HttpHeader]
        HttpHeader
          name text
          value text
          envName text
        LightstepTracingProvider
          service text
          port uint
          accessToken text
          maxTagLength uint
        DatadogTracingProvider
          service text
          port uint
          maxTagLength uint
        StackdriverProvider
          debug bool
          maxNumberOfAttributes int
          maxNumberOfAnnotations int
          maxNumberOfMessageEvents int
          maxTagLength uint
          logging Logging
        Logging
          labels {text}
        OpenCensusAgentTracingProvider
          service text
          port uint
          context [UNSPECIFIED|W3C_TRACE_CONTEXT|GRPC_BIN|CLOUD_TRACE_CONTEXT|B3]
          maxTagLength uint
        SkyWalkingTracingProvider
          service text
          port uint
          accessToken text
        OpenTelemetryTracingProvider
          service text
          port uint
          maxTagLength uint
          http HttpService
          grpc GrpcService
          resourceDetectors ResourceDetectors
          serviceAttributeEnrichment ISTIO_CANONICAL|OTEL_SEMANTIC_CONVENTIONS
          dynatraceSampler DynatraceSampler
        HttpService
          path text
          timeout duration
          headers [HttpHeader]
        GrpcService
          timeout duration
          initialMetadata [HttpHeader]
        ResourceDetectors
          environment EnvironmentResourceDetector
          dynatrace DynatraceResourceDetector
        EnvironmentResourceDetector
        DynatraceResourceDetector
        DynatraceSampler
          tenant text
          clusterId int
          rootSpansPerMinute uint
          httpService DynatraceApi
        DynatraceApi
          service text
          port uint
          http HttpService
        PrometheusMetricsProvider
        EnvoyFileAccessLogProvider
          path text
          logFormat EnvoyFileAccessLogProviderLogFormat
          omitEmptyValues bool
        EnvoyFileAccessLogProviderLogFormat
          text text
          labels object
        EnvoyHttpGrpcV3LogProvider
          service text
          port uint
          logName text
          filterStateObjectsToLog [text]
          additionalRequestHeadersToLog [text]
          additionalResponseHeadersToLog [text]
          additionalResponseTrailersToLog [text]
        EnvoyTcpGrpcV3LogProvider
          service text
          port uint
          logName text
          filterStateObjectsToLog [text]
        EnvoyOpenTelemetryLogProvider
          service text
          port uint
          logName text
          logFormat EnvoyOpenTelemetryLogProviderLogFormat
        EnvoyOpenTelemetryLogProviderLogFormat
          text text
          labels object
        SDSProvider
          name text
          service text
          port uint
        DefaultProviders
          tracing [text]
          metrics [text]
          accessLogging [text]
        ProxyPathNormalization
          normalization DEFAULT|NONE|BASE|MERGE_SLASHES|DECODE_AND_MERGE_SLASHES
        TLSConfig
          minProtocolVersion TLS_AUTO|TLSV1_2|TLSV1_3
          ecdhCurves [text]
          cipherSuites [text]
        DefaultTrafficPolicy
          connectionPool object
          outlierDetection object
        ServiceEntryVisibility
          defaultVisibility VISIBILITY_UNSPECIFIED|NONE|NAMESPACE|PUBLIC
          applyToSidecars bool
          policies [Policy]
        Policy
          visibility VISIBILITY_UNSPECIFIED|NONE|NAMESPACE|PUBLIC
          matchingRules [MatchRule]
        MatchRule
          namespaceSelector LabelSelector
        """;
}
