using System.Collections.Frozen;
using SealosIstio.Migration.Conversion.Access;

namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>One kind of protection that annotations give an Ingress: a main annotation and its details.</summary>
/// <param name="Main">The annotation without which the others do nothing.</param>
/// <param name="Details">Annotations that only shape the protection.</param>
/// <param name="WhyInactive">Why nginx protects nothing although the main annotation is there; null when it does.</param>
/// <param name="IsBeyondPolicies">
/// Whether no policy of the gateway can keep it in this Ingress with these settings; null when the catalog's verdict says it all.
/// </param>
internal sealed record Protection(
    string Main,
    IReadOnlyList<string> Details,
    Func<IngressSource, string?> WhyInactive,
    Func<IngressSource, ConversionOptions, bool>? IsBeyondPolicies = null
)
{
    /// <summary>Whether nginx protects the host for a canary Ingress as for any other.</summary>
    public bool IsTakenFromCanaries { get; private init; }

    /// <summary>All protections; those that the catalog has converted are kept by a feature or refused by it.</summary>
    public static IReadOnlyList<Protection> All { get; } =
    [
        new(
            Passwords.Main,
            Passwords.Details,
            WhyNobodyArrives,
            (source, options) => !Passwords.AreCheckedByProvider(source, options)
        ),
        new(
            "auth-url",
            [
                "auth-method",
                "auth-signin",
                "auth-signin-redirect-param",
                "auth-response-headers",
                "auth-proxy-set-headers",
                "auth-request-redirect",
                "auth-always-set-cookie",
                "auth-cache-key",
                "auth-cache-duration",
                "auth-keepalive",
                "auth-keepalive-share-vars",
                "auth-keepalive-requests",
                "auth-keepalive-timeout",
                "auth-snippet",
            ],
            WhyNobodyArrives
        ),
        new("enable-global-auth", [], WhyGlobalAuthenticationIsOff),
        new("allowlist-source-range", [], WhyNobodyArrives),
        new(
            "whitelist-source-range",
            [],
            source =>
                source.Has("allowlist-source-range")
                    ? "allowlist-source-range takes its place."
                    : WhyNobodyArrives(source)
        ),
        new("denylist-source-range", [], WhyNobodyArrives),
        new(
            "satisfy",
            [],
            WhyOneConditionIsEnough,
            (source, options) => source.Has(Passwords.Main) && !Passwords.AreCheckedByProvider(source, options)
        ),
        new(
            "enable-modsecurity",
            ["enable-owasp-core-rules", "modsecurity-snippet", "modsecurity-transaction-id"],
            source => source.IsOn("enable-modsecurity") ? null : "The value switches the firewall off."
        ),
        new(
            "auth-tls-secret",
            [
                "auth-tls-verify-client",
                "auth-tls-verify-depth",
                "auth-tls-error-page",
                "auth-tls-pass-certificate-to-upstream",
                "auth-tls-match-cn",
            ],
            WhyNoCertificateIsNeeded,
            (source, _) => ClientCertificates.IsBeyondTls(source)
        )
        {
            IsTakenFromCanaries = true,
        },
        new(
            "ssl-passthrough",
            [],
            source => source.IsOn("ssl-passthrough") ? null : "The value is the default.",
            (source, _) => !source.IsApplied("ssl-passthrough")
        ),
    ];

    /// <summary>Every annotation that has a part in some protection.</summary>
    public static IReadOnlySet<string> Names { get; } =
        All.SelectMany(protection => protection.Details.Append(protection.Main)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The annotations that shape the protection of a main one.</summary>
    public static IReadOnlyList<string> DetailsOf(string main) =>
        All.First(protection => protection.Main == main).Details;

    // nginx redirects before it looks at who asks, so the redirect without the protection is just the same.
    public static string? WhyNobodyArrives(IngressSource source) =>
        source.Has("temporal-redirect") || source.Has("permanent-redirect")
            ? "nginx redirects every request before it comes to this."
            : null;

    private static string? WhyGlobalAuthenticationIsOff(IngressSource source)
    {
        if (!source.IsOn("enable-global-auth"))
            return "The value exempts the Ingress from the controller's global authentication.";
        return source.Has("auth-url") ? "auth-url takes the place of the controller's global authentication." : null;
    }

    private static string? WhyOneConditionIsEnough(IngressSource source)
    {
        if (source.Annotation("satisfy")?.Trim() != "any")
            return "The value is the default: all conditions hold.";
        var hasAddresses =
            source.Has("allowlist-source-range")
            || source.Has("whitelist-source-range")
            || source.Has("denylist-source-range");
        var hasAuthentication = source.Has("auth-type") || source.Has("auth-url");
        return hasAddresses && hasAuthentication
            ? WhyNobodyArrives(source)
            : "It takes both a list of addresses and an authentication to choose between them.";
    }

    // With off, nginx asks for no certificate; but a common name to match then refuses everybody, which is protection enough.
    private static string? WhyNoCertificateIsNeeded(IngressSource source) =>
        source.Annotation("auth-tls-verify-client")?.Trim() == "off" && !source.Has("auth-tls-match-cn")
            ? "auth-tls-verify-client is off."
            : null;
}
