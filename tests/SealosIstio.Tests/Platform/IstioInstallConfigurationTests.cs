using System.Globalization;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Platform;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Tests.Platform;

/// <summary>Every value that the manuals give, in the field where istioctl and Helm look for it.</summary>
public sealed class IstioInstallConfigurationTests
{
    // Manual's value | field of the IstioOperator's spec | chart: field of its values. A dash where the tool has no such field.
    private const string Setup = """
        default | profile | -
        true | components.ingressGateways.0.enabled | -
        istio-ingressgateway | components.ingressGateways.0.name | -
        1000m | components.ingressGateways.0.k8s.resources.requests.cpu | gateway: resources.requests.cpu
        1024Mi | components.ingressGateways.0.k8s.resources.requests.memory | gateway: resources.requests.memory
        2000m | components.ingressGateways.0.k8s.resources.limits.cpu | gateway: resources.limits.cpu
        2048Mi | components.ingressGateways.0.k8s.resources.limits.memory | gateway: resources.limits.memory
        LoadBalancer | components.ingressGateways.0.k8s.service.type | gateway: service.type
        status-port | components.ingressGateways.0.k8s.service.ports.0.name | gateway: service.ports.0.name
        15021 | components.ingressGateways.0.k8s.service.ports.0.port | gateway: service.ports.0.port
        15021 | components.ingressGateways.0.k8s.service.ports.0.targetPort | gateway: service.ports.0.targetPort
        http2 | components.ingressGateways.0.k8s.service.ports.1.name | gateway: service.ports.1.name
        80 | components.ingressGateways.0.k8s.service.ports.1.port | gateway: service.ports.1.port
        8080 | components.ingressGateways.0.k8s.service.ports.1.targetPort | gateway: service.ports.1.targetPort
        https | components.ingressGateways.0.k8s.service.ports.2.name | gateway: service.ports.2.name
        443 | components.ingressGateways.0.k8s.service.ports.2.port | gateway: service.ports.2.port
        8443 | components.ingressGateways.0.k8s.service.ports.2.targetPort | gateway: service.ports.2.targetPort
        tcp | components.ingressGateways.0.k8s.service.ports.3.name | gateway: service.ports.3.name
        31400 | components.ingressGateways.0.k8s.service.ports.3.port | gateway: service.ports.3.port
        31400 | components.ingressGateways.0.k8s.service.ports.3.targetPort | gateway: service.ports.3.targetPort
        2 | components.ingressGateways.0.k8s.hpaSpec.minReplicas | gateway: autoscaling.minReplicas
        10 | components.ingressGateways.0.k8s.hpaSpec.maxReplicas | gateway: autoscaling.maxReplicas
        cpu | components.ingressGateways.0.k8s.hpaSpec.metrics.0.resource.name | -
        Utilization | components.ingressGateways.0.k8s.hpaSpec.metrics.0.resource.target.type | -
        80 | components.ingressGateways.0.k8s.hpaSpec.metrics.0.resource.target.averageUtilization | gateway: autoscaling.targetCPUUtilizationPercentage
        true | components.pilot.enabled | -
        500m | components.pilot.k8s.resources.requests.cpu | istiod: pilot.resources.requests.cpu
        2048Mi | components.pilot.k8s.resources.requests.memory | istiod: pilot.resources.requests.memory
        2 | components.pilot.k8s.hpaSpec.minReplicas | istiod: pilot.autoscaleMin
        5 | components.pilot.k8s.hpaSpec.maxReplicas | istiod: pilot.autoscaleMax
        /dev/stdout | meshConfig.accessLogFile | istiod: meshConfig.accessLogFile
        .*outlier_detection.* | meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.0 | istiod: meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.0
        .*circuit_breakers.* | meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.1 | istiod: meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.1
        .*_rq_retry.* | meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.2 | istiod: meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.2
        .*_rq_pending.* | meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.3 | istiod: meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.3
        .*_cx_.* | meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.4 | istiod: meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.4
        prometheus | meshConfig.extensionProviders.0.name | istiod: meshConfig.extensionProviders.0.name
        {} | meshConfig.extensionProviders.0.prometheus | istiod: meshConfig.extensionProviders.0.prometheus
        disabled | values.global.proxy.autoInject | istiod: global.proxy.autoInject
        100m | values.global.proxy.resources.requests.cpu | istiod: global.proxy.resources.requests.cpu
        128Mi | values.global.proxy.resources.requests.memory | istiod: global.proxy.resources.requests.memory
        2000m | values.global.proxy.resources.limits.cpu | istiod: global.proxy.resources.limits.cpu
        1024Mi | values.global.proxy.resources.limits.memory | istiod: global.proxy.resources.limits.memory
        sealos-cluster | values.global.multiCluster.clusterName | istiod: global.multiCluster.clusterName
        true | values.telemetry.v2.prometheus.configOverride.inboundSidecar.disable_host_header_fallback | istiod: telemetry.v2.prometheus.configOverride.inboundSidecar.disable_host_header_fallback
        true | values.telemetry.v2.prometheus.configOverride.outboundSidecar.disable_host_header_fallback | istiod: telemetry.v2.prometheus.configOverride.outboundSidecar.disable_host_header_fallback
        """;

