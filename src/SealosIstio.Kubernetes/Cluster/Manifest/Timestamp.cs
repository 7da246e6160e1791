using System.Globalization;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>Times as the server writes them: RFC 3339, UTC, whole seconds.</summary>
internal static class Timestamp
{
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
