using System.Globalization;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.ObjectStorage;
using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.ObjectStorage;

/// <summary>What moving MinIO and going back do, on every cluster alike.</summary>
public abstract class ObjectStorageContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    private const string ServiceYaml = """
        apiVersion: v1
        kind: Service
        metadata:
          name: object-storage
          labels: {v1.min.io/tenant: object-storage}
          annotations: {example.com/kept: "yes"}
        spec:
          type: LoadBalancer
          loadBalancerIP: 192.0.2.7
          externalTrafficPolicy: Local
          selector: {v1.min.io/tenant: object-storage}
          ports:
          - {name: http-minio, port: 80, targetPort: 9000, protocol: TCP}
          - {name: metrics, port: 9100, targetPort: 9100, protocol: TCP}
        """;

    // Numbers that nobody else has: the live servers share theirs among all tests, and give some away by themselves.
    private int nodePort;
    private int formerPort;
    private int secondPort;
    private bool isReserved;
    private readonly string domain = $"d{Guid.NewGuid():N}.example.com"[..24].TrimEnd('.');

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await CreateNamespaceAsync(Namespace + "-ports");
        var reserved = await Cluster.ApplyAsync(
            Parse(
                $"{{apiVersion: v1, kind: Service, metadata: {{name: reserved, namespace: {Namespace}-ports}}, spec: {{type: NodePort, ports: [{{name: a, port: 80}}, {{name: b, port: 81}}, {{name: c, port: 82}}]}}}}"
            ),
            By("contract")
        );
        isReserved = true;
        // A directory gives no numbers away, and nobody else has it.
        var given = ((V1Service)reserved).Spec!.Ports!.Select((port, index) => port.NodePort ?? 31000 + index).ToList();
        (nodePort, formerPort, secondPort) = (given[0], given[1], given[2]);
    }

    /// <summary>Lets the numbers go, just before the first of them is asked for.</summary>
    private async Task FreePortsAsync()
    {
        if (isReserved)
            await Cluster.DeleteAsync(Services, Namespace + "-ports", "reserved");
        isReserved = false;
    }

    private ObjectStorageSettings Settings =>
        new()
        {
            Namespace = Namespace,
            NodePort = nodePort,
            Domain = $"minio.{domain}",
            Platform = new ConversionOptions { PublicDomains = [domain], GatewayNamespace = Namespace },
        };

    [ContractFact]
    public async Task A_move_changes_the_type_and_one_node_port_and_a_restore_is_exact()
    {
        await ApplyAsync(ServiceYaml);
        await ApplyIngressAsync();
        var before = await SnapshotAsync();

        var moved = await MoveAsync(Settings);
        var during = await SnapshotAsync();
        var second = await MoveAsync(Settings);
        var restored = await RestoreAsync(Settings);

        Assert.Equal((ApplyAction.Configured, ApplyAction.Unchanged), (moved.Action, second.Action));
        Assert.Equal($"NodePort:{nodePort}", moved.After);
        var spec = during["spec"]!;
        Assert.Equal(("NodePort", nodePort), (Text(spec["type"]), (int)spec["ports"]![0]!["nodePort"]!));
        Assert.Null(spec["loadBalancerIP"]);
        foreach (var field in new[] { "clusterIP", "selector", "externalTrafficPolicy", "sessionAffinity" })
            Assert.True(JsonNode.DeepEquals(before["spec"]![field], spec[field]), field);
        Assert.True(JsonNode.DeepEquals(before["spec"]!["ports"]![1], spec["ports"]![1]));
        Assert.True(JsonNode.DeepEquals(before["labels"], during["labels"]));
        Assert.Equal(ApplyAction.Configured, restored.Action);
        Assert.Equal(before.ToJsonString(), (await SnapshotAsync()).ToJsonString());
        Assert.Equal(3, restored.Removed.Count);
        Assert.Empty(await RoutesAsync());
        Assert.Equal(ApplyAction.Unchanged, (await RestoreAsync(Settings)).Action);
    }

    [ContractFact]
    public async Task Routes_lead_to_the_real_port_without_timeout_or_rewrite_at_the_hosts_of_today_and_the_further_one()
    {
        await ApplyAsync(ServiceYaml);
        await ApplyIngressAsync();

        var result = await MoveAsync(Settings);

        Assert.Equal([$"s3.{domain}", $"minio.{domain}"], result.Hosts);
        var routes = await RoutesAsync();
        Assert.Equal(["minio-vs", "object-storage-api-vs"], routes.Select(route => route.Metadata.Name));
        foreach (var http in routes.Select(route => Assert.Single(route.Spec!.Http!)))
        {
            Assert.Null(http.Timeout);
            Assert.Null(http.Rewrite);
            Assert.Equal(80, http.Route![0].Destination!.Port!.Number);
        }
        Assert.Equal(["istio-system/sealos-gateway"], routes[1].Spec!.Gateways);
        Assert.Null(routes[1].Spec!.Http![0].CorsPolicy);
        Assert.Contains("Authorization", routes[0].Spec!.Http![0].CorsPolicy!.AllowHeaders!);
        var checks = await ChecksAsync();
        Assert.All(
            checks.Where(check => check.Name is "ServiceType" or "NodePort" or "Restorable" or "Route"),
            check => Assert.Equal(CheckStatus.Pass, check.Status)
        );
        Assert.Equal(2, checks.Count(check => check.Name == "Route"));
    }

    [ContractFact]
    public async Task Planning_writes_nothing()
    {
        await ApplyAsync(ServiceYaml);
        var before = await Cluster.GetAsync(Services, Namespace, "object-storage");
        await FreePortsAsync();

        var plan = await new ObjectStorageMigration(Cluster, Settings).PlanAsync();

        Assert.True(plan.HasChanges);
        Assert.Contains("create Gateway minio-gateway", plan.Preview, StringComparison.Ordinal);
        Assert.Equal(
            before!.Metadata.ResourceVersion,
            (await Cluster.GetAsync(Services, Namespace, "object-storage"))!.Metadata.ResourceVersion
        );
        Assert.Empty(await RoutesAsync());
    }

    [ContractFact]
    public async Task A_node_port_of_another_namespace_is_refused_before_anything_is_written()
    {
        await ApplyAsync(ServiceYaml);
        await CreateNamespaceAsync(Namespace + "b");
        var other = Parse(
            $"{{apiVersion: v1, kind: Service, metadata: {{name: web, namespace: {Namespace}b}}, spec: {{type: NodePort, ports: [{{port: 80, nodePort: {nodePort}}}]}}}}"
        );
        await FreePortsAsync();
        await Cluster.ApplyAsync(other, By("one"));

        var exception = await Assert.ThrowsAsync<ResourceException>(() => MoveAsync(Settings));

        Assert.Equal(ResourceProblem.NodePortTaken, exception.Problem);
        Assert.Contains($"{Namespace}b/web", exception.Message, StringComparison.Ordinal);
        Assert.Empty(await RoutesAsync());
    }

    [ContractFact]
    public async Task A_restore_is_refused_while_somebody_has_the_former_node_port()
    {
        await FreePortsAsync();
        await ApplyAsync(
            ServiceYaml
                .Replace("loadBalancerIP: 192.0.2.7\n", "\n", StringComparison.Ordinal)
                .Replace("targetPort: 9000,", $"targetPort: 9000, nodePort: {formerPort},", StringComparison.Ordinal)
        );
        await MoveAsync(Settings);
        await ApplyAsync(
            $"{{apiVersion: v1, kind: Service, metadata: {{name: web}}, spec: {{type: NodePort, ports: [{{port: 80, nodePort: {formerPort}}}]}}}}"
        );

        var exception = await Assert.ThrowsAsync<ResourceException>(() => RestoreAsync(Settings));

        Assert.Equal(ResourceProblem.NodePortTaken, exception.Problem);
        Assert.Equal(2, (await RoutesAsync()).Count);
    }

    [ContractFact]
    public async Task A_Service_of_type_NodePort_keeps_its_number_and_gets_routes()
    {
        await FreePortsAsync();
        await ApplyAsync(
            $"{{apiVersion: v1, kind: Service, metadata: {{name: object-storage}}, spec: {{type: NodePort, ports: [{{port: 9000, nodePort: {nodePort}}}]}}}}"
        );
        var before = await SnapshotAsync();

        var result = await MoveAsync(Settings with { NodePort = null });

        Assert.Equal((ApplyAction.Configured, nodePort), (result.Action, result.NodePort));
        Assert.Equal(ApplyAction.Unchanged, result.Objects.Single(item => item.Kind == "Service").Action);
        Assert.Equal(before.ToJsonString(), (await SnapshotAsync()).ToJsonString());
        await RestoreAsync(Settings);
        Assert.Equal(before.ToJsonString(), (await SnapshotAsync()).ToJsonString());
        Assert.Empty(await RoutesAsync());
    }

    [ContractFact]
    public async Task A_second_number_is_taken_and_the_first_state_is_what_comes_back()
    {
        await ApplyAsync(ServiceYaml);
        var before = await SnapshotAsync();
        await MoveAsync(Settings);

        await MoveAsync(Settings with { NodePort = secondPort });
        var during = await SnapshotAsync();
        await RestoreAsync(Settings);

        Assert.Equal(secondPort, (int)during["spec"]!["ports"]![0]!["nodePort"]!);
        Assert.Equal(before.ToJsonString(), (await SnapshotAsync()).ToJsonString());
    }

    [ContractFact]
    public async Task Ranges_of_a_load_balancer_are_not_lost_unasked()
    {
        await ApplyAsync(
            ServiceYaml.Replace(
                "loadBalancerIP: 192.0.2.7",
                "loadBalancerSourceRanges: [192.0.2.0/24]",
                StringComparison.Ordinal
            )
        );
        var before = await SnapshotAsync();

        var exception = await Assert.ThrowsAsync<ResourceException>(() => MoveAsync(Settings));
        var moved = await MoveAsync(Settings with { AllowAnySource = true });
        await RestoreAsync(Settings);

        Assert.Equal(ResourceProblem.SourceRangesLost, exception.Problem);
        Assert.Equal(ApplyAction.Configured, moved.Action);
        Assert.Equal(before.ToJsonString(), (await SnapshotAsync()).ToJsonString());
    }

    [ContractFact]
    public async Task A_route_of_somebody_else_is_taken_over_with_force_only_and_given_back()
    {
        await ApplyAsync(ServiceYaml);
        await ApplyAsync(
            $$$$"""
            apiVersion: networking.istio.io/v1beta1
            kind: VirtualService
            metadata: {name: minio-vs, labels: {team: storage, app.kubernetes.io/name: theirs}}
            spec:
              hosts: [other.{{{{domain}}}}]
              gateways: [minio-gateway]
              http: [{timeout: 300s, route: [{destination: {host: object-storage, port: {number: 9000}}}]}]
            """
        );
        var before = await ContentAsync(VirtualServices, "minio-vs");

        var exception = await Assert.ThrowsAsync<ResourceException>(() => MoveAsync(Settings));
        var moved = await MoveAsync(Settings with { Force = true });
        var second = await MoveAsync(Settings with { Force = true });
        await RestoreAsync(Settings);

        Assert.Equal(ResourceProblem.NotManaged, exception.Problem);
        Assert.Equal((ApplyAction.Configured, ApplyAction.Unchanged), (moved.Action, second.Action));
        Assert.Equal(before.ToJsonString(), (await ContentAsync(VirtualServices, "minio-vs")).ToJsonString());
    }

    [ContractFact]
    public async Task A_host_that_is_converted_already_is_left_to_its_route_with_a_warning_about_its_timeout()
    {
        await ApplyAsync(ServiceYaml);
        await ApplyIngressAsync();
        await ApplyAsync(
            $$$$"""
            apiVersion: networking.istio.io/v1beta1
            kind: VirtualService
            metadata: {name: converted}
            spec:
              hosts: [s3.{{{{domain}}}}]
              gateways: [istio-system/sealos-gateway]
              http: [{timeout: 60s, route: [{destination: {host: object-storage, port: {number: 80}}}]}]
            """
        );
        await FreePortsAsync();

        var plan = await new ObjectStorageMigration(Cluster, Settings).PlanAsync();
        await MoveAsync(Settings);

        Assert.Contains(plan.Warnings, warning => warning.Contains("60s", StringComparison.Ordinal));
        Assert.Equal(["converted", "minio-vs"], (await RoutesAsync()).Select(route => route.Metadata.Name));
        Assert.Equal(CheckStatus.Fail, (await ChecksAsync()).Single(check => check.Target == $"s3.{domain}").Status);
        await RestoreAsync(Settings);
        Assert.Equal(["converted"], (await RoutesAsync()).Select(route => route.Metadata.Name));
    }

    [ContractFact]
    public async Task A_record_that_was_changed_is_refused_by_name()
    {
        await ApplyAsync(ServiceYaml);
        await MoveAsync(Settings);
        await PatchAsync(
            Services,
            "object-storage",
            PatchType.Merge,
            """{"metadata":{"annotations":{"sealos.io/object-storage-before":"[]"}}}"""
        );

        var exception = await Assert.ThrowsAsync<ResourceException>(() => RestoreAsync(Settings));

        Assert.Contains("sealos.io/object-storage-before", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await RoutesAsync()).Count);
    }

    private Task<KubernetesObject> ApplyIngressAsync() =>
        ApplyAsync(
            $$$$"""
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: object-storage-api}
            spec:
              ingressClassName: nginx
              rules:
              - host: s3.{{{{domain}}}}
                http:
                  paths:
                  - path: /
                    pathType: Prefix
                    backend: {service: {name: object-storage, port: {number: 80}}}
            """
        );

    private async Task<MinioMigrationResult> MoveAsync(ObjectStorageSettings settings)
    {
        await FreePortsAsync();
        var migration = new ObjectStorageMigration(Cluster, settings);
        return await migration.ApplyAsync(await migration.PlanAsync(), Fail);
    }

    private async Task<MinioMigrationResult> RestoreAsync(ObjectStorageSettings settings)
    {
        var restoration = new ObjectStorageRestoration(Cluster, settings);
        return await restoration.ApplyAsync(await restoration.PlanAsync(), Fail);
    }

    private static void Fail(KubernetesObject target, KubernetesApiException exception) =>
        Assert.Fail($"{target}: {exception.Message}");

    private async Task<List<SealosCheckResult>> ChecksAsync()
    {
        var checks = new List<SealosCheckResult>();
        await foreach (var check in new ObjectStorageCheck(Cluster, Settings).CheckAsync())
            checks.Add(check);
        return checks;
    }

    private async Task<List<VirtualService>> RoutesAsync()
    {
        var routes = new List<VirtualService>();
        await foreach (var item in Cluster.ListAsync(VirtualServices, new ListOptions { Namespace = Namespace }))
            routes.Add((VirtualService)item);
        return routes;
    }

    private Task<JsonObject> SnapshotAsync() => ContentAsync(Services, "object-storage");

    /// <summary>What people write on an object.</summary>
    private async Task<JsonObject> ContentAsync(ResourceType type, string name)
    {
        var json = await ReadAsync(type, name);
        return new JsonObject
        {
            ["labels"] = json["metadata"]!["labels"]?.DeepClone(),
            ["annotations"] = json["metadata"]!["annotations"]?.DeepClone(),
            ["spec"] = json["spec"]!.DeepClone(),
        };
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}

public sealed class MemoryObjectStorageTests : ObjectStorageContract<MemoryCluster>;

public sealed class FolderObjectStorageTests : ObjectStorageContract<FolderCluster>;

public sealed class ApiObjectStorageTests : ObjectStorageContract<ApiServer>;

public sealed class StrictApiObjectStorageTests : ObjectStorageContract<StrictApiServer>;
