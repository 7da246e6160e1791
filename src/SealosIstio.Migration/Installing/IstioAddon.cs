namespace SealosIstio.Migration.Installing;

/// <summary>An add-on that Istio's manuals install beside it.</summary>
public enum IstioAddon
{
    /// <summary>Keeps metrics.</summary>
    Prometheus,

    /// <summary>Shows metrics.</summary>
    Grafana,

    /// <summary>Shows the mesh.</summary>
    Kiali,

    /// <summary>Keeps and shows traces.</summary>
    Jaeger,

    /// <summary>The kinds of the Kubernetes Gateway API; no workload.</summary>
    GatewayApi,
}
