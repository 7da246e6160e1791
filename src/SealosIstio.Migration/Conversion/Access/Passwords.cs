namespace SealosIstio.Migration.Conversion.Access;

/// <summary>
/// auth-type and what belongs to it. The users of a Secret never leave it: where the user names a provider that knows them, the gateway
/// asks it; otherwise the host is refused.
/// </summary>
internal static class Passwords
{
    public const string Main = "auth-type";
    private const string Basic = "basic";

    /// <summary>The annotations that only shape it.</summary>
    public static IReadOnlyList<string> Details { get; } = ["auth-secret", "auth-secret-type", "auth-realm"];

    /// <summary>Whether a provider is to check the users of an Ingress. Digests depend on a nonce of nginx, so it never checks those.</summary>
    public static bool AreCheckedByProvider(IngressSource source, ConversionOptions options) =>
        options.PasswordProvider is not null && source.Text(Main) == Basic;

    /// <summary>What the provider has to know, for the one who runs it.</summary>
    public static string Task(IngressSource source, string provider)
    {
        var hosts = string.Join(", ", source.Sealos.Hosts);
        var realm = source.Text("auth-realm") is { } text ? $", realm {text}" : "";
        return $"The provider {provider} has to check requests to {hosts} against the users of Secret "
            + $"{source.Namespace}/{ReferencedSecrets.NameIn(source, Details[0])}{realm}, and to answer 401 with WWW-Authenticate";
    }
}
