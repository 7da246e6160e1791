using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Backup;
using SealosIstio.Migration.Connections;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Cluster.Contract;
using SealosIstio.Tests.Kubeconfig;

namespace SealosIstio.Tests.Backup;

/// <summary>What backing up and restoring does, on every cluster alike.</summary>
public abstract class BackupContract<TCluster> : ClusterContract<TCluster>, IDisposable
    where TCluster : ContractCluster, new()
{
    private static readonly string[] Yamls =
    [
        "{apiVersion: v1, kind: Service, metadata: {name: web, annotations: {a/b: c}}, spec: {selector: {app: web}, ports: [{name: http, port: 80}]}}",
        "{apiVersion: v1, kind: Service, metadata: {name: bare}, spec: {clusterIP: None, ports: [{name: http, port: 80}]}}",
        "{apiVersion: v1, kind: Secret, metadata: {name: key}, type: Opaque, stringData: {password: hunter2}}",
        "{apiVersion: v1, kind: ResourceQuota, metadata: {name: quota}, spec: {hard: {services.loadbalancers: '0'}}}",
        "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: all}, spec: {podSelector: {}}}",
        "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web, labels: {app: web}, annotations: {nginx.ingress.kubernetes.io/x: 'off'}}, spec: {ingressClassName: nginx, rules: [{host: web.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}}",
        "{apiVersion: networking.istio.io/v1beta1, kind: VirtualService, metadata: {name: web, labels: {app.kubernetes.io/managed-by: sealos-istio}}, spec: {hosts: [web.example.com], gateways: [istio-system/g], http: [{route: [{destination: {host: web}}]}]}}",
    ];

    private readonly TemporaryFolder folder = new();

    private string Target => Path.Combine(folder.Path, "backup");

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [ContractFact]
    public async Task What_was_deleted_is_restored_exactly()
    {
        await CreateAsync();
        var backup = await SaveAsync(includeSecrets: true);
        var before = await ContentsAsync(backup);

        foreach (var file in backup.Files.Where(file => file.Kind != "Namespace"))
        await foreach (var item in BackupReader.ReadAsync(backup, file))
            await Cluster.DeleteAsync(BackupSelection.TypeOf(file), Namespace, item.Metadata.Name!);
        Assert.All(
            (await CompareAsync(backup)).Where(difference => difference.Kind != "Namespace"),
            difference => Assert.Equal(BackupDifferenceStatus.Missing, difference.Status)
        );
        var first = await RestoreAsync(backup);
        var second = await RestoreAsync(backup);

        Assert.Equal(Yamls.Length, first.Count(result => result.Action == ApplyAction.Created));
        Assert.All(second, result => Assert.Equal(ApplyAction.Unchanged, result.Action));
        Assert.All(
            await CompareAsync(backup),
            difference => Assert.Equal(BackupDifferenceStatus.Equal, difference.Status)
        );
        var after = await ContentsAsync(await SaveAsync(includeSecrets: true, path: Target + "2"));
        Assert.Equal(before, after);
    }

    [ContractFact]
    public async Task What_was_changed_since_is_shown_and_put_back_by_force_only()
    {
        await CreateAsync();
        var backup = await SaveAsync(includeSecrets: true);
        await PatchAsync(
            Ingresses,
            "web",
            PatchType.Merge,
            """{"metadata": {"labels": {"app": null, "new": "x"}}, "spec": {"ingressClassName": "disable"}}"""
        );
        await PatchAsync(Services, "web", PatchType.Merge, """{"spec": {"ports": [{"name": "http", "port": 81}]}}""");
        await PatchAsync(VirtualServices, "web", PatchType.Merge, """{"spec": {"hosts": ["other.example.com"]}}""");
        await PatchAsync(Secrets, "key", PatchType.Merge, """{"data": {"password": "c2VjcmV0"}}""");

        var differences = (await CompareAsync(backup)).Where(d => d.Status == BackupDifferenceStatus.Changed).ToList();
        var timid = await RestoreAsync(backup);
        var forced = await RestoreAsync(backup, force: true);
        var again = await RestoreAsync(backup, force: true);

        Assert.Equal(
            ["Secret", "Service", "Ingress", "VirtualService"],
            differences.Select(difference => difference.Kind)
        );
        Assert.Equal(
            ["metadata.labels.app", "metadata.labels.new", "spec.ingressClassName"],
            differences[2].Differences.Select(field => field.Field).Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain(
            differences[0].Differences,
            field =>
                $"{field}".Contains("aHVudGVyMg", StringComparison.Ordinal)
                || $"{field}".Contains("c2VjcmV0", StringComparison.Ordinal)
        );
        Assert.Equal(4, timid.Count(result => result.Action == ApplyAction.Skipped));
        Assert.Contains(
            timid,
            result => result.Message?.Contains("spec.ingressClassName", StringComparison.Ordinal) == true
        );
        Assert.Equal(4, forced.Count(result => result.Action == ApplyAction.Configured));
        Assert.All(again, result => Assert.Equal(ApplyAction.Unchanged, result.Action));
    }

    [ContractFact]
    public async Task What_was_restored_by_force_can_be_applied_again_without_a_conflict()
    {
        await CreateAsync();
        var backup = await SaveAsync(includeSecrets: true);
        var route = Parse(Yamls[^1]);
        await PatchAsync(VirtualServices, "web", PatchType.Merge, """{"spec": {"hosts": ["other.example.com"]}}""");
        await RestoreAsync(backup, force: true);

        ((Kubernetes.Istio.VirtualService)route).Spec!.Hosts = ["third.example.com"];
        await Cluster.ApplyAsync(route, new ApplyOptions());

        Assert.Equal(
            "third.example.com",
            (await ReadAsync(VirtualServices, "web"))["spec"]!["hosts"]![0]!.GetValue<string>()
        );
    }

    [ContractFact]
    public async Task Objects_are_restored_by_kind_namespace_and_name()
    {
        await CreateAsync();
        var backup = await SaveAsync(includeSecrets: true);
        await Cluster.DeleteAsync(Services, Namespace, "web");
        await Cluster.DeleteAsync(Services, Namespace, "bare");
        await Cluster.DeleteAsync(Ingresses, Namespace, "web");

        var byKind = await RestoreAsync(backup, Select(kinds: ["services"], names: ["w*"]));
        var byNamespace = await RestoreAsync(backup, Select(namespaces: ["nosuch"]));

        Assert.Equal([("Service", "web", ApplyAction.Created)], byKind.Select(r => (r.Kind, r.Name, r.Action)));
        Assert.Empty(byNamespace);
        Assert.Null(await Cluster.GetAsync(Ingresses, Namespace, "web"));
    }

    [ContractFact]
    public async Task Secrets_without_values_are_compared_by_their_keys_and_not_restored()
    {
        await CreateAsync();
        var backup = await SaveAsync(includeSecrets: false);
        var text = await File.ReadAllTextAsync(Path.Combine(Target, "secrets.jsonl"));
        var equal = (await CompareAsync(backup)).Single(difference => difference.Kind == "Secret");
        await PatchAsync(Secrets, "key", PatchType.Merge, """{"data": {"other": "eA=="}}""");
        var changed = (await CompareAsync(backup)).Single(difference => difference.Kind == "Secret");
        await Cluster.DeleteAsync(Secrets, Namespace, "key");

        var result = (await RestoreAsync(backup)).Single(result => result.Kind == "Secret");

        Assert.Contains("password", text, StringComparison.Ordinal);
        Assert.DoesNotContain("aHVudGVyMg", text, StringComparison.Ordinal);
        Assert.Equal((BackupDifferenceStatus.Equal, BackupDifferenceStatus.Changed), (equal.Status, changed.Status));
        Assert.Equal(ApplyAction.Skipped, result.Action);
        Assert.Contains("-IncludeSecret", result.Message!, StringComparison.Ordinal);
        Assert.Null(await Cluster.GetAsync(Secrets, Namespace, "key"));
    }

    [ContractFact]
    public async Task Owners_that_were_made_anew_are_found_again_and_lost_ones_are_left_out()
    {
        var owner = await ApplyConfigMapAsync("owner");
        var lost = await ApplyConfigMapAsync("lost");
        foreach (var (name, item) in new[] { ("kept", owner), ("orphan", lost) })
            await ApplyConfigMapAsync(
                name,
                metadata: $"ownerReferences: [{{apiVersion: v1, kind: ConfigMap, name: {item.Metadata.Name}, uid: {item.Metadata.Uid}}}]"
            );
        var backup = await SaveAsync(includeSecrets: false, kinds: ["ConfigMap"]);
        await Cluster.DeleteAsync(ConfigMaps, Namespace, "owner");
        await Cluster.DeleteAsync(ConfigMaps, Namespace, "lost");
        await GoneAsync(ConfigMaps, "kept");
        await GoneAsync(ConfigMaps, "orphan");
        var anew = await ApplyConfigMapAsync("owner");

        var results = await RestoreAsync(backup, Select(names: ["kept", "orphan"]));

        Assert.All(results, result => Assert.Equal(ApplyAction.Created, result.Action));
        var kept = await Cluster.GetAsync(ConfigMaps, Namespace, "kept");
        Assert.Equal(anew.Metadata.Uid, Assert.Single(kept!.Metadata.OwnerReferences!).Uid);
        Assert.Contains("ConfigMap lost", results.Single(r => r.Name == "orphan").Message!, StringComparison.Ordinal);
        Assert.Null((await Cluster.GetAsync(ConfigMaps, Namespace, "orphan"))!.Metadata.OwnerReferences);
    }

    [ContractFact]
    public async Task What_came_since_is_shown_as_added_and_stays()
    {
        await CreateAsync();
        var backup = await SaveAsync(includeSecrets: true);
        await ApplyAsync(Yamls[0].Replace("name: web,", "name: late,", StringComparison.Ordinal));

        var added = (await CompareAsync(backup)).Single(difference =>
            difference.Status == BackupDifferenceStatus.Added
        );
        await RestoreAsync(backup, force: true);

        Assert.Equal(("Service", "late"), (added.Kind, added.Name));
        Assert.NotNull(await Cluster.GetAsync(Services, Namespace, "late"));
    }

    private async Task CreateAsync()
    {
        foreach (var yaml in Yamls)
            await ApplyAsync(yaml, yaml.Contains("managed-by", StringComparison.Ordinal) ? "sealos-istio" : "one");
    }

    private Task<SealosBackup> SaveAsync(
        bool includeSecrets,
        string? path = null,
        IReadOnlyList<string>? kinds = null
    ) =>
        new BackupWriter(
            new SealosConnection(Cluster, ConnectionKind.Manifests, "here", new ConversionOptions()),
            new BackupScope
            {
                Namespaces = [Namespace],
                IncludeSecrets = includeSecrets,
                Kinds = kinds ?? [],
            }
        ).WriteAsync(path ?? Target);

    private async Task<List<ApplyResult>> RestoreAsync(
        SealosBackup backup,
        BackupSelection? selection = null,
        bool force = false
    )
    {
        var restorer = new BackupRestorer(Cluster, force);
        await restorer.CheckAsync(backup, selection ?? BackupSelection.All);
        var results = new List<ApplyResult>();
        await foreach (var step in restorer.PlanAsync(backup, selection ?? BackupSelection.All))
            results.Add(await restorer.ApplyAsync(step));
        return results;
    }

    private async Task<List<BackupDifference>> CompareAsync(SealosBackup backup)
    {
        var differences = new List<BackupDifference>();
        await foreach (var item in new BackupComparison(Cluster).CompareAsync(backup, BackupSelection.All))
            differences.Add(item);
        return differences;
    }

    private static BackupSelection Select(
        string[]? kinds = null,
        string[]? namespaces = null,
        string[]? names = null
    ) => new(new NamePatterns(kinds), new NamePatterns(namespaces), new NamePatterns(names));

    // Independent of the code under test: everything but what a server assigns, as text.
    private static async Task<List<string>> ContentsAsync(SealosBackup backup)
    {
        var contents = new List<string>();
        foreach (var file in backup.Files)
        await foreach (var item in BackupReader.ReadAsync(backup, file))
        {
            var content = KubernetesJson.ToJsonObject(item);
            content.Remove("status");
            foreach (
                var field in new[] { "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields" }
            )
                content["metadata"]!.AsObject().Remove(field);
            if (item is V1Service { Spec.ClusterIP: not "None" })
                foreach (var field in new[] { "clusterIP", "clusterIPs" })
                    content["spec"]!.AsObject().Remove(field);
            contents.Add(content.ToJsonString());
        }
        return contents;
    }
}

public sealed class MemoryBackupTests : BackupContract<MemoryCluster>;

public sealed class FolderBackupTests : BackupContract<FolderCluster>;

public sealed class ApiBackupTests : BackupContract<ApiServer>;
