using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Mesh;
using SealosIstio.Migration.Platform;

namespace SealosIstio.Tests.Mesh;

/// <summary>What istiod takes as mesh configuration, and what it doesn't.</summary>
public sealed class MeshConfigSchemaTests
{
    [Theory]
    [InlineData("accessLogFile: /dev/stdout")]
    [InlineData("accessLogFile: ''")]
    [InlineData("accessLogEncoding: JSON")]
    [InlineData("outboundTrafficPolicy: {mode: REGISTRY_ONLY}")]
    [InlineData("connectTimeout: 0.5s")]
    [InlineData("meshMTLS: {minProtocolVersion: TLSV1_3}")]
    [InlineData(
        "defaultConfig: {gatewayTopology: {numTrustedProxies: 2, proxyProtocol: {}}, proxyMetadata: {A: b}, concurrency: 2}"
    )]
    [InlineData("defaultConfig: {tracing: {sampling: 1.5, zipkin: {address: 'zipkin:9411'}}}")]
    [InlineData(
        "extensionProviders: [{name: x, zipkin: {service: z, port: 9411, enable64bitTraceId: true}}, {name: p, prometheus: {}}]"
    )]
    [InlineData(
        "extensionProviders: [{name: x, envoyFileAccessLog: {path: /dev/stdout, logFormat: {labels: {a: b}}}}]"
    )]
    [InlineData("discoverySelectors: [{matchLabels: {a: b}, matchExpressions: [{key: a, operator: In, values: [b]}]}]")]
    [InlineData("trustDomain: null")]
    [InlineData("defaultConfig: {tracing: null}")]
    public void Right_fields_are_taken(string yaml) => Assert.Empty(MeshConfigSchema.Check(Parse(yaml)));

    [Theory]
    [InlineData("enable_tracing: true", "enable_tracing: MeshConfig has no such field; it is called enableTracing")]
    [InlineData("meshMtls: {}", "meshMtls: MeshConfig has no such field; it is called meshMTLS")]
    [InlineData("enableAutoDNSSuffix: true", "enableAutoDNSSuffix: MeshConfig has no such field")]
    [InlineData("accessLogFile: 1", "accessLogFile: 1 can't be right; right would be a text")]
    [InlineData(
        "accessLogEncoding: json",
        "accessLogEncoding: \"json\" can't be right; right would be one of TEXT, JSON"
    )]
    [InlineData("enableTracing: 'yes'", "enableTracing: \"yes\" can't be right; right would be true or false")]
    [InlineData(
        "connectTimeout: 1m",
        "connectTimeout: \"1m\" can't be right; right would be a duration in seconds, such as 10s or 0.5s"
    )]
    [InlineData("proxyListenPort: 1.5", "proxyListenPort: 1.5 can't be right; right would be a whole number")]
    [InlineData("trustDomainAliases: a", "trustDomainAliases: \"a\" can't be right; right would be a list")]
    [InlineData("trustDomainAliases: [a, 1]", "trustDomainAliases[1]: 1 can't be right; right would be a text")]
    [InlineData(
        "outboundTrafficPolicy: REGISTRY_ONLY",
        "outboundTrafficPolicy: \"REGISTRY_ONLY\" can't be right; right would be a mapping"
    )]
    [InlineData(
        "outboundTrafficPolicy: {mode: ANY}",
        "outboundTrafficPolicy.mode: \"ANY\" can't be right; right would be one of REGISTRY_ONLY, ALLOW_ANY, ALLOW_ANY_DYNAMIC_DNS"
    )]
    [InlineData(
        "defaultConfig: {gatewayTopology: {numTrustedProxies: -1}}",
        "defaultConfig.gatewayTopology.numTrustedProxies: -1 can't be right; right would be a whole number from 0 on"
    )]
    [InlineData(
        "extensionProviders: [{name: x, prometheus: {service: p}}]",
        "extensionProviders[0].prometheus.service: PrometheusMetricsProvider has no such field"
    )]
    [InlineData(
        "defaultConfig: {proxyMetadata: {A: 1}}",
        "defaultConfig.proxyMetadata['A']: (hidden) can't be right; right would be a text"
    )]
    [InlineData("tcpKeepalive: 5", "tcpKeepalive: 5 can't be right; right would be a mapping")]
    [InlineData("extensionProviders: [null]", "extensionProviders[0]: null can't be right; right would be a mapping")]
    public void Wrong_ones_are_named_with_what_would_be_right(string yaml, string problem) =>
        Assert.Equal([problem], MeshConfigSchema.Check(Parse(yaml)));

    // What New-IstioInstallConfiguration writes is a mesh configuration, too.
    [Theory]
    [InlineData(IstioVariant.Setup)]
    [InlineData(IstioVariant.Production)]
    [InlineData(IstioVariant.HostNetwork)]
    public void The_generated_installation_fits(IstioVariant variant)
    {
        var configuration = IstioInstallConfiguration.Create(IstioInstallSettings.Of(variant));
        var mesh = KubernetesYaml.LoadTree(configuration.OperatorYaml, "operator.yaml")!["spec"]!["meshConfig"]!;

        Assert.Empty(MeshConfigSchema.Check(mesh.AsObject()));
    }

    [Fact]
    public void The_table_is_closed()
    {
        string[] plain = ["text", "bool", "int", "uint", "number", "duration", "object"];
        var lines = MeshConfigTable.Text.Split('\n').Select(line => line.Trim()).ToList();
        var messages = lines.Where(line => !line.Contains(' ', StringComparison.Ordinal)).ToHashSet();

        Assert.Equal(messages.Count, lines.Count(line => !line.Contains(' ', StringComparison.Ordinal)));
        foreach (
            var type in lines
                .Select(line => line.Split(' '))
                .Where(cells => cells.Length == 2)
                .Select(cells => cells[1].Trim('[', ']', '{', '}'))
        )
            Assert.True(
                plain.Contains(type)
                    || messages.Contains(type)
                    || type.Contains('|', StringComparison.Ordinal)
                    || type == "SERVICE_REGISTRY",
                type
            );
    }

    private static JsonObject Parse(string yaml) => KubernetesYaml.LoadTree(yaml, "test")!.AsObject();
}
