using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion.Snippets;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>
/// A location that nginx closes because it can't use a value that protects it: it answers 503 before anything else (recorded).
/// Only what is decided for the whole server comes before.
/// </summary>
internal static class ClosedLocation
{
    private const int ServiceUnavailable = 503;

    public static void Apply(RouteDraft draft, NginxLocation location, NginxHost host, ConversionOptions options)
    {
        draft.DirectResponse = new HttpDirectResponse { Status = ServiceUnavailable };
        if (host.ServerSnippet is { } serverSnippet)
            ServerSnippet.Apply(draft, serverSnippet, options);
        AppRoot.Apply(draft, location);
    }
}
