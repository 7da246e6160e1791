using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Backup;
using SealosIstio.Migration.Connections;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Tenancy;
using SealosIstio.Tests.Applying;
using SealosIstio.Tests.Kubeconfig;

namespace SealosIstio.Tests.Live;

/// <summary>A thousand objects of three tenants on a real server: saved, deleted with everything that SealosIstio made, restored.</summary>
public sealed class BackupRestoreTests : IAsyncLifetime, IDisposable
{
    private const string Variable = "SEALOSISTIO_TEST_KUBECONFIG";
    private const int Apps = 83;
    private readonly string id = "b" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];
    private readonly TemporaryFolder folder = new();
    private ApiCluster? admin;

    private List<string> Tenants => [id + "a", id + "b", id + "c"];

    private List<string> Spaces => [.. Tenants.Select(tenant => "ns-" + tenant)];

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } kubeconfig)
            return;
        admin = await ApiCluster.ConnectAsync(kubeconfig, null);
    }

    public async Task DisposeAsync()
    {
        if (admin is null)
            return;
        foreach (var space in Spaces)
            await admin.DeleteAsync(KnownTypes.Of<V1Namespace>(), null, space);
        await admin.DisposeAsync();
    }

    public void Dispose() => folder.Dispose();

    [KubeconfigFact(Variable)]
    public async Task The_cluster_equals_the_backup_object_by_object()
    {
        var cluster = admin!;
        await CreateAsync(cluster);
        var backup = await new BackupWriter(
            new SealosConnection(cluster, ConnectionKind.ApiServer, "live", new ConversionOptions()),
            new BackupScope { Namespaces = Spaces, IncludeSecrets = true }
        ).WriteAsync(Path.Combine(folder.Path, "backup"), cluster.ServerVersion);
        Assert.True(backup.Count >= 1000, $"{backup.Count} objects");

        var deleted = await DeleteMarkedAsync(cluster, backup);
        Assert.True(deleted >= 500, $"{deleted} deleted");
        Assert.Contains(await CompareAsync(cluster, backup), pair => pair.Status == BackupDifferenceStatus.Missing);

        var restorer = new BackupRestorer(cluster);
        await restorer.CheckAsync(backup, BackupSelection.All);
        await foreach (var step in restorer.PlanAsync(backup, BackupSelection.All))
        {
            var result = await restorer.ApplyAsync(step);
            Assert.True(result.Action is ApplyAction.Created or ApplyAction.Unchanged, $"{result}: {result.Message}");
        }

        var differences = (await CompareAsync(cluster, backup))
            .Where(pair => pair.Status != BackupDifferenceStatus.Equal)
            .ToList();
        Assert.True(
            differences.Count == 0,
            string.Join("\n", differences.Select(pair => $"{pair}: {string.Join(", ", pair.Differences)}"))
        );
    }

    private async Task CreateAsync(ApiCluster cluster)
    {
        foreach (var tenant in Tenants)
        {
            var space = "ns-" + tenant;
            foreach (
                var item in TenantObjects.Build(
                    TenantName.Parse(tenant, "ns-"),
                    tenant,
                    new()
                    {
                        BaseDomain = $"{id}.example.com",
                        Quota = new() { Profile = QuotaProfile.Setup },
                    },
                    PodNetwork.Unknown
                )
            )
                await cluster.ApplyAsync(item, new ApplyOptions());
            await Parallel.ForEachAsync(
                Enumerable.Range(0, Apps),
                new ParallelOptions { MaxDegreeOfParallelism = 8 },
                async (i, token) =>
                {
                    foreach (var yaml in App(space, i))
                    {
                        var item = Objects.Parse(yaml);
                        var manager =
                            item.Metadata.Labels?.ContainsKey("app.kubernetes.io/managed-by") == true
                                ? "sealos-istio"
                                : "somebody";
                        await cluster.ApplyAsync(item, new ApplyOptions { FieldManager = manager }, token);
                    }
                }
            );
        }
    }

    // Of each app the Service and the Ingress are its own, the routing objects SealosIstio's.
    private static string[] App(string space, int i)
    {
        var place = $"name: app{i}, namespace: {space}";
        var host = $"app{i}.{space}.example.com";
        return
        [
            $"{{apiVersion: v1, kind: Service, metadata: {{{place}}}, spec: {{selector: {{app: app{i}}}, ports: [{{name: http, port: 80}}]}}}}",
            $"{{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {{{place}, annotations: {{sealos.io/migrated-to-istio: 'true'}}}}, spec: {{ingressClassName: nginx, rules: [{{host: {host}, http: {{paths: [{{path: /, pathType: Prefix, backend: {{service: {{name: app{i}, port: {{number: 80}}}}}}}}]}}}}]}}}}",
            $"{{apiVersion: networking.istio.io/v1beta1, kind: VirtualService, metadata: {{{place}, labels: {{app.kubernetes.io/managed-by: sealos-istio}}}}, spec: {{hosts: [{host}], gateways: [istio-system/sealos-gateway], http: [{{route: [{{destination: {{host: app{i}}}}}]}}]}}}}",
            $"{{apiVersion: networking.istio.io/v1beta1, kind: DestinationRule, metadata: {{{place}, labels: {{app.kubernetes.io/managed-by: sealos-istio}}}}, spec: {{host: app{i}, trafficPolicy: {{connectionPool: {{tcp: {{connectTimeout: 5s}}}}}}}}}}",
        ];
    }

    // One tenant goes as a whole, with everything in its namespace; of the others what is marked.
    private async Task<int> DeleteMarkedAsync(ApiCluster cluster, SealosBackup backup)
    {
        await cluster.DeleteAsync(KnownTypes.Of<V1Namespace>(), null, Spaces[0]);
        var count = 1;
        foreach (var file in backup.Files.Where(file => file.Namespaced))
        await foreach (var item in BackupReader.ReadAsync(backup, file))
        {
            var isMarked =
                item.Metadata.Labels?.ContainsKey("app.kubernetes.io/managed-by") == true
                || item.Metadata.Annotations?.ContainsKey("sealos.io/migrated-to-istio") == true;
            if (
                isMarked
                && item.Metadata.NamespaceProperty != Spaces[0]
                && await cluster.DeleteAsync(
                    BackupSelection.TypeOf(file),
                    item.Metadata.NamespaceProperty,
                    item.Metadata.Name!
                )
            )
                count++;
        }
        var deadline = DateTime.UtcNow.AddMinutes(3);
        while (await cluster.GetAsync(KnownTypes.Of<V1Namespace>(), null, Spaces[0]) is not null)
        {
            Assert.True(DateTime.UtcNow < deadline, "The namespace wasn't gone within three minutes.");
            await Task.Delay(200);
        }
        return count;
    }

    private static async Task<List<BackupDifference>> CompareAsync(ApiCluster cluster, SealosBackup backup)
    {
        var differences = new List<BackupDifference>();
        await foreach (var item in new BackupComparison(cluster).CompareAsync(backup, BackupSelection.All))
            differences.Add(item);
        return differences;
    }
}
