using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Tenancy;

/// <summary>A tenant and the namespace that is theirs.</summary>
/// <param name="Tenant">The tenant's id: the namespace without its prefix.</param>
/// <param name="Namespace">The namespace.</param>
public sealed record TenantName(string Tenant, string Namespace)
{
    private const int MaximumLength = 63;

    /// <summary>
    /// Reads a tenant from a text: the tenant's id or the name of the namespace, so that what one cmdlet writes the other
    /// takes.
    /// </summary>
    /// <param name="text">Such as <c>user1</c> or <c>ns-user1</c>.</param>
    /// <param name="prefix">The prefix of tenants' namespaces, such as <c>ns-</c>.</param>
    /// <exception cref="ResourceException">No namespace can have this name.</exception>
    public static TenantName Parse(string? text, string prefix)
    {
        var given = text ?? "";
        var space = given.StartsWith(prefix, StringComparison.Ordinal) ? given : prefix + given;
        var tenant = space[prefix.Length..];
        if (WhyNot(tenant, space) is not { } reason)
            return new TenantName(tenant, space);
        throw new ResourceException(
            ResourceProblem.TenantNameInvalid,
            new ResourceIdentity(V1Namespace.KubeApiVersion, V1Namespace.KubeKind, null, space),
            $"'{given}' can't name a tenant: {reason}.",
            $"Use lower-case letters, digits and '-', beginning and ending with a letter or digit, at most "
                + $"{MaximumLength - prefix.Length} characters, such as user1."
        );
    }

    /// <summary>The namespace.</summary>
    public override string ToString() => Namespace;

    private static string? WhyNot(string tenant, string space)
    {
        if (tenant.Length == 0)
            return "it is empty";
        if (space.Length > MaximumLength)
            return $"the namespace '{space}' would have {space.Length} characters, and a DNS label has at most {MaximumLength}";
        if (
            tenant.FirstOrDefault(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            is var wrong
                and not '\0'
        )
            return $"the character '{wrong}' isn't allowed in a DNS label";
        return tenant[0] == '-' || tenant[^1] == '-' ? "a DNS label begins and ends with a letter or digit" : null;
    }
}
