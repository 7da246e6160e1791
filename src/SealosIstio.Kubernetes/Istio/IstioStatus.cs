using System.Text.Json;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>What Istio reports about one of its objects.</summary>
public sealed class IstioStatus : ModelPart
{
    /// <summary>The conditions.</summary>
    public IList<V1Condition>? Conditions { get; set; }

    /// <summary>The generation last seen; Istio writes a string, some releases a number.</summary>
    public JsonElement? ObservedGeneration { get; set; }

    /// <summary>The analyzer's messages.</summary>
    public JsonElement? ValidationMessages { get; set; }
}
