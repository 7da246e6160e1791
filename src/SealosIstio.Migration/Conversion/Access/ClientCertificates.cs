using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>
/// auth-tls-*: clients show a certificate to a host, whichever Ingress serves the path. Of several Ingresses the first one counts
/// whose Secret holds an authority (internal/ingress/controller/controller.go). The host gets a server of tls mode MUTUAL or
/// OPTIONAL_MUTUAL on its tenant's own Gateway.
/// </summary>
internal sealed class ClientCertificates(
    ClusterSnapshot snapshot,
    HostCertificateFinder finder,
    ConversionOptions options
)
{
    private const string Main = "auth-tls-secret";
    private const string Verify = "auth-tls-verify-client";
    private const string PassOn = "auth-tls-pass-certificate-to-upstream";
    private const string CommonName = "auth-tls-match-cn";
    private const string Authority = "ca.crt";

    /// <summary>Whether an Ingress asks for what TLS at the gateway can't check.</summary>
    public static bool IsBeyondTls(IngressSource source) =>
        source.Has(CommonName) || source.Text(Verify) == "optional_no_ca";

    /// <summary>Finds out what a host demands. What can't be kept is reported, and its Ingress refused unless the user accepts that.</summary>
    /// <param name="host">The host.</param>
    /// <param name="isShared">Whether the shared gateway serves it.</param>
    public void Check(NginxHost host, bool isShared)
    {
        // The twin of a host only redirects and asks nobody for anything.
        if (host.RedirectsTo is not null)
            return;
        IngressSource? first = null;
        foreach (var source in host.Sources.Where(source => source.Has(Main)))
            if (first is not null)
                source.ReportAnnotation(
                    FindingCatalog.ProtectionHasNoEffect,
                    Main,
                    $"nginx has taken the demand of {first.Label} for the whole host."
                );
            else if (LacksAuthority(source))
                source.ReportAnnotation(
                    FindingCatalog.ProtectionHasNoEffect,
                    Main,
                    $"The Secret holds no {Authority}, and nginx asks for no certificate."
                );
            else
                first = source;
        if (first is null || IsOff(first) || IsBeyondTls(first))
            return;
        if (WhyNot(host, first, isShared) is { } reason)
            ProtectionLoss.Report(first, Main, FindingCatalog.ClientCertificatesLost, options, reason);
        else
            host.ClientCertificate = Demand(first);
    }

    /// <summary>Canaries whose demand nginx puts on its catch-all server, because they have a host that is no server (controller.go).</summary>
    public IEnumerable<Finding> Strays(
        IEnumerable<IngressSource> canaries,
        IReadOnlyDictionary<string, NginxHost> hosts
    ) =>
        canaries
            .Where(canary =>
                canary is { IsDropped: false }
                && canary.Has(Main)
                && (canary.Ingress.Spec?.Rules ?? []).Any(rule =>
                    rule.Http is not null && !hosts.ContainsKey(HostName.Normalize(rule.Host))
                )
            )
            .Select(canary =>
                FindingCatalog.StrayClientCertificates.On(canary.Label, $"{options.AnnotationPrefix}/{Main}")
            );

    private static ClientCertificateDemand Demand(IngressSource source)
    {
        foreach (var name in new[] { Main, Verify, PassOn })
            source.MarkApplied(name);
        source.ReportAnnotation(FindingCatalog.ClientCertificatesByTls, Main);
        return new ClientCertificateDemand(
            source,
            ReferencedSecrets.NameIn(source, Main)!,
            source.Text(Verify) == "optional",
            source.IsOn(PassOn)
        );
    }

    private string? WhyNot(NginxHost host, IngressSource source, bool isShared) =>
        ReferencedSecrets.NameIn(source, Main) is not { } name ? "The Secret's name is none."
        : snapshot.IsComplete && snapshot.Secret(source.Namespace, name) is null
            ? $"Secret {source.Namespace}/{name} doesn't exist: nginx answers every request to {host.Name} with 403."
        : host.IsCatchAll ? "Hosts without a name of their own have no server that could ask for certificates."
        : isShared ? $"{host.Name} is one of the cloud's own domains, whose server asks nobody for a certificate."
        : host.Certificate is not { SecretName: { } certificate } wanted
            ? $"{host.Name} has no certificate of its own, and so no server that could ask clients for theirs."
        // nginx would present its fallback certificate, and still ask; a server for that one asks nobody.
        : snapshot.Secret(wanted.Source.Namespace, certificate) is { } secret
        && !IsWithheld(secret)
        && !finder.Covers(wanted.Source.Namespace, certificate, host.Name)
            ? $"The certificate in Secret {wanted.Source.Namespace}/{certificate} isn't one for {host.Name}."
        : snapshot.IsComplete && snapshot.Secret(wanted.Source.Namespace, certificate) is null
            ? $"The certificate's Secret {wanted.Source.Namespace}/{certificate} doesn't exist."
        : null;

    // The values of an exported manifest may be left out.
    private static bool IsWithheld(V1Secret secret) =>
        secret.Data?.TryGetValue("tls.crt", out var bytes) == true && bytes is { Length: 0 };

    private bool LacksAuthority(IngressSource source) =>
        ReferencedSecrets.NameIn(source, Main) is { } name
        && snapshot.Secret(source.Namespace, name) is { } secret
        && !Holds(secret);

    private static bool Holds(V1Secret secret) =>
        secret.Data?.ContainsKey(Authority) == true || secret.StringData?.ContainsKey(Authority) == true;

    private static bool IsOff(IngressSource source) => source.Text(Verify) == "off";
}
