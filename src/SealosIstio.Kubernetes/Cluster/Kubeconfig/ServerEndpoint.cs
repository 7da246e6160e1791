using System.Net;

namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>The checked addresses of a cluster entry.</summary>
internal static class ServerEndpoint
{
    /// <summary>The API server's URL, ending in a slash so that paths can be appended.</summary>
    public static Uri ServerUri(KubeconfigCluster cluster)
    {
        var place = cluster.Place("server");
        if (string.IsNullOrWhiteSpace(cluster.Server))
            throw Invalid(place, "is missing; it must be the API server's URL, such as https://10.0.0.1:6443.");
        if (!Uri.TryCreate(cluster.Server, UriKind.Absolute, out var uri) || !IsHttp(uri) || uri.Host.Length == 0)
            throw Invalid(place, "isn't an http or https URL; write it like https://10.0.0.1:6443.");
        if (uri.UserInfo.Length > 0)
            throw Invalid(place, "contains a user name or password; those belong into the user entry.");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw Invalid(place, "has a query or a fragment; it must end with the host, the port or a path.");

        var text = uri.GetLeftPart(UriPartial.Path);
        return new Uri(text.EndsWith('/') ? text : text + "/");
    }

    /// <summary>The proxy of <c>proxy-url</c>; null when the entry has none.</summary>
    public static IWebProxy? Proxy(KubeconfigCluster cluster)
    {
        if (string.IsNullOrWhiteSpace(cluster.ProxyUrl))
            return null;
        if (
            !Uri.TryCreate(cluster.ProxyUrl, UriKind.Absolute, out var uri)
            || !(IsHttp(uri) || uri.Scheme is "socks5")
            || uri.Host.Length == 0
        )
            throw Invalid(
                cluster.Place("proxy-url"),
                "isn't an http, https or socks5 URL; write it like http://proxy.example:3128."
            );

        // Without the user info: a proxy's address appears in the transport's messages.
        var proxy = new WebProxy(new UriBuilder(uri) { UserName = "", Password = "" }.Uri);
        if (uri.UserInfo.Length > 0)
        {
            var parts = uri.UserInfo.Split(':', 2);
            proxy.Credentials = new NetworkCredential(
                Uri.UnescapeDataString(parts[0]),
                Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "")
            );
        }
        return proxy;
    }

    private static bool IsHttp(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp;

    private static KubeconfigException Invalid(KubeconfigPlace place, string problem) =>
        new(KubeconfigFailure.Invalid, problem, place);
}
