using SealosIstio.Kubernetes.Cluster;

namespace SealosIstio.Tests.Api;

internal static class TestTypes
{
    public static readonly ResourceType Service = new("", "v1", "Service", "services", Namespaced: true);

    public static readonly ResourceType Namespace = new("", "v1", "Namespace", "namespaces", Namespaced: false);

    public static readonly ResourceType Widget = new("example.com", "v1", "Widget", "widgets", Namespaced: true);
}
