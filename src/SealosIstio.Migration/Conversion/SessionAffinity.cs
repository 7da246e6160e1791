using System.Globalization;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>Converts affinity and session-cookie-*. In nginx too the cookie is the Service's; the youngest Ingress decides.</summary>
internal static class SessionAffinity
{
    private const string Annotation = "affinity";
    private const string NameAnnotation = "session-cookie-name";
    private const string PathAnnotation = "session-cookie-path";
    private const string MaxAgeAnnotation = "session-cookie-max-age";
    private const string ExpiresAnnotation = "session-cookie-expires";
    private const string DomainAnnotation = "session-cookie-domain";
    private const string SameSiteAnnotation = "session-cookie-samesite";
    private const string SecureAnnotation = "session-cookie-secure";
    private const string DefaultName = "INGRESSCOOKIE";

    // The first release whose HTTPCookie has attributes; the definitions of older ones refuse them.
    private static readonly Version FirstWithAttributes = new(1, 28);

    // Kept by no field that Istio 1.20 knows.
    private static readonly string[] LostAnnotations =
    [
        "affinity-mode",
        "affinity-canary-behavior",
        "session-cookie-domain",
        "session-cookie-samesite",
        "session-cookie-conditional-samesite-none",
        "session-cookie-secure",
        "session-cookie-change-on-failure",
    ];

    private static readonly string[] KeptAnnotations =
    [
        NameAnnotation,
        PathAnnotation,
        MaxAgeAnnotation,
        ExpiresAnnotation,
    ];

    private static readonly string[] AttributeAnnotations = [DomainAnnotation, SameSiteAnnotation, SecureAnnotation];

    /// <summary>Asks for the session cookie of one Ingress.</summary>
    public static void Apply(TrafficPolicyDraft draft, IngressSource source, string path, Version? istio)
    {
        if (source.Text(Annotation) != "cookie")
        {
            foreach (var name in LostAnnotations.Concat(KeptAnnotations).Append(Annotation))
                if (source.Annotation(name) is not null)
                    source.ReportAnnotation(FindingCatalog.AnnotationHasNoEffect, name);
            return;
        }
        source.MarkApplied(Annotation);
        foreach (var name in KeptAnnotations)
            if (source.Annotation(name) is not null)
                source.MarkApplied(name);
        var hasAttributes = istio >= FirstWithAttributes;
        foreach (var name in hasAttributes ? AttributeAnnotations : [])
            if (source.Annotation(name) is not null)
                source.MarkApplied(name);
        foreach (var name in hasAttributes ? LostAnnotations.Except(AttributeAnnotations) : LostAnnotations)
            if (source.Annotation(name) is { } value && value is not ("balanced" or "false"))
                source.ReportAnnotation(FindingCatalog.StickySessionDetailLost, name);
            else if (source.Annotation(name) is not null)
                source.MarkApplied(name);
        source.ReportAnnotation(FindingCatalog.AffinityByHash, Annotation);

        var cookie = new SessionCookie(
            source.Text(NameAnnotation) ?? DefaultName,
            source.Text(PathAnnotation),
            Lifetime(source),
            source
        )
        {
            Domain = hasAttributes ? source.Text(DomainAnnotation) : null,
            SameSite = hasAttributes ? SameSite(source) : null,
            IsSecure = hasAttributes && source.IsOn(SecureAnnotation),
        };
        if (draft.Cookie is { } older && older.Source != source && older with { Source = source } != cookie)
            older.Source.ReportAnnotation(
                FindingCatalog.BackendPolicyOfOther,
                Annotation,
                $"{source.Label} is younger and decides on the session cookie of the Service {draft.Service}."
            );
        draft.Cookie = cookie;
        draft.CookiePaths.Add(path);
        draft.Sticky.Add(source);
    }

    /// <summary>The cookie's path: the annotation's, else the one that all locations with affinity have, else the host's.</summary>
    public static string PathOf(TrafficPolicyDraft draft, SessionCookie cookie)
    {
        if (cookie.Path is { } path)
            return path;
        if (draft.CookiePaths.Count == 1)
            return draft.CookiePaths.Min!;
        foreach (var source in draft.Sticky)
            source.ReportAnnotation(FindingCatalog.AffinityPath, Annotation);
        return "/";
    }

    /// <summary>The attributes beside path and lifetime; null for none.</summary>
    public static List<CookieAttribute>? AttributesOf(SessionCookie cookie)
    {
        var attributes = new List<CookieAttribute>();
        if (cookie.Domain is { } domain)
            attributes.Add(new CookieAttribute { Name = "Domain", Value = domain });
        if (cookie.SameSite is { } sameSite)
            attributes.Add(new CookieAttribute { Name = "SameSite", Value = sameSite });
        if (cookie.IsSecure)
            attributes.Add(new CookieAttribute { Name = "Secure" });
        return attributes.Count == 0 ? null : attributes;
    }

    private static string? SameSite(IngressSource source) =>
        source.Text(SameSiteAnnotation)?.ToLowerInvariant() switch
        {
            "none" => "None",
            "lax" => "Lax",
            "strict" => "Strict",
            _ => null,
        };

    // 0s makes Envoy set a cookie that lives as long as the browser; no lifetime at all would make it set none.
    private static string Lifetime(IngressSource source)
    {
        var seconds = source.Integer(MaxAgeAnnotation) ?? source.Integer(ExpiresAnnotation) ?? 0;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(seconds, 0, 315_360_000)}s");
    }
}
