using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>
/// auth-url, the controller's global-auth-url, and passwords that a provider checks. The gateway asks a service only if the mesh configuration declares it: istiod
/// answers 403 to all that a policy with an unknown provider matches.
/// </summary>
internal sealed class ExternalAuthentication
{
    private const string Url = "auth-url";
    private const string GlobalUrl = "global-auth-url";
    private const string GlobalSwitch = "enable-global-auth";
    private const string Custom = "CUSTOM";

    // Words of nginx that decide what the service is asked: without them its answer may be another one.
    private static readonly string[] Indispensable = ["auth-snippet", "auth-proxy-set-headers"];

    private readonly ControllerSettings controller;
    private readonly ConversionOptions options;
    private readonly AuthorizationProviders providers;
    private readonly string? foreignProvider;
    private readonly string[] exemptPaths;
    private string? chosen;

    public ExternalAuthentication(
        ClusterSnapshot snapshot,
        ControllerSettings controller,
        MeshSettings mesh,
        ConversionOptions options
    )
    {
        this.controller = controller;
        this.options = options;
        providers = new AuthorizationProviders(mesh, options);
        foreignProvider = snapshot
            .All<AuthorizationPolicy>()
            .Where(policy => policy.Metadata.NamespaceProperty == options.GatewayNamespace && IsForeign(policy))
            .Where(policy => policy.Spec?.Action == Custom && Selects(policy))
            .Select(policy => policy.Spec?.Provider?.Name)
            .FirstOrDefault(name => !string.IsNullOrEmpty(name));
        exemptPaths = (controller["no-auth-locations"] ?? "/.well-known/acme-challenge").Split(
            ',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
    }

    /// <summary>Where an Ingress's authentication comes from: an annotation, or the ConfigMap.</summary>
    public string OriginOf(IngressSource source) =>
        Passwords.AreCheckedByProvider(source, options) ? Passwords.Main
        : source.Has(Url) ? Url
        : AddressRule.ConfigMapField + GlobalUrl;

    /// <summary>The service that is asked about requests of a location; null for none, and when it can't be: that is reported.</summary>
    public ExternalCheck? Of(NginxLocation location, IReadOnlyList<LocatedRoute> routes)
    {
        var source = location.Source;
        var url = UrlOf(source);
        var asksPassword = IsServed(source) && Passwords.AreCheckedByProvider(source, options);
        if (url is null && !asksPassword)
            return null;
        if (IsExempt(location))
        {
            if (source.Has(OriginOf(source)))
                source.ReportAnnotation(
                    FindingCatalog.ProtectionHasNoEffect,
                    OriginOf(source),
                    $"nginx asks nobody about {location.Path} (no-auth-locations)."
                );
            return null;
        }
        string? advice = null;
        if (
            (asksPassword ? WhyNoPassword(url, out var provider) : WhyNot(source, url!, out provider, out advice)) is
            { } reason
        )
        {
            Lose(source, reason, advice);
            return null;
        }
        chosen = provider;
        return new ExternalCheck(provider, Preflights.OriginsOf(source, routes));
    }

    /// <summary>Reports that an Ingress's authentication can't be kept.</summary>
    public void Lose(IngressSource source, string message, string? advice = null)
    {
        ProtectionLoss.Report(
            source,
            OriginOf(source),
            OriginOf(source) == Passwords.Main
                ? FindingCatalog.BasicAuthenticationLost
                : FindingCatalog.ExternalAuthenticationLost,
            options,
            message,
            advice
        );
        foreach (var detail in Protection.DetailsOf(Url).Concat(Passwords.Details).Append(GlobalSwitch))
            if (source.Annotation(detail) is not null && !source.IsReported(detail))
                source.ReportAnnotation(
                    FindingCatalog.PartOfProtection,
                    detail,
                    $"It is a detail of {OriginOf(source)}, which has a finding of its own."
                );
    }

    /// <summary>Says what remains different of an authentication that is kept.</summary>
    public void Report(IngressSource source)
    {
        var origin = OriginOf(source);
        if (origin == Passwords.Main)
        {
            foreach (var name in Passwords.Details.Append(Passwords.Main))
                source.MarkApplied(name);
            source.ReportAnnotation(
                FindingCatalog.PasswordsCheckedByProvider,
                origin,
                Passwords.Task(source, options.PasswordProvider!)
            );
            return;
        }
        if (origin == Url)
            source.MarkApplied(Url);
        if (source.Has("auth-response-headers"))
            source.MarkApplied("auth-response-headers");
        if (origin != Url && source.Annotation(GlobalSwitch) is not null)
            source.MarkApplied(GlobalSwitch);
        ProtectionLoss.Say(source, origin, FindingCatalog.AuthenticationAskedDifferently);
        if (origin != Url && (controller["global-auth-signin"] ?? "").Trim().Length > 0)
            source.Report(FindingCatalog.SignInRedirectLost, AddressRule.ConfigMapField + "global-auth-signin");
    }

    private bool IsExempt(NginxLocation location) =>
        Array.Exists(exemptPaths, path => location.Path.StartsWith(path, StringComparison.Ordinal));

    private static bool IsServed(IngressSource source) =>
        !source.IsClosed && Protection.WhyNobodyArrives(source) is null;

    private string? UrlOf(IngressSource source)
    {
        if (!IsServed(source))
            return null;
        if (source.Text(Url) is { } own)
            return own;
        return source.Annotation(GlobalSwitch) is null || source.IsOn(GlobalSwitch)
            ? controller[GlobalUrl]?.Trim() is { Length: > 0 } common
                ? common
                : null
            : null;
    }

    private string? WhyNoPassword(string? url, out string provider)
    {
        provider = options.PasswordProvider!;
        return url is not null ? "nginx asks for a password and a service, and the gateway asks one provider only."
            : !providers.Has(provider)
                ? $"The mesh configuration has no extension provider {provider} (envoyExtAuthzHttp, failOpen unset)."
            : WhyNotBeside(provider);
    }

    // Istio asks one provider per workload; with several it answers 403 to all that any of them is asked about.
    private string? WhyNotBeside(string found) =>
        (foreignProvider ?? chosen) is { } other && other != found
            ? $"The gateway asks one provider only, and other hosts need {other}: {found} can't be asked as well."
            : null;

    private string? WhyNot(IngressSource source, string url, out string provider, out string? advice)
    {
        (provider, advice) = ("", null);
        if (Array.Find(Indispensable, source.Has) is { } word && source.Has(Url))
            return $"The gateway can't send what {word} adds to the question.";
        if (!source.Has(Url) && (controller["global-auth-snippet"] ?? "").Trim().Length > 0)
            return "The gateway can't send what global-auth-snippet adds to the question.";
        if (ServiceAddress.TryParse(url, options.ClusterDomain, out var problem) is not { } address)
            return problem;
        var headers = HeadersOf(source);
        if (providers.Find(address, headers) is not { } found)
        {
            advice = providers.Advice(address, headers);
            return "The mesh configuration has no extension provider for this service.";
        }
        provider = found;
        return WhyNotBeside(found);
    }

    private IReadOnlyList<string> HeadersOf(IngressSource source) =>
        AnnotationValue.TryHeaderNames(
            source.Has(Url) ? source.Text("auth-response-headers") : controller["global-auth-response-headers"],
            out var names
        )
            ? names
            : [];

    private static bool IsForeign(AuthorizationPolicy policy) =>
        policy.Metadata.Labels?.TryGetValue(Provenance.ManagedByLabel, out var owner) != true
        || owner != Provenance.ManagedBy;

    private bool Selects(AuthorizationPolicy policy) =>
        (policy.Spec?.Selector?.MatchLabels ?? new Dictionary<string, string>()).All(options.GatewaySelector.Contains);
}
