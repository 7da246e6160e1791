using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Api;

public sealed class ApiWriteTests
{
    [Fact]
    public async Task Apply_sends_the_wanted_fields_and_none_that_only_the_server_sets()
    {
        string? contentType = null;
        JsonNode? body = null;
        await using var server = await StartAsync(async context =>
        {
            contentType = context.Request.ContentType;
            body = JsonNode.Parse(await context.BodyAsync());
            await context.JsonAsync("""{"kind":"Service","apiVersion":"v1","metadata":{"name":"web","uid":"u2"}}""");
        });
        await using var cluster = await server.ConnectAsync();
        var desired = new V1Service
        {
            ApiVersion = "v1",
            Kind = "Service",
            Metadata = new()
            {
                Name = "web",
                NamespaceProperty = "ns",
                Labels = new Dictionary<string, string> { ["app"] = "web" },
                Uid = "u1",
                ResourceVersion = "5",
                Generation = 3,
                CreationTimestamp = "2026-01-01T00:00:00Z",
                DeletionTimestamp = "2026-01-02T00:00:00Z",
                DeletionGracePeriodSeconds = 0,
                SelfLink = "/x",
                ManagedFields = [new() { Manager = "kubectl" }],
            },
            AdditionalProperties = new Dictionary<string, JsonElement>
            {
                ["extra"] = JsonSerializer.SerializeToElement(1),
            },
            Status = JsonSerializer.Deserialize<V1ServiceStatus>("{}"),
        };

        var result = await cluster.ApplyAsync(desired, new() { Force = true, DryRun = true });

        Assert.Equal("u2", result.Metadata.Uid);
        Assert.Equal("application/apply-patch+yaml", contentType);
        var expected = JsonNode.Parse(
            """{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"ns","labels":{"app":"web"}},"extra":1}"""
        );
        Assert.True(JsonNode.DeepEquals(expected, body), body!.ToJsonString());
        Assert.Equal(
            "PATCH /api/v1/namespaces/ns/services/web?fieldManager=sealos-istio&force=true&dryRun=All&fieldValidation=Strict",
            server.Requests.Last()
        );
        Assert.Equal("u1", desired.Metadata.Uid);
    }

    [Fact]
    public async Task Apply_writes_characters_so_that_a_yaml_reader_keeps_them()
    {
        var body = "";
        await using var server = await StartAsync(async context =>
        {
            body = await context.BodyAsync();
            await context.JsonAsync("""{"kind":"Service","apiVersion":"v1","metadata":{"name":"web"}}""");
        });
        await using var cluster = await server.ConnectAsync();
        var text = "😀 \\ud83d \u0085\u2028\u2029\ufeff\u007f\t\"\\";

        await cluster.ApplyAsync(
            new V1Service
            {
                ApiVersion = "v1",
                Kind = "Service",
                Metadata = new()
                {
                    Name = "web",
                    NamespaceProperty = "ns",
                    Annotations = new Dictionary<string, string> { ["a"] = text },
                },
            },
            new()
        );

        Assert.Contains("😀", body, StringComparison.Ordinal);
        Assert.DoesNotContain(body, c => c is '\u0085' or '\u2028' or '\u2029' or '\ufeff' or '\u007f');
        Assert.Equal(text, JsonNode.Parse(body)!["metadata"]!["annotations"]!["a"]!.GetValue<string>());
    }

    [Fact]
    public async Task Applying_a_kind_that_isnt_served_says_so_and_sends_nothing()
    {
        await using var server = await StartAsync(_ => Task.CompletedTask);
        await using var cluster = await server.ConnectAsync();
        var widget = new GenericKubernetesObject
        {
            ApiVersion = "example.com/v1",
            Kind = "Widget",
            Metadata = new() { Name = "w", NamespaceProperty = "ns" },
        };

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.ApplyAsync(widget, new()));

