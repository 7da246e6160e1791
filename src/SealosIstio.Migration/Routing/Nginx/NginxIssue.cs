namespace SealosIstio.Migration.Routing.Nginx;

/// <summary>Something of the source that ingress-nginx drops or refuses, or that this model cannot follow.</summary>
/// <param name="Source">The object, as <c>Kind namespace/name</c>; empty for the whole configuration.</param>
/// <param name="Field">The annotation or field; empty for the whole object.</param>
/// <param name="Message">What happens and why.</param>
public sealed record NginxIssue(string Source, string Field, string Message)
{
    /// <summary>True when the model does not know what nginx does here: its decisions are then not proven.</summary>
    public bool IsUnmodelled { get; init; }
}
