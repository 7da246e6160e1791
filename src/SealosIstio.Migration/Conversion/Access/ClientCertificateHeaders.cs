using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>
/// What nginx tells the backend of the client's certificate. What clients send under these names goes first: Envoy adds no header
/// whose value is empty, and theirs would stay.
/// </summary>
internal static class ClientCertificateHeaders
{
    private const string Verdict = "ssl-client-verify";

    public static void Apply(RouteDraft draft, NginxHost host)
    {
        if (host.ClientCertificate is not { } demand)
            return;
        Set(draft, "ssl-client-subject-dn", "%DOWNSTREAM_PEER_SUBJECT%");
        Set(draft, "ssl-client-issuer-dn", "%DOWNSTREAM_PEER_ISSUER%");
        if (demand.IsPassedOn)
            Set(draft, "ssl-client-cert", "%DOWNSTREAM_PEER_CERT%");
        // Only where every request has come through TLS with a certificate is the verdict known.
        if (draft.RedirectsToHttps && !demand.IsOptional)
            Set(draft, Verdict, "SUCCESS");
        else
        {
            draft.RequestHeadersRemoved.Add(Verdict);
            demand.Source.ReportAnnotation(FindingCatalog.ClientVerdictNotSent, "auth-tls-secret");
        }
    }

    private static void Set(RouteDraft draft, string name, string value)
    {
        draft.RequestHeadersRemoved.Add(name);
        draft.RequestHeadersSet[name] = value;
    }
}
