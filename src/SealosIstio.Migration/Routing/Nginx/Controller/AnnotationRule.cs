namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>How dangerous an annotation is to a shared controller; <c>annotations-risk-level</c> sets the most it admits.</summary>
internal enum AnnotationRisk
{
    Low,
    Medium,
    High,
    Critical,
}

/// <summary>What ingress-nginx v1.15 demands of an annotation's value before it parses it.</summary>
internal sealed record AnnotationRule(string Name, AnnotationRisk Risk, Func<string, bool> IsValid)
{
    /// <summary>An older name that counts when the present one is absent.</summary>
    public string? Alias { get; init; }

    public static AnnotationRisk ParseRisk(string text) =>
        text.ToLowerInvariant() switch
        {
            "critical" => AnnotationRisk.Critical,
            "high" => AnnotationRisk.High,
            "medium" => AnnotationRisk.Medium,
            _ => AnnotationRisk.Low,
        };
}