    private const string Production = """
        3 | components.pilot.k8s.hpaSpec.minReplicas | istiod: pilot.autoscaleMin
        5 | components.pilot.k8s.hpaSpec.maxReplicas | istiod: pilot.autoscaleMax
        1000m | components.pilot.k8s.resources.requests.cpu | istiod: pilot.resources.requests.cpu
        2048Mi | components.pilot.k8s.resources.requests.memory | istiod: pilot.resources.requests.memory
        3 | components.ingressGateways.0.k8s.hpaSpec.minReplicas | gateway: autoscaling.minReplicas
        10 | components.ingressGateways.0.k8s.hpaSpec.maxReplicas | gateway: autoscaling.maxReplicas
        80 | components.ingressGateways.0.k8s.hpaSpec.metrics.0.resource.target.averageUtilization | gateway: autoscaling.targetCPUUtilizationPercentage
        LoadBalancer | components.ingressGateways.0.k8s.service.type | gateway: service.type
        500m | components.ingressGateways.0.k8s.resources.requests.cpu | gateway: resources.requests.cpu
        512Mi | components.ingressGateways.0.k8s.resources.requests.memory | gateway: resources.requests.memory
        2000m | components.ingressGateways.0.k8s.resources.limits.cpu | gateway: resources.limits.cpu
        2048Mi | components.ingressGateways.0.k8s.resources.limits.memory | gateway: resources.limits.memory
        .*upstream_rq_retry.* | meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.2 | istiod: meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.2
        .*upstream_rq_pending.* | meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.3 | istiod: meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.3
        .*upstream_rq_time.* | meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.4 | istiod: meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.4
        .*_cx_.* | meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.5 | istiod: meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.5
        /dev/stdout | meshConfig.accessLogFile | istiod: meshConfig.accessLogFile
        100m | values.global.proxy.resources.requests.cpu | istiod: global.proxy.resources.requests.cpu
        128Mi | values.global.proxy.resources.requests.memory | istiod: global.proxy.resources.requests.memory
        500m | values.global.proxy.resources.limits.cpu | istiod: global.proxy.resources.limits.cpu
        512Mi | values.global.proxy.resources.limits.memory | istiod: global.proxy.resources.limits.memory
        false | values.telemetry.v2.prometheus.wasmEnabled | istiod: telemetry.v2.prometheus.wasmEnabled
        """;

