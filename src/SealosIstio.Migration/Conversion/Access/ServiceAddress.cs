using System.Globalization;
using SealosIstio.Migration.Conversion.Annotations;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>The service behind an auth-url, in the terms of an extension provider.</summary>
/// <param name="Host">The host in lower case, cluster-internal names in full.</param>
/// <param name="Port">The port, the scheme's default included.</param>
/// <param name="Path">The path without a slash at its end; empty for the root.</param>
internal sealed record ServiceAddress(string Host, int Port, string Path)
{
    private const string ServiceSuffix = ".svc";

    /// <summary>Reads an auth-url.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="clusterDomain">The cluster's DNS suffix.</param>
    /// <param name="problem">Why the gateway can't ask it; null when it can.</param>
    /// <returns>Null when the gateway can't ask it.</returns>
    public static ServiceAddress? TryParse(string url, string clusterDomain, out string? problem)
    {
        problem = null;
        if (url.Contains('$', StringComparison.Ordinal))
            problem = "The URL depends on variables of nginx, and an extension provider is one fixed service.";
        else if (!AnnotationValue.TryUrl(url, out var parsed) || parsed.Scheme is not ("http" or "https"))
            problem = "The URL isn't an absolute http or https URL.";
        else if (parsed.Query is not null)
            problem = "The URL has a query, and an extension provider adds the request's own path behind it.";
        else if (Split(parsed) is { } address)
            return address with { Host = Complete(address.Host, clusterDomain) };
        else
            problem = "The URL's port is no number from 1 to 65535.";
        return null;
    }

    private static ServiceAddress? Split(GoUrl url)
    {
        var colon = url.Host.EndsWith(']') ? -1 : url.Host.LastIndexOf(':');
        var text = colon < 0 ? "" : url.Host[(colon + 1)..];
        var port = url.Scheme == "https" ? 443 : 80;
        if (text.Length > 0 && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port))
            return null;
        return port is > 0 and < 65536
            ? new ServiceAddress(colon < 0 ? url.Host : url.Host[..colon], port, url.Path.TrimEnd('/'))
            : null;
    }

    private static string Complete(string host, string clusterDomain)
    {
        var name = host.TrimEnd('.').ToLowerInvariant();
        return name.EndsWith(ServiceSuffix, StringComparison.Ordinal) ? $"{name}.{clusterDomain}" : name;
    }
}
