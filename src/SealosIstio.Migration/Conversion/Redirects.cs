using System.Globalization;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// permanent-redirect, temporal-redirect and the redirect from http to https. Where nginx sends a literal Location, so does
/// the gateway: Istio's own redirect would keep the query of the request.
/// </summary>
internal static class Redirects
{
    private const string Permanent = "permanent-redirect";
    private const string PermanentCode = "permanent-redirect-code";
    private const string Temporal = "temporal-redirect";
    private const string TemporalCode = "temporal-redirect-code";
    private const string Ssl = "ssl-redirect";
    private const string ForceSsl = "force-ssl-redirect";
    private const string PreserveSlash = "preserve-trailing-slash";

    public static void Apply(RouteDraft draft, NginxHost host, ControllerSettings controller)
    {
        ApplyToHttps(draft, host, controller);
        var source = draft.Source;
        // When both are there, nginx takes the temporal one (recorded).
        if (source.Annotation(Temporal) is { Length: > 0 } temporal)
        {
            Answer(draft, temporal, Code(source, TemporalCode, 302, highest: 307));
            source.MarkApplied(Temporal);
        }
        else if (source.Annotation(Permanent) is { Length: > 0 } permanent)
        {
            Answer(draft, permanent, Code(source, PermanentCode, 301, highest: 308));
            source.MarkApplied(Permanent);
        }
    }

    private static void Answer(RouteDraft draft, string location, int code)
    {
        draft.DirectResponse = new HttpDirectResponse { Status = code };
        draft.ResponseHeadersSet["Location"] = location.Replace("%", "%%", StringComparison.Ordinal);
    }

    private static int Code(IngressSource source, string annotation, int usual, int highest)
    {
        if (source.Annotation(annotation) is not { } text)
            return usual;
        source.MarkApplied(annotation);
        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            && code >= 300
            && code <= highest
            ? code
            : usual;
    }

    private static void ApplyToHttps(RouteDraft draft, NginxHost host, ControllerSettings controller)
    {
        var source = draft.Source;
        var wanted = (source.Boolean(Ssl) ?? controller.SslRedirect) && host.HasTls && !host.IsCatchAll;
        var forced = source.Boolean(ForceSsl) ?? controller.ForceSslRedirect;
        draft.RedirectsToHttps = wanted || forced;
        if (host.HasTls)
            source.MarkApplied(Ssl);
        if (forced && wanted && source.Annotation(ForceSsl) is not null)
            source.ReportAnnotation(
                FindingCatalog.AnnotationHasNoEffect,
                ForceSsl,
                "The host has TLS and redirects anyway."
            );
        else if (forced || source.Boolean(ForceSsl) == false)
            source.MarkApplied(ForceSsl);
        if (!draft.RedirectsToHttps)
            return;
        if (forced && !host.HasTls && source.Annotation(ForceSsl) is not null)
            source.ReportAnnotation(FindingCatalog.RedirectWithoutTls, ForceSsl);
        var keepsSlash = source.IsOn(PreserveSlash);
        if (keepsSlash)
            source.MarkApplied(PreserveSlash);
        source.Report(
            FindingCatalog.HttpsRedirectKeepsSlash,
            host.HasTls ? "spec.tls" : source.FieldOf(ForceSsl),
            message: keepsSlash
                ? "The redirect to HTTPS writes the host in lower case, or with the request's port"
                : null
        );
    }
}
