namespace SealosIstio.Migration.Mesh;

/// <summary>The protocol by which spans are sent.</summary>
public enum TracingProtocol
{
    /// <summary>OTLP over gRPC: Jaeger, an OpenTelemetry collector. The default.</summary>
    OpenTelemetry,

    /// <summary>Zipkin's.</summary>
    Zipkin,
}

/// <summary>How the mesh traces requests.</summary>
public sealed record TracingSettings
{
    /// <summary>The name of the extension provider. Default <c>jaeger</c>.</summary>
    public string Provider { get; init; } = "jaeger";

    /// <summary>The protocol. Default <see cref="TracingProtocol.OpenTelemetry"/>.</summary>
    public TracingProtocol Protocol { get; init; }

    /// <summary>The host of the collector in Istio's registry. Default: that of the add-on Jaeger.</summary>
    public string Service { get; init; } = "jaeger-collector.istio-system.svc.cluster.local";

    /// <summary>Its port. Default 4317, OTLP over gRPC; 9411 is Zipkin's.</summary>
    public int Port { get; init; } = 4317;

    /// <summary>The share of requests that are traced, from 0 to 100. Default 1.</summary>
    public double SamplingPercent { get; init; } = 1;

    /// <summary>The name of the Telemetry. Default <c>mesh-default</c>.</summary>
    public string TelemetryName { get; init; } = "mesh-default";
}
