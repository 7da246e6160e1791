using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Tenancy;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Tenancy;

/// <summary>How a tenant is suspended and resumed, on every cluster alike.</summary>
public abstract class TenantNetworkContract<TCluster> : TenantContract<TCluster>
    where TCluster : ContractCluster, new()
{
    private const string Template = """
        apiVersion: networking.istio.io/v1beta1
        kind: VirtualService
        metadata: {name: NAME, namespace: SPACE}
        spec:
          hosts: [NAME.ID.example.com]
          gateways: [istio-system/gateway]
          http:
          - match: [{uri: {prefix: /}}]
            route: [{destination: {host: web, port: {number: 80}}}]
          tls:
          - match: [{sniHosts: [NAME.ID.example.com]}]
            route: [{destination: {host: web, port: {number: 443}}}]
        """;

    [ContractFact]
    public async Task Suspending_and_resuming_gives_back_exactly_what_was_there()
    {
        await ProvisionAsync(new(), Tenant);
        await ApplyAllAsync();
        var before = await ContentAsync();

        var suspended = await SuspendAsync();
        Assert.All(
            suspended.Where(result => result.Name != "inner"),
            result => Assert.Equal(ApplyAction.Configured, result.Action)
        );
        var off = await ContentAsync();
        Assert.DoesNotContain("\"nginx\"", off["Ingress by-name"].Split("metadata")[0], StringComparison.Ordinal);
        Assert.Contains("\"ingressClassName\":\"disable\"", off["Ingress by-name"], StringComparison.Ordinal);
        Assert.Contains(
            "\"kubernetes.io/ingress.class\":\"disable\"",
            off["Ingress by-annotation"],
            StringComparison.Ordinal
        );
        Assert.Contains("\"type\":\"ClusterIP\"", off["Service outer"], StringComparison.Ordinal);
        Assert.Contains("\"status\":503", off["VirtualService ours"], StringComparison.Ordinal);
        Assert.Contains("\"status\":503", off["VirtualService theirs"], StringComparison.Ordinal);
        Assert.Equal("Suspend", (await ReadTenantAsync(Tenant)).NetworkStatus);
        Assert.DoesNotContain(await SuspendAsync(), result => result.Action == ApplyAction.Configured);

        var resumed = await ResumeAsync();
        Assert.Contains(resumed, result => result.Action == ApplyAction.Configured);
        var after = await ContentAsync();
        foreach (var (name, content) in before)
            Assert.Equal(content, after[name]);
        Assert.DoesNotContain(await ResumeAsync(), result => result.Action == ApplyAction.Configured);
        // Still ours to change: suspending hasn't made somebody else the owner of the routes.
        var changed = Parse(Route("ours").Replace("number: 80", "number: 81", StringComparison.Ordinal));
        Assert.Equal([ApplyAction.Configured], await ApplyAsync([changed]));
    }

    [ContractFact]
    public async Task What_Sealos_suspended_is_resumed_as_Sealos_would()
    {
        await ProvisionAsync(new(), Tenant);
        await ApplyAsync(
            Ingress("by-annotation", "metadata: {annotations: {kubernetes.io/ingress.class: disable}}"),
            "resources"
        );
        await Cluster.PatchAsync(
            Namespaces,
            null,
            Space,
            new KubernetesPatch(
                PatchType.Merge,
                JsonNode.Parse("""{"metadata":{"annotations":{"network.sealos.io/status":"Suspend"}}}""")!
            ),
            new PatchOptions()
        );

        var results = await ResumeAsync();

        Assert.Contains("nginx", results.Single(result => result.Kind == "Ingress").Message, StringComparison.Ordinal);
        Assert.Contains(
            "\"kubernetes.io/ingress.class\":\"nginx\"",
            (await ContentAsync())["Ingress by-annotation"],
            StringComparison.Ordinal
        );
        Assert.Equal("ResumeCompleted", (await ReadTenantAsync(Tenant)).NetworkStatus);
    }

    [ContractFact]
    public async Task A_record_that_somebody_spoilt_stops_before_anything_changes()
    {
        await ProvisionAsync(new(), Tenant);
        await ApplyAsync(Ingress("by-annotation", "metadata: {annotations: {sealos.io/suspended-class: '{'}}"));

        var tenant = await ReadTenantAsync(Tenant);
        var refusal = await Assert.ThrowsAsync<ResourceException>(() =>
            new TenantNetwork(Cluster).PlanResumeAsync(tenant)
        );

        Assert.Contains("sealos.io/suspended-class", refusal.Message, StringComparison.Ordinal);
    }

    private async Task ApplyAllAsync()
    {
        await ApplyAsync(Ingress("by-annotation", "metadata: {annotations: {kubernetes.io/ingress.class: nginx}}"));
        await ApplyAsync(Ingress("by-name", "spec: {ingressClassName: nginx}"));
        await ApplyAsync(Ingress("by-default", ""));
        await ApplyAsync(
            $"{{apiVersion: v1, kind: Service, metadata: {{name: outer, namespace: {Space}}}, spec: {{type: NodePort, externalTrafficPolicy: Local, selector: {{app: web}}, ports: [{{name: a, port: 80}}, {{name: b, port: 81, protocol: UDP}}]}}}}"
        );
        await ApplyAsync(
            $"{{apiVersion: v1, kind: Service, metadata: {{name: inner, namespace: {Space}}}, spec: {{selector: {{app: web}}, ports: [{{port: 80}}]}}}}"
        );
        await ApplyAsync(Route("theirs"), "controller");
        await ApplyAsync([Parse(Route("ours"))]);
    }

    private string Ingress(string name, string more)
    {
        var metadata = more.StartsWith("metadata: {", StringComparison.Ordinal)
            ? ", " + more["metadata: {".Length..^1]
            : "";
        var spec = more.StartsWith("spec: {", StringComparison.Ordinal) ? more["spec: {".Length..^1] + ", " : "";
        return $"{{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {{name: {name}, namespace: {Space}{metadata}}}, spec: {{{spec}defaultBackend: {{service: {{name: web, port: {{number: 80}}}}}}}}}}";
    }

    private string Route(string name) =>
        Template
            .Replace("NAME", name, StringComparison.Ordinal)
            .Replace("SPACE", Space, StringComparison.Ordinal)
            .Replace("ID", Id, StringComparison.Ordinal);

    private async Task<IReadOnlyList<ApplyResult>> SuspendAsync() =>
        await ApplyAsync(await new TenantNetwork(Cluster).PlanSuspendAsync(await ReadTenantAsync(Tenant)));

    private async Task<IReadOnlyList<ApplyResult>> ResumeAsync() =>
        await ApplyAsync(await new TenantNetwork(Cluster).PlanResumeAsync(await ReadTenantAsync(Tenant)));

    private async Task<IReadOnlyList<ApplyResult>> ApplyAsync(IReadOnlyList<NetworkStep> steps)
    {
        var results = new List<ApplyResult>();
        foreach (var step in steps)
            results.Add(await new TenantNetwork(Cluster).ApplyAsync(step));
        return results;
    }

    private async Task<Dictionary<string, string>> ContentAsync()
    {
        var content = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var type in new[] { Ingresses, Services, VirtualServices })
        await foreach (var item in Cluster.ListAsync(type, new ListOptions { Namespace = Space }))
        {
            var json = KubernetesJson.ToJsonObject(item);
            foreach (
                var field in new[]
                {
                    "resourceVersion",
                    "generation",
                    "managedFields",
                    "uid",
                    "creationTimestamp",
                    "selfLink",
                }
            )
                json["metadata"]!.AsObject().Remove(field);
            // A server leaves an empty map out.
            foreach (var map in new[] { "labels", "annotations" })
                if (json["metadata"]![map] is JsonObject { Count: 0 })
                    json["metadata"]!.AsObject().Remove(map);
            content[$"{item.Kind} {item.Metadata.Name}"] = Sorted(json)!.ToJsonString();
        }
        return content;
    }

    // The order of fields is nobody's promise.
    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject item => new JsonObject(
                item.OrderBy(field => field.Key, StringComparer.Ordinal)
                    .Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))
            ),
            JsonArray list => new JsonArray([.. list.Select(Sorted)]),
            _ => node?.DeepClone(),
        };
}
