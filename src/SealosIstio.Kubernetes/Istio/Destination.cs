using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>A service in Istio's registry.</summary>
public sealed class Destination : ModelPart
{
    /// <summary>A name; short names are completed with the namespace of the object that holds the rule.</summary>
    public string? Host { get; set; }

    /// <summary>A subset that a DestinationRule defines.</summary>
    public string? Subset { get; set; }

    /// <summary>The port; may be left out where the service has only one.</summary>
    public PortSelector? Port { get; set; }
}

/// <summary>A port.</summary>
public sealed class PortSelector : ModelPart
{
    /// <summary>The number.</summary>
    public int? Number { get; set; }
}
