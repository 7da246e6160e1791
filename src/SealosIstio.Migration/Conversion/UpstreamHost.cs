using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>Converts upstream-vhost: the Host that the backend sees.</summary>
internal static class UpstreamHost
{
    private const string Annotation = "upstream-vhost";

    public static void Apply(RouteDraft draft)
    {
        var source = draft.Source;
        if (source.Text(Annotation) is not { } host)
            return;
        if (host is "$host" or "$http_host")
            source.MarkApplied(Annotation);
        else if (host.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':'))
        {
            (draft.Rewrite ??= new HttpRewrite()).Authority = host;
            source.MarkApplied(Annotation);
        }
        else
            source.ReportAnnotation(FindingCatalog.UpstreamHostVariable, Annotation);
    }
}
