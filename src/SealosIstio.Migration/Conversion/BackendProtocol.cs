using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>Converts backend-protocol and proxy-ssl-*.</summary>
internal static class BackendProtocol
{
    private const string Annotation = "backend-protocol";
    private const string SecretAnnotation = "proxy-ssl-secret";
    private const string VerifyAnnotation = "proxy-ssl-verify";
    private const string NameAnnotation = "proxy-ssl-name";
    private const string ServerNameAnnotation = "proxy-ssl-server-name";
    private static readonly string[] TlsAnnotations =
    [
        SecretAnnotation,
        VerifyAnnotation,
        NameAnnotation,
        ServerNameAnnotation,
        "proxy-ssl-verify-depth",
        "proxy-ssl-protocols",
        "proxy-ssl-ciphers",
    ];

    /// <summary>Asks for the protocol of one Ingress.</summary>
    public static void Apply(TrafficPolicyDraft draft, IngressSource source, bool isFirst)
    {
        var protocol = Read(source);
        var tls = protocol is BackendProtocolKind.Https or BackendProtocolKind.Grpcs ? ReadTls(source) : null;
        if (tls is null)
            ReportUnused(source);
        if (isFirst)
        {
            draft.Protocol = protocol;
            draft.Tls = tls;
        }
        else if (draft.Protocol != protocol || draft.Tls != tls)
            source.ReportAnnotation(
                FindingCatalog.BackendProtocolConflict,
                Annotation,
                $"{draft.Sources[0].Label} decides on {Describe(draft)}; this Ingress asks for another protocol or other TLS settings."
            );
    }

    private static string Describe(TrafficPolicyDraft draft) =>
        $"{draft.Protocol?.ToString().ToUpperInvariant()} for port {draft.Port} of the Service {draft.ServiceNamespace}/{draft.Service}";

    /// <summary>Before routes are built: refuses what Envoy can't speak to.</summary>
    public static void Check(IngressSource source)
    {
        if (source.Text(Annotation)?.ToUpperInvariant() != "FCGI")
            return;
        source.ReportAnnotation(FindingCatalog.FastCgi, Annotation);
        source.Refuse();
    }

    private static BackendProtocolKind Read(IngressSource source)
    {
        switch (source.Text(Annotation)?.ToUpperInvariant())
        {
            case null:
                return BackendProtocolKind.Http;
            case "HTTPS":
                source.MarkApplied(Annotation);
                return BackendProtocolKind.Https;
            case "GRPC":
                source.MarkApplied(Annotation);
                return BackendProtocolKind.Grpc;
            case "GRPCS":
                source.MarkApplied(Annotation);
                return BackendProtocolKind.Grpcs;
            case "AUTO_HTTP":
                source.ReportAnnotation(FindingCatalog.AutoHttp, Annotation);
                return BackendProtocolKind.Http;
            case "FCGI":
                // Refused by Check before anything was emitted.
                return BackendProtocolKind.Http;
            case "HTTP":
                source.MarkApplied(Annotation);
                return BackendProtocolKind.Http;
            default:
                // WS and other words that nginx doesn't know mean HTTP; both upgrade WebSockets without being told.
                source.ReportAnnotation(FindingCatalog.AnnotationValueIgnored, Annotation);
                return BackendProtocolKind.Http;
        }
    }

    // nginx reads none of the others unless proxy-ssl-secret is given.
    private static BackendTls ReadTls(IngressSource source)
    {
        var hasSecret = AnnotationValue.TryNamespacedName(source.Text(SecretAnnotation), out var space, out var secret);
        if (!hasSecret || (space ?? source.Namespace) != source.Namespace)
        {
            source.ReportAnnotation(FindingCatalog.BackendUnverified, Annotation);
            ReportUnused(source);
            return new BackendTls(null, false, null, false);
        }
        source.MarkApplied(SecretAnnotation);
        source.ReportAnnotation(FindingCatalog.BackendCredential, SecretAnnotation);
        var verifies = source.Text(VerifyAnnotation) == "on";
        var serverName = source.Text(NameAnnotation) is { } text && IsHostName(text) ? text : null;
        var sendsServerName = source.Text(ServerNameAnnotation) == "on";
        Account(source, VerifyAnnotation, isUsed: true, whyNot: null);
        Account(source, NameAnnotation, verifies || sendsServerName, "The name is neither verified nor sent.");
        Account(
            source,
            ServerNameAnnotation,
            serverName is not null || !sendsServerName,
            "Without proxy-ssl-name, Envoy sends the Host as server name in any case."
        );
        if (!verifies)
            source.ReportAnnotation(FindingCatalog.BackendUnverified, Annotation);
        return new BackendTls(secret, verifies, serverName, sendsServerName);
    }

    private static void Account(IngressSource source, string name, bool isUsed, string? whyNot)
    {
        if (source.Annotation(name) is null)
            return;
        if (isUsed)
            source.MarkApplied(name);
        else
            source.ReportAnnotation(FindingCatalog.AnnotationHasNoEffect, name, whyNot);
    }

    private static void ReportUnused(IngressSource source)
    {
        foreach (var name in TlsAnnotations)
            if (source.Annotation(name) is not null)
                source.ReportAnnotation(FindingCatalog.AnnotationHasNoEffect, name);
    }

    private static bool IsHostName(string text) =>
        text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');
}
