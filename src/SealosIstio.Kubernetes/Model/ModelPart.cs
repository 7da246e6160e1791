using System.Text.Json;
using System.Text.Json.Serialization;

namespace SealosIstio.Kubernetes.Model;

/// <summary>The base of every nested part of an object; keeps the fields that the class doesn't model.</summary>
public abstract class ModelPart
{
    /// <summary>Fields that this class doesn't model, by their JSON name.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