        Assert.Equal(404, error.Code);
        Assert.StartsWith(
            "the server doesn't serve Widget in example.com/v1;",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(server.Requests, request => request.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "ns", "A Service without metadata.name can't be applied.")]
    [InlineData("web", null, "Service \"web\" lives in a namespace, and none was given.")]
    public async Task An_object_without_a_place_isnt_sent(string? name, string? namespaceName, string message)
    {
        await using var server = await StartAsync(_ => Task.CompletedTask);
        await using var cluster = await server.ConnectAsync();
        var service = new V1Service
        {
            ApiVersion = "v1",
            Kind = "Service",
            Metadata = new() { Name = name, NamespaceProperty = namespaceName },
        };

        var error = await Assert.ThrowsAsync<ArgumentException>(() => cluster.ApplyAsync(service, new()));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PatchType.Merge, """{"a":null}""", "application/merge-patch+json")]
    [InlineData(PatchType.Json, """[{"op":"remove","path":"/a"}]""", "application/json-patch+json")]
    public async Task A_patch_goes_to_its_subresource_in_its_format(PatchType type, string patch, string contentType)
    {
        var seen = ("", "");
        await using var server = await TestApiServer.StartAsync(async context =>
        {
            seen = (context.Request.ContentType!, await context.BodyAsync());
            await context.JsonAsync("""{"kind":"Service","apiVersion":"v1","metadata":{"name":"web"}}""");
        });
        await using var cluster = await server.ConnectAsync();

        await cluster.PatchAsync(
            TestTypes.Service,
            "ns",
            "web",
            new(type, JsonNode.Parse(patch)!),
            new() { Subresource = "status", FieldManager = "me" }
        );

        Assert.Equal((contentType, patch), seen);
        Assert.Equal(
            "PATCH /api/v1/namespaces/ns/services/web/status?fieldManager=me&fieldValidation=Strict",
            Assert.Single(server.Requests)
        );
    }

    [Fact]
    public async Task Patching_an_object_that_doesnt_exist_is_an_error()
    {
        await using var server = await TestApiServer.StartAsync(context => context.MissingAsync("services", "web"));
        await using var cluster = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.PatchAsync(TestTypes.Service, "ns", "web", new(PatchType.Merge, new JsonObject()), new())
        );

        Assert.Equal("services \"web\" not found", error.Message);
    }

    [Fact]
    public async Task Delete_sends_propagation_preconditions_and_dry_run()
    {
        JsonNode? body = null;
        await using var server = await TestApiServer.StartAsync(async context =>
        {
            body = JsonNode.Parse(await context.BodyAsync());
            await context.JsonAsync("""{"kind":"Status","status":"Success"}""");
        });
        await using var cluster = await server.ConnectAsync();

        var deleted = await cluster.DeleteAsync(
            TestTypes.Service,
            "ns",
            "web",
            new()
            {
                Propagation = DeletionPropagation.Foreground,
                PreconditionUid = "u",
                PreconditionResourceVersion = "5",
                DryRun = true,
            }
        );

        Assert.True(deleted);
        var expected = JsonNode.Parse(
            """{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Foreground","dryRun":["All"],"preconditions":{"uid":"u","resourceVersion":"5"}}"""
        );
        Assert.True(JsonNode.DeepEquals(expected, body), body!.ToJsonString());
        Assert.Equal("DELETE /api/v1/namespaces/ns/services/web", Assert.Single(server.Requests));
    }

    [Fact]
    public async Task Reading_or_deleting_what_doesnt_exist_is_no_error()
    {
        await using var server = await TestApiServer.StartAsync(context => context.MissingAsync("services", "web"));
        await using var cluster = await server.ConnectAsync();

        Assert.Null(await cluster.GetAsync(TestTypes.Service, "ns", "web"));
        Assert.False(await cluster.DeleteAsync(TestTypes.Service, "ns", "web"));
    }

    [Fact]
    public async Task Reading_or_deleting_a_kind_that_isnt_served_is_an_error()
    {
        await using var server = await TestApiServer.StartAsync(context =>
            context.JsonAsync("404 page not found", 404)
        );
        await using var cluster = await server.ConnectAsync();

        var read = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.GetAsync(TestTypes.Widget, "ns", "w")
        );
        var deleted = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.DeleteAsync(TestTypes.Widget, "ns", "w")
        );

        Assert.StartsWith("the server doesn't serve Widget in example.com/v1;", read.Message, StringComparison.Ordinal);
        Assert.Equal(read.Message, deleted.Message);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    public async Task A_name_that_would_lead_elsewhere_isnt_sent(string name)
    {
        await using var server = await TestApiServer.StartAsync(_ => Task.CompletedTask);
        await using var cluster = await server.ConnectAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => cluster.DeleteAsync(TestTypes.Service, "ns", name));
        await Assert.ThrowsAsync<ArgumentException>(() => cluster.DeleteAsync(TestTypes.Service, name, "web"));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task The_path_of_the_servers_url_is_kept_and_names_are_escaped()
    {
        await using var server = await TestApiServer.StartAsync(context =>
            context.Request.Path == "/k8s/clusters/c-1/version"
                ? context.JsonAsync(TestApiServer.VersionBody)
                : context.JsonAsync("""{"kind":"Namespace","metadata":{"name":"x"}}""")
        );
        await using var cluster = await Kubernetes.Cluster.Api.ApiCluster.ConnectAsync(
            TestApiServer.Context($"{server.Uri}k8s/clusters/c-1")
        );

        await cluster.GetAsync(TestTypes.Namespace, "ignored for cluster-scoped kinds", "system:a?b");

        Assert.Equal("GET /k8s/clusters/c-1/api/v1/namespaces/system:a%3Fb", server.Requests.Last());
    }

    /// <summary>A server that knows Services, and answers the rest as the test says.</summary>
    private static Task<TestApiServer> StartAsync(RequestDelegate handler) =>
        TestApiServer.StartAsync(context =>
            context.Request.Path.Value switch
            {
                "/api" => context.JsonAsync("""{"kind":"APIVersions","versions":["v1"]}"""),
                "/apis" => context.JsonAsync("""{"kind":"APIGroupList","groups":[]}"""),
                "/api/v1" => context.JsonAsync(
                    """{"kind":"APIResourceList","resources":[{"name":"services","namespaced":true,"kind":"Service"}]}"""
                ),
                _ => handler(context),
            }
        );
}
