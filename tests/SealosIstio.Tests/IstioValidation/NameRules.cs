using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace SealosIstio.Tests.IstioValidation;

/// <summary>Names, hosts, ports and labels (pkg/config/validation/agent/validation.go, pkg/config/labels/instance.go).</summary>
internal static partial class NameRules
{
    private const int LabelLength = 63;

    private static readonly HashSet<string> Protocols =
    [
        "tcp",
        "udp",
        "grpc",
        "grpc-web",
        "http",
        "http_proxy",
        "http2",
        "https",
        "tls",
        "mongo",
        "redis",
        "mysql",
    ];

    private static readonly HashSet<string> HttpProtocols = ["http", "http2", "http_proxy", "grpc", "grpc-web"];

    public static bool IsLabel(string value) => value.Length <= LabelLength && Label().IsMatch(value);

    public static bool IsHttp(string? protocol) => HttpProtocols.Contains(Lower(protocol));

    public static bool IsTls(string? protocol) => Lower(protocol) is "https" or "tls";

    public static bool IsKnown(string? protocol) => Protocols.Contains(Lower(protocol));

    public static bool IsAddress(string value) =>
        !value.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(value, out _);

    public static IEnumerable<string> Port(string field, int? number)
    {
        if (number is not (>= 1 and <= 65535))
            yield return $"{field}: port number {number} must be in the range 1..65535";
    }

    public static IEnumerable<string> Fqdn(string field, string? name) =>
        Length(field, name) ?? DomainLabels(field, name!, name!);

    public static IEnumerable<string> WildcardDomain(string field, string? name)
    {
        if (Length(field, name) is { } problem)
            return problem;
        var parts = name!.Split('.', 2);
        if (parts[0].Length > LabelLength || !WildcardLabel().IsMatch(parts[0]))
            return [$"{field}: domain name '{name}' invalid (label '{parts[0]}')"];
        return parts.Length > 1 ? DomainLabels(field, parts[1], name) : [];
    }

    /// <summary>A host of a Gateway's server: <c>[namespace/]dnsName</c>.</summary>
    public static IEnumerable<string> ServerHost(string field, string value)
    {
        var parts = value.Split('/', 2);
        if (parts.Length == 2)
        {
            if (parts[0].Length == 0 || parts[1].Length == 0)
                yield return $"{field}: namespace and dnsName can't be empty in '{value}'";
            if (parts[0] is not ("*" or ".") && !IsLabel(parts[0]))
                yield return $"{field}: invalid namespace '{parts[0]}'";
        }
        var name = parts[^1];
        if (name != "*" && !name.Contains('.', StringComparison.Ordinal))
            yield return $"{field}: short names are not allowed: '{name}'";
        if (!IsAddress(name))
            foreach (var problem in WildcardDomain(field, name))
                yield return problem;
        if (
            name.Contains('*', StringComparison.Ordinal)
            && name.Length != 1
            && !name.StartsWith("*.", StringComparison.Ordinal)
        )
            yield return $"{field}: partial wildcard '{name}' not allowed";
    }

    public static IEnumerable<string> GatewayNames(string field, IEnumerable<string>? names)
    {
        foreach (var name in names ?? [])
        {
            var parts = name.Split('/', 2);
            if (parts.Length != 2)
            {
                foreach (var problem in Fqdn(field, name))
                    yield return problem;
                continue;
            }
            if (!IsLabel(parts[0]))
                yield return $"{field}: invalid value for namespace: '{parts[0]}'";
            if (!IsLabel(parts[1]))
                yield return $"{field}: invalid value for gateway name: '{parts[1]}'";
        }
    }

    public static IEnumerable<string> Labels(string field, IEnumerable<KeyValuePair<string, string>>? labels)
    {
        foreach (var (key, value) in labels ?? [])
        {
            if (TagKey().Match(key) is not { Success: true } match || match.Groups[2].Length > LabelLength)
                yield return $"{field}: invalid tag key: '{key}'";
            if (!TagValue().IsMatch(value))
                yield return $"{field}: invalid tag value: '{value}'";
        }
    }

    public static IEnumerable<string> Selector(string field, IEnumerable<KeyValuePair<string, string>>? labels)
    {
        foreach (var (key, value) in labels ?? [])
        {
            if (key.Length == 0)
                yield return $"{field}: empty key is not supported in selector";
            if (key.Contains('*', StringComparison.Ordinal) || value.Contains('*', StringComparison.Ordinal))
                yield return $"{field}: wildcard is not supported in selector: '{key}={value}'";
        }
    }

    public static IEnumerable<string> ExportTo(
        string namespaceName,
        IEnumerable<string>? exportTo,
        bool mayBeNone = false
    )
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in exportTo ?? [])
        {
            if (!seen.Add(entry == "." ? namespaceName : entry))
                yield return $"spec.exportTo: duplicate entry {entry}";
            if (entry is not ("." or "*") && !(mayBeNone && entry == "~") && !IsLabel(entry))
                yield return $"spec.exportTo: '{entry}' is none of ., * and a namespace";
        }
        if (seen.Count > 1 && (seen.Contains("*") || seen.Contains("~")))
            yield return "spec.exportTo: * and ~ exclude other entries";
    }

    public static IEnumerable<string> Subnet(string field, string value)
    {
        var isValid = value.Contains('/', StringComparison.Ordinal)
            ? IPNetwork.TryParse(WithHostBitsCleared(value), out _)
            : IsAddress(value);
        if (!isValid)
            yield return $"{field}: '{value}' is no IP address or CIDR range";
    }

    // Go's netip.ParsePrefix takes host bits that are set, .NET's IPNetwork doesn't.
    private static string WithHostBitsCleared(string value)
    {
        var parts = value.Split('/');
        if (
            parts.Length != 2
            || !IPAddress.TryParse(parts[0], out var address)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        )
            return value;
        var bytes = address.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return $"{new IPAddress(bytes)}/{length.ToString(CultureInfo.InvariantCulture)}";
    }

    private static IReadOnlyList<string>? Length(string field, string? name) =>
        string.IsNullOrEmpty(name) ? [$"{field}: empty domain name not allowed"]
        : name.Length > 255 ? [$"{field}: domain name too long (max 255)"]
        : null;

    private static IEnumerable<string> DomainLabels(string field, string domain, string whole)
    {
        var labels = domain.Split('.');
        if (int.TryParse(labels[^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            yield return $"{field}: domain name '{whole}' invalid (top level domain can't be all-numeric)";
        for (var i = 0; i < labels.Length; i++)
            if (!(i == labels.Length - 1 && labels[i].Length == 0) && !IsLabel(labels[i]))
                yield return $"{field}: domain name '{whole}' invalid (label '{labels[i]}')";
    }

    private static string Lower(string? protocol) => protocol?.ToLowerInvariant() ?? "";

    [GeneratedRegex(@"\A[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();

    [GeneratedRegex(
        @"\A(\*|(\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)\z",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex WildcardLabel();

    [GeneratedRegex(
        @"\A([a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)*/)?((?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])\z",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex TagKey();

    [GeneratedRegex(
        @"\A((?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?\z",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex TagValue();
}
