using SealosIstio.Migration.Conversion.Access;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion;

/// <summary>What the annotations of an Ingress mean for the Ingress as a whole, before and after its conversion.</summary>
internal static class AnnotationCheck
{
    private static readonly string[] Snippets =
    [
        "configuration-snippet",
        "server-snippet",
        "stream-snippet",
        "auth-snippet",
        "modsecurity-snippet",
    ];

    /// <summary>Before any route is built: what nginx would refuse, and what may not be lost.</summary>
    public static void Run(
        IngressSource source,
        ControllerSettings controller,
        ClusterSnapshot snapshot,
        ConversionOptions options
    )
    {
        AnnotationScreening.Run(source);
        PasswordSecret.Check(source, snapshot);
        UpstreamSecret.Check(source, snapshot);
        FastCgiParameters.Check(source, snapshot);
        TlsPassthrough.Judge(source, controller);
        AnnotationAudit.RefuseInsecure(source, options, controller);
        BackendProtocol.Check(source);
        foreach (var snippet in Snippets.Where(name => source.Annotation(name) is not null))
            if (controller.AllowsSnippets is null)
                source.ReportAnnotation(FindingCatalog.SnippetsPresumed, snippet, hideValue: true);
            else if (controller.AllowsSnippets == false)
            {
                source.ReportAnnotation(
                    FindingCatalog.DroppedByNginx,
                    snippet,
                    "The controller doesn't allow snippets and drops every Ingress that has one",
                    hideValue: true
                );
                source.Drop();
            }
    }
}