    // With sealos02 for the node.
    private const string HostNetwork = """
        true | components.cni.enabled | -
        kube-system | components.cni.namespace | -
        istio-system | values.cni.excludeNamespaces.0 | -
        kube-system | values.cni.excludeNamespaces.1 | -
        monitoring | values.cni.excludeNamespaces.2 | -
        info | values.cni.logLevel | -
        ClusterIP | components.ingressGateways.0.k8s.service.type | -
        100% | components.ingressGateways.0.k8s.strategy.rollingUpdate.maxUnavailable | -
        0% | components.ingressGateways.0.k8s.strategy.rollingUpdate.maxSurge | -
        {"kubernetes.io/hostname":"sealos02"} | components.ingressGateways.0.k8s.nodeSelector | -
        Deployment | components.ingressGateways.0.k8s.overlays.0.kind | -
        istio-ingressgateway | components.ingressGateways.0.k8s.overlays.0.name | -
        spec.template.spec.hostNetwork | components.ingressGateways.0.k8s.overlays.0.patches.0.path | -
        true | components.ingressGateways.0.k8s.overlays.0.patches.0.value | -
        spec.template.spec.dnsPolicy | components.ingressGateways.0.k8s.overlays.0.patches.1.path | -
        ClusterFirstWithHostNet | components.ingressGateways.0.k8s.overlays.0.patches.1.value | -
        NET_BIND_SERVICE | components.ingressGateways.0.k8s.overlays.0.patches.2.value.capabilities.add.0 | -
        Service | components.ingressGateways.0.k8s.overlays.1.kind | -
        spec.ports | components.ingressGateways.0.k8s.overlays.1.patches.0.path | -
        {"name":"status-port","port":15021,"targetPort":15021} | components.ingressGateways.0.k8s.overlays.1.patches.0.value.0 | -
        {"name":"http2","port":80,"targetPort":80} | components.ingressGateways.0.k8s.overlays.1.patches.0.value.1 | -
        {"name":"https","port":443,"targetPort":443} | components.ingressGateways.0.k8s.overlays.1.patches.0.value.2 | -
        """;

