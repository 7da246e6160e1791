using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>Reports on protections by where they come from: an annotation, or a key of the controller's ConfigMap.</summary>
internal static class ProtectionLoss
{
    /// <summary>
    /// Reports a protection that can't be kept, and refuses the Ingress unless the user accepted the code. Of the controller's own
    /// protection the code is always <see cref="FindingCatalog.ControllerProtectionLost"/>.
    /// </summary>
    /// <param name="source">The Ingress.</param>
    /// <param name="origin">The annotation's short name, or the ConfigMap's field.</param>
    /// <param name="lost">What is lost when an annotation asks for it.</param>
    /// <param name="options">Says which codes the user accepted.</param>
    /// <param name="message">Why it is lost.</param>
    /// <param name="advice">What to do; null for the definition's own.</param>
    public static void Report(
        IngressSource source,
        string origin,
        FindingDefinition lost,
        ConversionOptions options,
        string message,
        string? advice = null
    )
    {
        var definition =
            IsSetting(origin) && lost != FindingCatalog.ClientAddressHidden
                ? FindingCatalog.ControllerProtectionLost
                : lost;
        if (options.AllowInsecure.Contains(definition.Code))
        {
            Say(
                source,
                origin,
                FindingCatalog.InsecurityAccepted,
                $"{message} Accepted as {definition.Code}.",
                advice ?? definition.Advice
            );
            return;
        }
        Say(source, origin, definition, message, advice);
        source.Refuse();
    }

    /// <summary>Reports something on a protection.</summary>
    public static void Say(
        IngressSource source,
        string origin,
        FindingDefinition definition,
        string? message = null,
        string? advice = null
    )
    {
        if (IsSetting(origin))
            source.Report(definition, origin, message: message, advice: advice);
        else
            source.ReportAnnotation(definition, origin, message, advice);
    }

    /// <summary>How findings name where a protection comes from.</summary>
    public static string FieldOf(IngressSource source, string origin) =>
        IsSetting(origin) ? origin : source.FieldOf(origin);

    private static bool IsSetting(string origin) =>
        origin.StartsWith(AddressRule.ConfigMapField, StringComparison.Ordinal);
}
