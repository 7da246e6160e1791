namespace SealosIstio.Migration.Controllers;

/// <summary>What Sealos' admission webhook does with VirtualServices.</summary>
public sealed record AdmissionSettings
{
    /// <summary>Whether it looks at them. Default true.</summary>
    public bool EnableIstio { get; init; } = true;

    /// <summary>
    /// Annotations that it gives every VirtualService of a tenant; null leaves what is set. Keys and values can hold neither comma nor
    /// equals sign.
    /// </summary>
    public IReadOnlyDictionary<string, string>? MutatingAnnotations { get; init; }

    /// <summary>The webhooks' MutatingWebhookConfiguration. Default: Sealos' name.</summary>
    public string MutatingConfiguration { get; init; } = "admission-mutating-webhook-configuration";

    /// <summary>The webhooks' ValidatingWebhookConfiguration. Default: Sealos' name.</summary>
    public string ValidatingConfiguration { get; init; } = "admission-validating-webhook-configuration";

    internal SortedDictionary<string, string> Variables()
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [ControllerVariables.EnableWebhooks] = EnableIstio ? "true" : "false",
        };
        if (MutatingAnnotations is { } annotations)
            variables[ControllerVariables.MutatingAnnotations] = string.Join(
                ',',
                annotations
                    .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => $"{entry.Key}={entry.Value}")
            );
        return variables;
    }

    /// <summary>The first annotation that the variable can't carry; null when all are fine.</summary>
    public string? FirstUnusableAnnotation() =>
        MutatingAnnotations
            ?.Where(entry => entry.Key.Length == 0 || (entry.Key + entry.Value).AsSpan().IndexOfAny(',', '=') >= 0)
            .Select(entry => entry.Key)
            .FirstOrDefault();
}
