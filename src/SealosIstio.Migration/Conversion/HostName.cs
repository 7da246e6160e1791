namespace SealosIstio.Migration.Conversion;

/// <summary>Host names as Kubernetes accepts them in an Ingress rule.</summary>
internal static class HostName
{
    private const int MaximumLength = 253;
    private const int MaximumLabelLength = 63;

    /// <summary>Lower case, without a trailing dot; empty for a rule without host.</summary>
    public static string Normalize(string? host) => (host ?? "").Trim().TrimEnd('.').ToLowerInvariant();

    /// <summary>Whether a normalized host is empty, a DNS-1123 name or a wildcard below one.</summary>
    public static bool IsValid(string host)
    {
        if (host.Length == 0)
            return true;
        var name = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
        return host.Length <= MaximumLength && name.Split('.').All(IsLabel);
    }

    /// <summary>
    /// Whether a Gateway takes a valid host: Istio refuses names without a dot and top-level domains that are numbers
    /// (pkg/config/validation/agent/validation.go, validateSidecarOrGatewayHostnamePart and ValidateDNS1123Labels).
    /// </summary>
    public static bool IsTakenByGateway(string host) =>
        host.Length == 0
        || (
            host.Contains('.', StringComparison.Ordinal) && !host[(host.LastIndexOf('.') + 1)..].All(char.IsAsciiDigit)
        );

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaximumLabelLength
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(character =>
            char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-'
        );
}
