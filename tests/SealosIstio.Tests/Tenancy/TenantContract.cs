using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Tenancy;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Tenancy;

/// <summary>What the tenants' operations do, on every cluster alike.</summary>
public abstract class TenantContract<TCluster> : ClusterContract<TCluster>
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

    private static readonly PodNetwork Pods = PodNetwork.Of(["100.64.0.0/10"]);
    private readonly string id = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];

    private string Tenant => "t" + id;

    private string Space => "ns-" + Tenant;

    [ContractFact]
    public async Task A_tenant_is_created_once_and_unchanged_the_second_time()
    {
        var first = await ProvisionAsync(new(), Tenant);
        var second = await ProvisionAsync(new(), Space);

        Assert.Equal(ApplyAction.Created, first.Action);
        Assert.All(first.Objects, result => Assert.Equal(ApplyAction.Created, result.Action));
        Assert.Equal(5, first.Objects.Count);
        Assert.All(second.Objects, result => Assert.Equal(ApplyAction.Unchanged, result.Action));
        Assert.Equal(ApplyAction.Unchanged, second.Action);
    }

    [ContractFact]
    public async Task Every_profile_and_policy_is_accepted_and_unchanged_the_second_time()
    {
        var settings = new TenantSettings
        {
            Quota = new() { Profile = QuotaProfile.Sealos, PersistentVolumeClaims = 5 },
            EnableSidecarInjection = true,
            WithoutGateway = true,
        };
        var first = await ProvisionAsync(settings, Tenant);
        var second = await ProvisionAsync(settings, Tenant);

        Assert.Equal(6, first.Objects.Count);
        Assert.All(first.Objects, result => Assert.Equal(ApplyAction.Created, result.Action));
        Assert.Equal(ApplyAction.Unchanged, second.Action);
    }

    [ContractFact]
    public async Task Three_tenants_are_planned_together_and_nothing_is_written_by_planning()
    {
        var names = new[] { Tenant, Tenant + "b", Tenant + "c" };
        var plans = await new TenantProvisioner(Cluster, new(), "ns-", Pods).PlanAsync([
            .. names.Select(name => new TenantRequest(name, null)),
        ]);

        Assert.Equal(names, plans.Select(plan => plan.Name.Tenant));
        Assert.All(plans, plan => Assert.Empty(plan.Refusals));
        Assert.All(plans, plan => Assert.Equal(5, plan.Steps.Count));
        Assert.All(plans, plan => Assert.StartsWith("create Namespace", plan.Preview, StringComparison.Ordinal));
        Assert.Null(await Cluster.GetAsync(Namespaces, null, Space));
    }

    [ContractFact]
    public async Task A_name_that_is_taken_is_refused_with_its_owner()
    {
        await ProvisionAsync(new(), Tenant);
        await CreateNamespaceAsync($"{Space}-plain");

        var plans = await new TenantProvisioner(Cluster, new(), "ns-", Pods).PlanAsync([
            new TenantRequest(Tenant, "somebody"),
            new TenantRequest(Tenant + "-plain", null),
        ]);

        Assert.Equal(ResourceProblem.NamespaceTaken, ProblemOf(plans[0]));
        Assert.Contains($"'{Tenant}'", plans[0].Refusals[0].Problem.Message, StringComparison.Ordinal);
        Assert.Equal(ResourceProblem.NamespaceTaken, ProblemOf(plans[1]));
        Assert.All(plans, plan => Assert.Empty(plan.Steps));
    }

    [ContractFact]
    public async Task A_host_of_another_tenant_is_refused_before_anything_is_written()
    {
        await ProvisionAsync(new() { DomainPatterns = [$"{id}.example.com"] }, Tenant);

        var provisioner = new TenantProvisioner(Cluster, new() { DomainPatterns = [$"{id}.example.com"] }, "ns-", Pods);
        var plan = Assert.Single(await provisioner.PlanAsync([new TenantRequest(Tenant + "b", null)]));

        Assert.Equal(ResourceProblem.HostOwnedElsewhere, ProblemOf(plan));
    }

    [ContractFact]
    public async Task Tenants_are_read_back_with_their_limits_and_policies()
    {
        await ProvisionAsync(new(), Tenant);

        var tenant = await ReadTenantAsync(Tenant);

        Assert.Equal((Tenant, Tenant, Space, "Active"), (tenant.Tenant, tenant.Owner, tenant.Namespace, tenant.Phase));
        Assert.Equal(
            (0, InjectionState.Unset, "baseline"),
            (tenant.LoadBalancerLimit, tenant.InjectionState, tenant.PodSecurity)
        );
        Assert.Equal(["tenant-isolation"], tenant.NetworkPolicies);
        Assert.True(tenant.IsManaged);
        Assert.Null(tenant.NetworkStatus);
        var query = new TenantQuery(Cluster, [Tenant + "-nosuch"], "ns-");
        Assert.Empty(await ListAsync(query.ReadAsync()));
        Assert.Equal(ResourceProblem.NotFound, Assert.Single(query.Missing()).Problem);
    }

    [ContractFact]
    public async Task Single_limits_change_and_the_others_stay()
    {
        await ProvisionAsync(new(), Tenant);
        var changes = new QuotaSettings { Cpu = "4" };

        var first = await ApplyAsync(await new TenantQuotaChange(Cluster).PlanAsync(Name, null, changes));
        var second = await ApplyAsync(await new TenantQuotaChange(Cluster).PlanAsync(Name, null, changes));
        var third = await ApplyAsync(
            await new TenantQuotaChange(Cluster).PlanAsync(Name, null, new() { NodePorts = 3 })
        );

        Assert.Equal([ApplyAction.Configured], first);
        Assert.Equal([ApplyAction.Unchanged], second);
        Assert.Equal([ApplyAction.Configured], third);
        var hard = Assert.Single((await ReadTenantAsync(Tenant)).Quotas).Spec!.Hard!;
        Assert.Equal(
            ("4", "20Gi", "0", "3"),
            (
                hard["requests.cpu"].Text,
                hard["requests.memory"].Text,
                hard["services.loadbalancers"].Text,
                hard["services.nodeports"].Text
            )
        );
    }

    [ContractFact]
    public async Task Sealos_own_quota_is_changed_without_becoming_ours()
    {
        await ProvisionAsync(new() { Quota = new() { Profile = QuotaProfile.None } }, Tenant);
        await ApplyAsync(
            $"{{apiVersion: v1, kind: ResourceQuota, metadata: {{name: quota-{Space}, namespace: {Space}}}, spec: {{hard: {{limits.cpu: '16', services.nodeports: '10'}}}}}}",
            "account-controller"
        );

        var change = await new TenantQuotaChange(Cluster).PlanAsync(Name, null, new() { LoadBalancers = 0 });

        Assert.Equal([ApplyAction.Configured], await ApplyAsync(change));
        var quota = Assert.Single((await ReadTenantAsync(Tenant)).Quotas);
        Assert.Equal("16", quota.Spec!.Hard!["limits.cpu"].Text);
        Assert.Equal("0", quota.Spec.Hard["services.loadbalancers"].Text);
        Assert.Null(quota.Metadata.Labels);
    }

    [ContractFact]
    public async Task Quota_checks_pass_for_a_tenant_of_ours_and_fail_for_a_bare_one()
    {
        await ProvisionAsync(new(), Tenant);
        Assert.Equal(
            [CheckStatus.Pass, CheckStatus.Pass, CheckStatus.Pass],
            (await ListAsync(new TenantQuotaCheck(Cluster).CheckAsync(await ReadTenantAsync(Tenant)))).Select(result =>
                result.Status
            )
        );

        await CreateNamespaceAsync($"{Space}-bare");
        await Cluster.ApplyAsync(
            Parse(
                $"{{apiVersion: v1, kind: Service, metadata: {{name: open, namespace: {Space}-bare}}, spec: {{type: LoadBalancer, ports: [{{port: 80}}]}}}}"
            ),
            By("one")
        );
        var results = await ListAsync(
            new TenantQuotaCheck(Cluster).CheckAsync(await ReadTenantAsync(Tenant + "-bare"))
        );
        Assert.Equal(
            ["QuotaPresent", "LoadBalancerLimit", "LoadBalancerServices"],
            results.Where(result => result.Status == CheckStatus.Fail).Select(result => result.Name)
        );
    }

    [ContractFact]
    public async Task Isolation_checks_find_what_lets_others_in()
    {
        await ProvisionAsync(new(), Tenant);
        await ProvisionAsync(new(), Tenant + "b");

        var good = await CheckIsolationAsync(Tenant);
        Assert.All(good, result => Assert.True(result.Status == CheckStatus.Pass, $"{result}: {result.Actual}"));

        await ApplyAsync(
            $"{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: open, namespace: {Space}}}, spec: {{podSelector: {{}}, policyTypes: [Ingress], ingress: [{{from: [{{namespaceSelector: {{matchLabels: {{user.sealos.io/owner: {Tenant}b}}}}}}, {{ipBlock: {{cidr: 0.0.0.0/0}}}}]}}, {{ports: [{{port: 80}}]}}]}}}}"
        );
        await ApplyAsync(
            $"{{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {{name: guest, namespace: {Space}}}, roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}}, subjects: [{{kind: ServiceAccount, name: {Tenant}b, namespace: {Space}b}}]}}"
        );

        var bad = await CheckIsolationAsync(Tenant);
        Assert.Equal(
            ["OtherTenants", "ForeignAccess"],
            bad.Where(result => result.Status == CheckStatus.Fail).Select(result => result.Name)
        );
        var opening = bad.Single(result => result.Name == "OtherTenants").Actual;
        Assert.Contains($"spec.ingress[0] lets {Space}b in", opening, StringComparison.Ordinal);
        Assert.Contains("spec.ingress[0] lets Pods of 100.64.0.0/10 in", opening, StringComparison.Ordinal);
        Assert.Contains("spec.ingress[1] lets everybody in", opening, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task Roles_are_bound_and_unchanged_the_second_time()
    {
        await ProvisionAsync(new(), Tenant);
        KubernetesObject[] roles = [TenantRoles.ClusterRole(), TenantRoles.Binding(Name, new())];

        await ApplyAsync(roles);

        Assert.Equal([ApplyAction.Unchanged, ApplyAction.Unchanged], await ApplyAsync(roles));
    }

    [ContractFact]
    public async Task Nothing_but_tenants_is_removed()
    {
        var remover = new TenantRemover(Cluster, "ns-");
        foreach (var name in new[] { "kube-system", "default", "ns-", Tenant })
            Assert.Equal(
                ResourceProblem.NotATenant,
                (await Assert.ThrowsAsync<ResourceException>(() => remover.FindAsync(name))).Problem
            );
        Assert.Equal(
            ResourceProblem.NotFound,
            (await Assert.ThrowsAsync<ResourceException>(() => remover.FindAsync(Space))).Problem
        );

        await ProvisionAsync(new(), Tenant);
        await remover.RemoveAsync(await remover.FindAsync(Space));
        await remover.WaitAsync(Space, TimeSpan.FromMinutes(1));
        Assert.Null(await Cluster.GetAsync(Namespaces, null, Space));
    }

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
                System.Text.Json.Nodes.JsonNode.Parse(
                    """{"metadata":{"annotations":{"network.sealos.io/status":"Suspend"}}}"""
                )!
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

    private TenantName Name => new(Tenant, Space);

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
            .Replace("ID", id, StringComparison.Ordinal);

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
                if (json["metadata"]![map] is System.Text.Json.Nodes.JsonObject { Count: 0 })
                    json["metadata"]!.AsObject().Remove(map);
            content[$"{item.Kind} {item.Metadata.Name}"] = Sorted(json)!.ToJsonString();
        }
        return content;
    }

    // The order of fields is nobody's promise.
    private static System.Text.Json.Nodes.JsonNode? Sorted(System.Text.Json.Nodes.JsonNode? node) =>
        node switch
        {
            System.Text.Json.Nodes.JsonObject item => new System.Text.Json.Nodes.JsonObject(
                item.OrderBy(field => field.Key, StringComparer.Ordinal)
                    .Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))
            ),
            System.Text.Json.Nodes.JsonArray list => new System.Text.Json.Nodes.JsonArray([.. list.Select(Sorted)]),
            _ => node?.DeepClone(),
        };

    private async Task<IReadOnlyList<SealosCheckResult>> CheckIsolationAsync(string name)
    {
        var check = await TenantIsolationCheck.LoadAsync(Cluster, "ns-", Pods);
        return [.. check.Check(await ReadTenantAsync(name))];
    }

    private async Task<TenantNamespace> ReadTenantAsync(string name) =>
        Assert.Single(await ListAsync(new TenantQuery(Cluster, [name], "ns-").ReadAsync()));

    private async Task<TenantNamespaceResult> ProvisionAsync(TenantSettings settings, string name)
    {
        DeleteLater(TenantName.Parse(name, "ns-").Namespace);
        var provisioner = new TenantProvisioner(
            Cluster,
            settings with
            {
                BaseDomain = $"{id}.example.com",
            },
            "ns-",
            Pods
        );
        var plan = Assert.Single(await provisioner.PlanAsync([new TenantRequest(name, null)]));
        Assert.Empty(plan.Refusals);
        var results = new List<ApplyResult>();
        foreach (var step in plan.Steps)
            results.Add(await provisioner.ApplyAsync(step));
        return new TenantNamespaceResult(plan.Name.Tenant, plan.Name.Namespace, results);
    }

    private async Task<IReadOnlyList<ApplyAction>> ApplyAsync(IReadOnlyList<KubernetesObject> objects)
    {
        var applier = new IstioResourceApplier(Cluster, new ApplySettings { AllowAnyKind = true });
        var plan = await applier.PlanAsync(objects);
        var actions = new List<ApplyAction>();
        foreach (var step in plan.Steps)
        {
            Assert.Null(step.Refusal);
            actions.Add((await applier.ApplyAsync(plan, step)).Action);
        }
        return actions;
    }

    private static async Task<IReadOnlyList<T>> ListAsync<T>(IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (var item in source)
            list.Add(item);
        return list;
    }

    private static ResourceProblem ProblemOf(TenantPlan plan) =>
        Assert.IsType<ResourceException>(Assert.Single(plan.Refusals.Take(1)).Problem).Problem;
}

public sealed class MemoryTenantTests : TenantContract<MemoryCluster>;

public sealed class FolderTenantTests : TenantContract<FolderCluster>;

public sealed class ApiTenantTests : TenantContract<ApiServer>;

public sealed class StrictApiTenantTests : TenantContract<StrictApiServer>;
