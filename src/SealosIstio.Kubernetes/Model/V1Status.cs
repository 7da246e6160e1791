namespace SealosIstio.Kubernetes.Model;

/// <summary>meta/v1 Status: what a server answers when it has no object to give.</summary>
public sealed class V1Status : ModelPart
{
    /// <summary>Always <c>v1</c>.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>Always <c>Status</c>.</summary>
    public string? Kind { get; set; }

    /// <summary><c>Success</c> or <c>Failure</c>.</summary>
    public string? Status { get; set; }

    /// <summary>For people.</summary>
    public string? Message { get; set; }

    /// <summary>For programs: <c>NotFound</c>, <c>Conflict</c>, <c>Invalid</c>, …</summary>
    public string? Reason { get; set; }

    /// <summary>The object concerned and the causes.</summary>
    public V1StatusDetails? Details { get; set; }

    /// <summary>The HTTP status code.</summary>
    public int? Code { get; set; }
}

/// <summary>meta/v1 StatusDetails.</summary>
public sealed class V1StatusDetails : ModelPart
{
    /// <summary>The name of the object concerned.</summary>
    public string? Name { get; set; }

    /// <summary>The group of the object concerned.</summary>
    public string? Group { get; set; }

    /// <summary>The kind or plural of the object concerned.</summary>
    public string? Kind { get; set; }

    /// <summary>The uid of the object concerned.</summary>
    public string? Uid { get; set; }

    /// <summary>Each reason for the failure.</summary>
    public IList<V1StatusCause>? Causes { get; set; }

    /// <summary>After how many seconds a retry makes sense.</summary>
    public int? RetryAfterSeconds { get; set; }
}

/// <summary>meta/v1 StatusCause.</summary>
public sealed class V1StatusCause : ModelPart
{
    /// <summary>The machine-readable reason, such as <c>FieldValueInvalid</c> or <c>FieldManagerConflict</c>.</summary>
    public string? Reason { get; set; }

    /// <summary>For people.</summary>
    public string? Message { get; set; }

    /// <summary>The field, as a path such as <c>spec.rules[0].host</c>.</summary>
    public string? Field { get; set; }
}
