using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Tests.Assessment;

/// <summary>Clusters of nodes and Pods that no server would run.</summary>
internal static class AssessedCluster
{
    public static ManifestCluster Of(params string[] yaml) =>
        ManifestCluster.Create(
            yaml.SelectMany(text => KubernetesYaml.Load(text, "test.yaml")).Select(item => item.Object!)
        );

    public static string Node(string name, string cpu = "8", string memory = "32Gi", bool isReady = true) =>
        $$"""
            apiVersion: v1
            kind: Node
            metadata: {name: {{name}}}
            status:
              allocatable: {cpu: "{{cpu}}", memory: {{memory}}}
              conditions: [{type: Ready, status: "{{(isReady ? "True" : "False")}}"}]
              addresses: [{type: InternalIP, address: 10.0.0.1}]
              nodeInfo: {kubeletVersion: v1.29.3}
            """;

    public static string Pod(
        string name,
        string node,
        string cpu,
        string memory,
        string phase = "Running",
        string space = "ns-a"
    ) =>
        $$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: {{name}}, namespace: {{space}}}
            spec:
              nodeName: {{node}}
              containers:
              - name: web
                image: web
                resources: {requests: {cpu: "{{cpu}}", memory: {{memory}} } }
            status: {phase: {{phase}}}
            """;

    public static string Namespace(string name) => $"{{apiVersion: v1, kind: Namespace, metadata: {{name: {name}}}}}";

    public static string DaemonSet(string name) =>
        $$"""
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: {{name}}, namespace: kube-system}
            spec:
              selector:
                matchLabels: {k: v}
            """;

    public static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (var item in source)
            list.Add(item);
        return list;
    }
}
