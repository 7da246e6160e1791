using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Platform;

/// <summary>What names in certificates, and of the objects around them, may look like.</summary>
internal static class CertificateNames
{
    /// <summary>Refuses what can't name an object.</summary>
    public static void RequireObjectName(ResourceIdentity identity, string field, string name)
    {
        if (!DnsName.IsObjectName(name))
            throw Invalid(identity, field, name, "lower-case letters, digits, '-' and '.', such as wildcard-cert");
    }

    /// <summary>Refuses what no certificate can be issued for.</summary>
    public static void RequireHosts(ResourceIdentity identity, string field, IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
            if (names[i] == "*" || !DnsName.IsHost(names[i]))
                throw Invalid(
                    identity,
                    $"{field}[{i}]",
                    names[i],
                    "a DNS name such as cloud.sealos.io, or one below a wildcard, *.cloud.sealos.io"
                );
    }

    public static ResourceException Invalid(ResourceIdentity identity, string field, string value, string right) =>
        new(
            ResourceProblem.Invalid,
            identity,
            $"{identity}: {field}: '{value}' can't be right.",
            $"Right would be {right}."
        );
}
