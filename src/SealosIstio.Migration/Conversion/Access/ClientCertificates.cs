using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>
/// auth-tls-*: clients show a certificate to a host, whichever Ingress serves the path. Of several Ingresses the first one counts
/// whose Secret holds an authority, and one with a Secret that can't be used closes the whole host
/// (internal/ingress/controller/controller.go). The host gets a server of tls mode MUTUAL or OPTIONAL_MUTUAL on its tenant's own Gateway.
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
    private const string Certificate = "tls.crt";

    /// <summary>Whether an Ingress asks for what TLS at the gateway can't check.</summary>
    public static bool IsBeyondTls(IngressSource source) =>
        source.Has(CommonName) || source.Text(Verify) == "optional_no_ca";

    /// <summary>
    /// Notes at each host who asks its clients for certificates: nginx takes that from every Ingress with paths on the host, canaries
    /// and those included whose every path is an older one's.
    /// </summary>
    /// <param name="sources">The Ingresses that take part, canaries included, in order.</param>
    /// <param name="hosts">The servers.</param>
    public void Collect(IEnumerable<IngressSource> sources, IReadOnlyDictionary<string, NginxHost> hosts)
    {
        foreach (var source in sources.Where(source => !source.IsDropped && source.Has(Main)))
        {
            List<string> names =
            [
                .. (source.Ingress.Spec?.Rules ?? [])
                    .Where(rule => rule.Http is not null || string.IsNullOrEmpty(rule.Host))
                    .Select(rule => HostName.Normalize(rule.Host))
                    .Distinct(),
            ];
            foreach (var name in names)
                if (hosts.TryGetValue(name, out var host))
                    host.CertificateDemands.Add(source);
            if (names.Count == 0)
                ReportUnheard(source);
        }
    }

    /// <summary>Finds out what a host demands. What can't be kept is reported, and its Ingress refused unless the user accepts that.</summary>
    /// <param name="host">The host.</param>
    /// <param name="isShared">Whether the shared gateway serves it.</param>
    /// <returns>The Ingresses that have a say in it.</returns>
    public IReadOnlyList<IngressSource> Check(NginxHost host, bool isShared)
    {
        var heard = new List<IngressSource>();
        IngressSource? first = null;
        foreach (var source in host.CertificateDemands)
            if (WhyUnusable(source) is { } error)
            {
                heard.Add(source);
                ProtectionLoss.Report(
                    source,
                    Main,
                    FindingCatalog.ClientCertificatesLost,
                    options,
                    $"{error}: nginx answers every request to {(host.IsCatchAll ? "*" : host.Name)} with 403."
                );
            }
            else if (first is not null)
                ReportNoEffect(source, $"nginx has taken the demand of {first.Label} for the whole host.");
            else if (LacksAuthority(source))
                ReportNoEffect(source, $"The Secret holds no {Authority}, and nginx asks for no certificate.");
            else
                heard.Add(first = source);
        if (first is null || IsOff(first) || IsBeyondTls(first))
            return heard;
        if (WhyNot(host, isShared) is { } reason)
            ProtectionLoss.Report(first, Main, FindingCatalog.ClientCertificatesLost, options, reason);
        else
            host.ClientCertificate = Demand(first);
        return heard;
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

    // What has no rule with paths is no server's demand; a Secret that can't be used still closes the Ingress's default backend.
    private void ReportUnheard(IngressSource source)
    {
        if (WhyUnusable(source) is not { } error)
            ReportNoEffect(source, "No rule of the Ingress has paths, and nginx asks nobody for a certificate.");
        else if (!source.IsClosed)
        {
            source.ReportAnnotation(
                FindingCatalog.AnnotationDeniesRequests,
                Main,
                error + "; nginx answers every request here with 503."
            );
            source.Close();
        }
    }

    private static void ReportNoEffect(IngressSource source, string reason)
    {
        foreach (var name in Protection.DetailsOf(Main).Prepend(Main))
            if (source.Annotation(name) is not null)
                source.ReportAnnotation(FindingCatalog.ProtectionHasNoEffect, name, reason);
    }

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

    private string? WhyNot(NginxHost host, bool isShared) =>
        host.IsCatchAll ? "Hosts without a name of their own have no server that could ask for certificates."
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

    /// <summary>Why nginx can't read the Secret of a demand; null when it can, or nothing is known of it.</summary>
    private string? WhyUnusable(IngressSource source)
    {
        if (ReferencedSecrets.NameIn(source, Main) is not { } name)
            return "The Secret's name is none";
        if (snapshot.Secret(source.Namespace, name) is { } secret)
            return Holds(secret, Authority) || Holds(secret, Certificate)
                ? null
                : $"Secret {source.Namespace}/{name} holds neither {Authority} nor {Certificate}";
        return snapshot.IsComplete ? $"Secret {source.Namespace}/{name} doesn't exist" : null;
    }

    // The values of an exported manifest may be left out.
    private static bool IsWithheld(V1Secret secret) =>
        secret.Data?.TryGetValue(Certificate, out var bytes) == true && bytes is { Length: 0 };

    private bool LacksAuthority(IngressSource source) =>
        ReferencedSecrets.NameIn(source, Main) is { } name
        && snapshot.Secret(source.Namespace, name) is { } secret
        && !Holds(secret, Authority);

    private static bool Holds(V1Secret secret, string key) =>
        secret.Data?.ContainsKey(key) == true || secret.StringData?.ContainsKey(key) == true;

    private static bool IsOff(IngressSource source) => source.Text(Verify) == "off";
}
