using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;
using SealosIstio.Kubernetes.Model;
using KubeconfigReader = SealosIstio.Kubernetes.Cluster.Kubeconfig.Kubeconfig;

namespace SealosIstio.Tests.Api;

/// <summary>What only a real API server shows and the contract of both clusters doesn't cover.</summary>
public sealed class ApiClusterLiveTests
{
    private static readonly ResourceType ConfigMap = new("", "v1", "ConfigMap", "configmaps", Namespaced: true);

    [ApiServerFact]
    public async Task A_client_certificate_and_a_token_are_accepted()
    {
        await using var byCertificate = await ConnectAsync("test");
        await using var byToken = await ConnectAsync("admin-token");

        Assert.StartsWith("v1.", byCertificate.ServerVersion, StringComparison.Ordinal);
        Assert.NotNull(await byCertificate.FindResourceTypeAsync("networking.k8s.io", "Ingress"));
        Assert.NotNull(await byToken.GetAsync(TestTypes.Namespace, null, "default"));
    }

    [ApiServerFact]
    public async Task A_wrong_token_is_refused_with_context_and_user()
    {
        var context = KubeconfigReader.Load(ApiServerFactAttribute.Kubeconfig).GetContext("alice");
        var wrong = new KubeconfigContext
        {
            Name = context.Name,
            Namespace = context.Namespace,
            Cluster = context.Cluster,
            User = new KubeconfigUser { Name = "alice", Token = "wrong-token" },
        };

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => ApiCluster.ConnectAsync(wrong));

        Assert.Equal((401, "Unauthorized"), (error.Code, error.Reason));
        Assert.EndsWith(
            "(context \"alice\") doesn't accept the credentials of user \"alice\"; they may have expired or belong to another "
                + "cluster (Unauthorized)",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [ApiServerFact]
    public async Task A_user_without_rights_is_told_what_is_forbidden()
    {
        await using var cluster = await ConnectAsync("alice");

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.GetAsync(ConfigMap, "default", "x"));

        Assert.Equal((403, "Forbidden"), (error.Code, error.Reason));
        Assert.Contains("User \"alice\" cannot get resource \"configmaps\"", error.Message, StringComparison.Ordinal);
    }

    [ApiServerFact]
    public async Task Text_of_any_characters_survives_an_apply()
    {
        const string Text =
            "😀 漢 é nel\u0085 ls\u2028 ps\u2029 bom\ufeff tab\t del\u007f c1\u009f 'q' \"dq\" \\u0041 / <&>\n  - a: b\n";
        await using var cluster = await ConnectAsync("test");
        var item = new V1ConfigMap
        {
            ApiVersion = "v1",
            Kind = "ConfigMap",
            Metadata = new() { Name = $"text-{Guid.NewGuid():N}", NamespaceProperty = "default" },
            Data = new Dictionary<string, string> { ["text"] = Text },
        };

        try
        {
            var applied = (V1ConfigMap)await cluster.ApplyAsync(item, new());
            var again = await cluster.ApplyAsync(applied, new());

            Assert.Equal(Text, applied.Data!["text"]);
            Assert.Equal(applied.Metadata.ResourceVersion, again.Metadata.ResourceVersion);
        }
        finally
        {
            await cluster.DeleteAsync(ConfigMap, "default", item.Metadata.Name!);
        }
    }

    [ApiServerFact]
    public async Task A_field_that_the_schema_doesnt_have_is_refused()
    {
        await using var cluster = await ConnectAsync("test");
        var service = new GenericKubernetesObject
        {
            ApiVersion = "v1",
            Kind = "Service",
            Metadata = new() { Name = "unknown-field", NamespaceProperty = "default" },
            AdditionalProperties = new Dictionary<string, System.Text.Json.JsonElement>
            {
                ["spec"] = System.Text.Json.JsonSerializer.SerializeToElement(
                    new JsonObject { ["ports"] = new JsonArray(new JsonObject { ["port"] = 80 }), ["portz"] = 1 }
                ),
            },
        };

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.ApplyAsync(service, new()));

        Assert.Contains(".spec.portz: field not declared in schema", error.Message, StringComparison.Ordinal);
        Assert.Null(await cluster.GetAsync(TestTypes.Service, "default", "unknown-field"));
    }

    [ApiServerFact]
    public async Task Impersonation_takes_the_rights_of_the_other_user()
    {
        var context = KubeconfigReader.Load(ApiServerFactAttribute.Kubeconfig).GetContext("admin-token");
        var asAlice = new KubeconfigContext
        {
            Name = context.Name,
            Namespace = context.Namespace,
            Cluster = context.Cluster,
            User = new KubeconfigUser
            {
                Name = "admin-token",
                Token = context.User!.Token,
                Impersonate = "alice",
            },
        };
        await using var cluster = await ApiCluster.ConnectAsync(asAlice);

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.GetAsync(ConfigMap, "default", "x"));

        Assert.Contains("User \"alice\" cannot get", error.Message, StringComparison.Ordinal);
    }

    private static Task<ApiCluster> ConnectAsync(string context) =>
        ApiCluster.ConnectAsync(ApiServerFactAttribute.Kubeconfig, context);
}
