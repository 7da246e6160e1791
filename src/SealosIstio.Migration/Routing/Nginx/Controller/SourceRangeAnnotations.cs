namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>Networks that may, or may not, reach an Ingress.</summary>
internal static class SourceRangeAnnotations
{
    /// <summary>The list, or the controller's own when the annotation is absent. A value that is no list denies everybody.</summary>
    public static IReadOnlyList<string> Read(AnnotationReader reader, string name, IReadOnlyList<string> fallback)
    {
        var text = reader.Text(name, out var fault);
        if (text is not null && SourceRanges.IsValid(text))
            return [.. text.Split(',').Select(range => range.Trim())];
        if (fault != AnnotationFault.Missing)
            reader.Deny($"{name} is no list of networks");
        return fallback;
    }
}
