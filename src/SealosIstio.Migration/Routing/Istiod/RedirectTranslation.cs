using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Routing.Envoy;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>A VirtualService's redirect (pilot/pkg/networking/core/route/route.go, ApplyRedirect).</summary>
internal static class RedirectTranslation
{
    /// <exception cref="FormatException">Istio's webhook or Envoy refuses it.</exception>
    public static RedirectAction Translate(HttpRedirect redirect, MergedServer server)
    {
        var isEmpty = new[] { redirect.Uri, redirect.Authority, redirect.Scheme, redirect.DerivePort }.All(
            string.IsNullOrEmpty
        );
        if (isEmpty && redirect.Port is null)
            throw new FormatException("The redirect names neither uri, authority, scheme nor port.");
        if (redirect.Scheme is { Length: > 0 } and not ("http" or "https"))
            throw new FormatException($"The redirect's scheme '{redirect.Scheme}' is neither http nor https.");
        var status = redirect.RedirectCode is null or 0 ? 301 : redirect.RedirectCode.Value;
        // Other codes pass the webhook, but istiod then sends a route without an action, and Envoy refuses the whole table.
        if (status is not (301 or 302 or 303 or 307 or 308))
            throw new FormatException($"Envoy can't redirect with {status}; it knows 301, 302, 303, 307 and 308.");
        return new RedirectAction(redirect.Uri, redirect.Authority, Port(redirect, server), redirect.Scheme, status);
    }

    private static int Port(HttpRedirect redirect, MergedServer server)
    {
        var port = redirect.DerivePort == "FROM_REQUEST_PORT" ? server.Port : redirect.Port ?? 0;
        var scheme =
            redirect.Scheme is { Length: > 0 } configured ? configured
            : server.Server.Tls is null ? "http"
            : "https";
        return (port, scheme) is (80, "http") or (443, "https") ? 0 : port;
    }
}
