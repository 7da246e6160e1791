using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Api;

/// <summary>Canaries: a token, a password and the values of a Secret never get into a log line, a warning or an exception.</summary>
public sealed class ApiSecretTests
{
    private const string Token = "canary-t0ken";
    private const string Password = "canary-passw0rd";
    private const string Value = "canary-value";

    private static readonly string[] Canaries =
    [
        Token,
        Password,
        Value,
        TestCertificateAuthority.Base64(Value),
        TestCertificateAuthority.Base64($"jane:{Password}"),
    ];

    private readonly ConcurrentQueue<string> lines = new();

    public static TheoryData<int> Failures =>
        new(200, 201, 302, 400, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503, 0);

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Whatever_a_server_quotes_no_secret_gets_out(int status)
    {
        await using var server = await StartAsync(status);
        foreach (
            var user in new[]
            {
                new KubeconfigUser { Name = "jane", Token = Token },
                Basic(),
            }
        )
        {
            await using var cluster = await ApiCluster.ConnectAsync(
                server.Context(user),
                new ApiClusterOptions
                {
                    RetryTimeout = TimeSpan.FromSeconds(0.5),
                    Log = lines.Enqueue,
                    Warning = lines.Enqueue,
                }
            );
            var type = KnownTypes.Of<V1Secret>();
            await NoteAsync(() => cluster.ApplyAsync(Secret(), new()));
            await NoteAsync(() =>
                cluster.PatchAsync(
                    type,
                    "ns",
                    "tls",
                    new(
                        PatchType.Merge,
                        System.Text.Json.Nodes.JsonNode.Parse($$$"""{"stringData":{"a":"{{{Value}}}"}}""")!
                    ),
                    new()
                )
            );
            await NoteAsync(() => cluster.GetAsync(type, "ns", "tls"));
            await NoteAsync(() => cluster.DeleteAsync(type, "ns", "tls"));
        }

        Assert.NotEmpty(lines);
        foreach (var line in lines)
        foreach (var canary in Canaries)
            Assert.DoesNotContain(canary, line, StringComparison.Ordinal);
    }

    private async Task NoteAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception e) when (e is KubernetesApiException or KubernetesConnectionException)
        {
            lines.Enqueue(e.ToString());
            if (e is KubernetesApiException { Status: { } status })
                lines.Enqueue(SealosIstio.Kubernetes.Serialization.KubernetesJson.Serialize(status));
        }
    }

    /// <summary>A server that quotes everything it got: in its message, in the causes, in a header. 0: it breaks the connection.</summary>
    private static Task<TestApiServer> StartAsync(int status) =>
        TestApiServer.StartAsync(async context =>
        {
            if (context.Request.Path.Value is "/api")
                await context.JsonAsync("""{"kind":"APIVersions","versions":["v1"]}""");
            else if (context.Request.Path.Value is "/apis")
                await context.JsonAsync("""{"kind":"APIGroupList","groups":[]}""");
            else if (context.Request.Path.Value is "/api/v1")
                await context.JsonAsync("""{"resources":[{"name":"secrets","kind":"Secret","namespaced":true}]}""");
            else
                await QuoteAsync(context, status);
        });

    private static async Task QuoteAsync(HttpContext context, int status)
    {
        var body = (await context.BodyAsync()).Replace("\"", "'", StringComparison.Ordinal);
        var authorization = context.Request.Headers.Authorization.ToString();
        if (status == 0)
        {
            context.Abort();
            return;
        }
        if (status == 302)
        {
            context.Response.Redirect($"https://login.example/{authorization.Split(' ')[^1]}?{Value}");
            return;
        }
        if (status is 200 or 201)
            await context.JsonAsync($"not JSON: {authorization} {body}", status);
        else if (status == 502)
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync($"<html>{authorization} {body}</html>");
        }
        else
            await context.StatusAsync(
                status,
                "",
                $"{authorization} {body}",
                $$""","details":{"causes":[{"reason":"FieldValueInvalid","message":"{{authorization}} {{body}}","field":"data"}]}"""
            );
    }

    private static KubeconfigUser Basic() =>
        new()
        {
            Name = "jane",
            Username = "jane",
            Password = Password,
        };

    private static V1Secret Secret() =>
        new()
        {
            Metadata = new() { Name = "tls", NamespaceProperty = "ns" },
            Data = new Dictionary<string, byte[]> { ["tls.key"] = System.Text.Encoding.UTF8.GetBytes(Value) },
            StringData = new Dictionary<string, string> { ["plain"] = Value },
        };
}