    public static TheoryData<IstioVariant, string, string, string> Values
    {
        get
        {
            var data = new TheoryData<IstioVariant, string, string, string>();
            foreach (
                var (variant, table) in new[]
                {
                    (IstioVariant.Setup, Setup),
                    (IstioVariant.Production, Production),
                    (IstioVariant.HostNetwork, HostNetwork),
                }
            )
            foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var cells = line.Split(" | ");
                data.Add(variant, cells[0].Trim(), cells[1].Trim(), cells[2].Trim());
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_of_the_manual_stands_where_the_tools_look_for_it(
        IstioVariant variant,
        string value,
        string field,
        string chartField
    )
    {
        var configuration = IstioInstallConfiguration.Create(
            IstioInstallSettings.Of(variant) with
            {
                NodeHostName = variant == IstioVariant.HostNetwork ? "sealos02" : null,
            }
        );

        // Through the text, as the tool reads it.
        var document = KubernetesYaml.LoadTree(configuration.OperatorYaml, "operator.yaml")!;
        Assert.Equal(value, Text(At(document["spec"], field)));
        if (chartField == "-")
            return;
        var (chart, path) = (chartField.Split(": ")[0], chartField.Split(": ")[1]);
        var release = configuration.HelmReleases.Single(each => each.Chart == chart);
        Assert.Equal(value, Text(At(KubernetesYaml.LoadTree(release.Values, chart), path)));
    }

    [Fact]
    public void The_IstioOperator_has_kind_and_name()
    {
        var created = IstioInstallConfiguration.Create(new()).Operator;

        Assert.Equal(
            ("install.istio.io/v1alpha1", "IstioOperator", "sealos-istio", "istio-system"),
            (created.ApiVersion, created.Kind, created.Metadata.Name, created.Metadata.NamespaceProperty)
        );
    }

    [Fact]
    public void Charts_come_in_the_order_of_their_needs()
    {
        var plain = IstioInstallConfiguration.Create(new()).HelmReleases;
        var withCni = IstioInstallConfiguration.Create(new() { EnableCni = true }).HelmReleases;

        Assert.Equal(["istio-base", "istiod", "istio-ingressgateway"], plain.Select(release => release.Name));
        Assert.Equal(["base", "cni", "istiod", "gateway"], withCni.Select(release => release.Chart));
        Assert.Equal("kube-system", withCni[1].Namespace);
        Assert.Contains("istio_cni:", withCni[2].Values, StringComparison.Ordinal);
        Assert.Contains("name: istio-ingressgateway-service-account", withCni[3].Values, StringComparison.Ordinal);
        Assert.Empty(IstioInstallConfiguration.Create(IstioInstallSettings.Of(IstioVariant.HostNetwork)).HelmReleases);
    }

    [Fact]
    public void Newer_releases_get_no_field_that_they_refuse()
    {
        var configuration = IstioInstallConfiguration.Create(new() { Version = "1.28.1", EnableCni = true });

        Assert.Null(KubernetesYaml.LoadTree(configuration.OperatorYaml, "o")!["spec"]!["values"]!["telemetry"]);
        var istiod = KubernetesYaml.LoadTree(configuration.HelmReleases[2].Values, "v")!;
        Assert.Null(istiod["istio_cni"]);
        Assert.Equal("true", Text(At(istiod, "pilot.cni.enabled")));
    }

    [Theory]
    [InlineData("1.20.2", true)]
    [InlineData("1.24.2", true)]
    [InlineData("1.28.1", false)]
    public void A_release_without_support_is_named(string version, bool warned) =>
        Assert.Equal(warned, IstioSupport.WarningOf(version) is not null);

    [Fact]
    public void The_profile_production_is_refused_with_a_hint()
    {
        foreach (var version in new[] { "1.20.2", "1.28.1" })
        {
            var error = Assert.Throws<ResourceException>(() =>
                IstioInstallConfiguration.Create(new() { Profile = "production", Version = version })
            );
            Assert.Contains("'production'", error.Message, StringComparison.Ordinal);
            Assert.Contains("-Variant Production", error.Advice, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, IstioInstallSettings> Wrong =>
        new()
        {
            {
                "'prod'",
                new() { Profile = "prod" }
            },
            {
                "metadata.name: 'My Istio'",
                new() { Name = "My Istio" }
            },
            {
                "metadata.namespace: 'a b'",
                new() { Namespace = "a b" }
            },
            {
                "version: '1.20'",
                new() { Version = "1.20" }
            },
            {
                "version: 'latest'",
                new() { Version = "latest" }
            },
            {
                "ingressGateways.k8s.hpaSpec: '4..3'",
                new() { GatewayMinReplicas = 4, GatewayMaxReplicas = 3 }
            },
            {
                "pilot.k8s.hpaSpec: '6..5'",
                new() { PilotMinReplicas = 6 }
            },
            {
                "pilot.resources.requests.cpu: 'much'",
                new() { PilotResources = new("much", "1Gi") }
            },
            {
                "ingressGateways.resources.limits.memory: '1Gi'",
                new() { GatewayResources = new("1", "2Gi", "1", "1Gi") }
            },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_right_is_refused_with_field_and_value(string field, IstioInstallSettings settings)
    {
        var error = Assert.Throws<ResourceException>(() => IstioInstallConfiguration.Create(settings));

        Assert.Equal(ResourceProblem.Invalid, error.Problem);
        Assert.Contains(field, error.Message, StringComparison.Ordinal);
    }

    private static JsonNode? At(JsonNode? node, string path)
    {
        foreach (var part in path.Split('.'))
            node = int.TryParse(part, CultureInfo.InvariantCulture, out var index) ? node?[index] : node?[part];
        return node;
    }

    private static string? Text(JsonNode? node) => node is JsonValue ? node.ToString() : node?.ToJsonString();
}
