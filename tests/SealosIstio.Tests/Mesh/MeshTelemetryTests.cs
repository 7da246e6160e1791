using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Mesh;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Tests.Mesh;

/// <summary>What a Telemetry says of what was asked for.</summary>
public sealed class MeshTelemetryTests
{
    public static TheoryData<string, MeshTelemetrySettings> Built =>
        new()
        {
            {
                """{"tracing":[{"providers":[{"name":"jaeger"}],"randomSamplingPercentage":1.5}]}""",
                new() { TracingProvider = "jaeger", SamplingPercent = 1.5 }
            },
            {
                """{"tracing":[{"randomSamplingPercentage":0}]}""",
                new() { SamplingPercent = 0 }
            },
            {
                """{"tracing":[{"disableSpanReporting":true}]}""",
                new() { DisableTracing = true }
            },
            {
                """{"metrics":[{"providers":[{"name":"prometheus"}]}]}""",
                new() { MetricsProviders = ["prometheus"] }
            },
            {
                """{"selector":{"matchLabels":{"app":"web"}},"accessLogging":[{"providers":[{"name":"envoy"}],"filter":{"expression":"response.code >= 400"}}]}""",
                new()
                {
                    AccessLogProviders = ["envoy"],
                    AccessLogFilter = "response.code >= 400",
                    WorkloadLabels = new Dictionary<string, string> { ["app"] = "web" },
                }
            },
            {
                """{"accessLogging":[{"disabled":true}]}""",
                new() { DisableAccessLog = true }
            },
        };

    [Theory]
    [MemberData(nameof(Built))]
    public void Only_what_was_said_is_there(string spec, MeshTelemetrySettings settings)
    {
        var telemetry = MeshTelemetry.Build(settings);

        Assert.Equal("Telemetry istio-system/mesh-default", telemetry.ToString());
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(spec), KubernetesJson.ToJsonObject(telemetry)["spec"]),
            KubernetesYaml.Serialize(telemetry)
        );
    }

    [Theory]
    [InlineData("v1alpha1")]
    [InlineData("v1")]
    public void The_version_is_chosen(string version) =>
        Assert.Equal(
            "telemetry.istio.io/" + version,
            MeshTelemetry.Build(new() { DisableTracing = true, ApiVersion = version }).ApiVersion
        );

    public static TheoryData<string, MeshTelemetrySettings> Wrong =>
        new()
        {
            { "neither tracing", new() },
            {
                "randomSamplingPercentage: '101'",
                new() { SamplingPercent = 101 }
            },
            {
                "randomSamplingPercentage: 'NaN'",
                new() { SamplingPercent = double.NaN }
            },
            {
                "metadata.name: 'A b'",
                new() { Name = "A b", DisableTracing = true }
            },
            {
                "accessLogging[0].disabled",
                new() { DisableAccessLog = true, AccessLogFilter = "true" }
            },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_right_is_refused(string text, MeshTelemetrySettings settings)
    {
        var error = Assert.Throws<ResourceException>(() => MeshTelemetry.Build(settings));

        Assert.Equal(ResourceProblem.Invalid, error.Problem);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }
}
