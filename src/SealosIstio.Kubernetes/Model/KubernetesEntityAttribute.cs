namespace SealosIstio.Kubernetes.Model;

/// <summary>Says which resource of the API a class models. Same shape as in the KubernetesClient package.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KubernetesEntityAttribute : Attribute
{
    /// <summary>The API group; empty for the core group.</summary>
    public string Group { get; init; } = "";

    /// <summary>The version that an object of this class gets unless discovery or the user says otherwise.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The kind in CamelCase.</summary>
    public required string Kind { get; init; }

    /// <summary>The plural, lower-case name in URLs.</summary>
    public required string PluralName { get; init; }

    /// <summary>Whether objects live in a namespace. Default true.</summary>
    public bool Namespaced { get; init; } = true;
}
