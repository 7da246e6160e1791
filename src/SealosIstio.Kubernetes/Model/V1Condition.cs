namespace SealosIstio.Kubernetes.Model;

/// <summary>A condition of an object's status; serves for the condition types of all kinds.</summary>
public sealed class V1Condition : ModelPart
{
    /// <summary>What the condition is about, such as <c>Available</c> or <c>Ready</c>.</summary>
    public string? Type { get; set; }

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public string? Status { get; set; }

    /// <summary>The generation that the condition was made for.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>When the status last changed, RFC 3339.</summary>
    public string? LastTransitionTime { get; set; }

    /// <summary>For programs.</summary>
    public string? Reason { get; set; }

    /// <summary>For people.</summary>
    public string? Message { get; set; }
}
