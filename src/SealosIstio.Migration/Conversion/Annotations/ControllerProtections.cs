using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>Protections that the controller's ConfigMap gives to all Ingresses which don't say otherwise.</summary>
internal static class ControllerProtections
{
    private const string GlobalAuthentication = "enable-global-auth";

    // Lists of addresses are kept by policies (Access/AddressRule), unless nginx itself couldn't read them.
    private static readonly (string Key, Func<IngressSource, bool> IsReplaced)[] Keys =
    [
        (
            "whitelist-source-range",
            source => source.Has("allowlist-source-range") || source.Has("whitelist-source-range")
        ),
        ("denylist-source-range", source => source.Has("denylist-source-range")),
        ("enable-modsecurity", source => source.Annotation("enable-modsecurity") is not null),
        ("block-cidrs", _ => false),
        ("block-referers", _ => false),
        ("block-user-agents", _ => false),
    ];

    /// <summary>Reports what the Ingress would lose and refuses it, unless the user accepted the code.</summary>
    public static void RefuseInsecure(IngressSource source, ConversionOptions options, ControllerSettings controller)
    {
        // The primary Ingress answers for its canaries.
        if (source.IsOn("canary") || source.IsClosed)
            return;
        foreach (var (key, isReplaced) in Keys)
            if (IsSet(controller, key) && !isReplaced(source) && !ComesTooLate(source, key))
                ReportLost(source, options, key);

        if (source.IsOn(GlobalAuthentication) && !source.Has("auth-url") && !IsSet(controller, "global-auth-url"))
            source.ReportAnnotation(
                FindingCatalog.ProtectionHasNoEffect,
                GlobalAuthentication,
                "The controller's ConfigMap sets no global-auth-url."
            );
    }

    private static void ReportLost(IngressSource source, ConversionOptions options, string key)
    {
        var lost = FindingCatalog.ControllerProtectionLost;
        var message = $"The controller's ConfigMap sets {key}, and the gateway wouldn't.";
        var field = $"ConfigMap data.{key}";
        if (options.AllowInsecure.Contains(lost.Code))
        {
            source.Report(
                FindingCatalog.InsecurityAccepted,
                field,
                message: $"{message} Accepted as {lost.Code}.",
                advice: lost.Advice
            );
            return;
        }
        source.Report(lost, field, message: message);
        source.Refuse();
    }

    private static bool IsSet(ControllerSettings controller, string key) =>
        controller[key] is { } value
        && (
            key switch
            {
                "enable-modsecurity" => AnnotationValue.TryBool(value.Trim(), out var isOn) && isOn,
                "whitelist-source-range" or "denylist-source-range" => value.Trim().Length > 0
                    && !AnnotationValue.TryCidrs(value.Trim(), out _),
                _ => value.Trim().Length > 0,
            }
        );

    // Blocked clients and the firewall come before a redirect, the rest behind it.
    private static bool ComesTooLate(IngressSource source, string key) =>
        key is "whitelist-source-range" or "denylist-source-range" && Protection.WhyNobodyArrives(source) is not null;
}
