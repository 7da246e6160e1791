namespace SealosIstio.Migration.Resources;

/// <summary>The names of objects and hosts: labels of letters, digits and hyphens, with dots between.</summary>
internal static class DnsName
{
    private const int MaximumLength = 253;
    private const int MaximumLabelLength = 63;

    /// <summary>Whether an object may have this name (RFC 1123 subdomain; no limit per label, as in Kubernetes).</summary>
    public static bool IsObjectName(string name) =>
        name.Length is > 0 and <= MaximumLength
        && !name.Any(char.IsAsciiLetterUpper)
        && name.Split('.').All(label => IsLabel(label, MaximumLength));

    /// <summary>Whether Istio takes it as a host: a DNS name, <c>*</c>, or a DNS name below <c>*.</c></summary>
    public static bool IsHost(string host) =>
        host == "*"
        || host.Length is > 0 and <= MaximumLength
            && (host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host)
                .Split('.')
                .All(label => IsLabel(label, MaximumLabelLength));

    private static bool IsLabel(string label, int maximumLength) =>
        label.Length > 0
        && label.Length <= maximumLength
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
