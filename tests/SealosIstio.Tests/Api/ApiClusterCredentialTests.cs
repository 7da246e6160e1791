using Microsoft.AspNetCore.Http;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;

namespace SealosIstio.Tests.Api;

public sealed class ApiClusterCredentialTests
{
    private const string Secret = "s3cr3t-t0ken";

    [Fact]
    public async Task A_token_is_sent_as_bearer()
    {
        string? header = null;
        await using var server = await TestApiServer.StartAsync(context => AcceptAsync(context, seen => header = seen));
        await using var cluster = await ConnectAsync(server, new() { Name = "alice", Token = Secret });

        await cluster.GetAsync(TestTypes.Service, "ns", "web");

        Assert.Equal($"Bearer {Secret}", header);
    }

    [Fact]
    public async Task A_username_and_password_are_sent_as_basic()
    {
        string? header = null;
        await using var server = await TestApiServer.StartAsync(context => AcceptAsync(context, seen => header = seen));
        await using var cluster = await ConnectAsync(
            server,
            new()
            {
                Name = "alice",
                Username = "alice",
                Password = "pä:ss",
            }
        );

        await cluster.GetAsync(TestTypes.Service, "ns", "web");

        Assert.Equal($"Basic {TestCertificateAuthority.Base64("alice:pä:ss")}", header);
    }

    [Fact]
    public async Task A_rejected_token_is_reported_with_user_and_context_but_without_the_token()
    {
        await using var server = await TestApiServer.StartAsync(
            context => context.StatusAsync(401, "Unauthorized", $"bad token {Secret}"),
            answersVersion: false
        );

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            ConnectAsync(server, new() { Name = "alice", Token = Secret })
        );

        Assert.Equal((401, "Unauthorized"), (error.Code, error.Reason));
        Assert.Equal(
            $"http://127.0.0.1:{server.Uri.Port} (context \"test\") doesn't accept the credentials of user \"alice\"; "
                + "they may have expired or belong to another cluster (bad token [secret])",
            error.Message
        );
    }

    [Fact]
    public async Task A_proxy_that_quotes_the_token_doesnt_get_it_into_the_message()
    {
        await using var server = await TestApiServer.StartAsync(context =>
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync($"Bad header {context.Request.Headers.Authorization}");
        });
        await using var cluster = await ConnectAsync(server, new() { Name = "alice", Token = Secret });

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.GetAsync(TestTypes.Service, "ns", "web")
        );

        Assert.EndsWith("answered 400: Bad header Bearer [secret]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_anonymous_request_that_is_rejected_gets_the_advice_to_name_a_user()
    {
        await using var server = await TestApiServer.StartAsync(
            context => context.StatusAsync(401, "Unauthorized", "Unauthorized"),
            answersVersion: false
        );

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => server.ConnectAsync());

        Assert.EndsWith(
            "doesn't accept a request without credentials; give the context a user (Unauthorized)",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_token_file_is_read_again_when_the_server_rejects_what_was_in_it()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "old\n");
            var seen = new List<string>();
            await using var server = await TestApiServer.StartAsync(context =>
            {
                seen.Add(context.Request.Headers.Authorization.ToString());
                return seen[^1] == "Bearer new"
                    ? context.JsonAsync("""{"kind":"Service","metadata":{"name":"web"}}""")
                    : context.StatusAsync(401, "Unauthorized", "Unauthorized");
            });
            await using var cluster = await ConnectAsync(server, new() { Name = "pod", TokenFile = file });
            await File.WriteAllTextAsync(file, "new\n");

            await cluster.GetAsync(TestTypes.Service, "ns", "web");

            Assert.Equal(["Bearer old", "Bearer new"], seen);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_rejected_token_file_that_hasnt_changed_is_not_tried_twice()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "old");
            await using var server = await TestApiServer.StartAsync(context =>
                context.StatusAsync(401, "Unauthorized", "Unauthorized")
            );
            await using var cluster = await ConnectAsync(server, new() { Name = "pod", TokenFile = file });

            await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.GetAsync(TestTypes.Service, "ns", "web"));

            Assert.Single(server.Requests);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_identity_to_act_as_is_sent_with_each_request()
    {
        var seen = new Dictionary<string, string>();
        await using var server = await TestApiServer.StartAsync(context =>
        {
            foreach (var (name, values) in context.Request.Headers)
            {
                if (name.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase))
                    seen[name] = string.Join("|", values.ToArray());
            }
            return context.JsonAsync("""{"kind":"Service","metadata":{"name":"web"}}""");
        });
        var user = new KubeconfigUser
        {
            Name = "admin",
            Impersonate = "jürgen",
            ImpersonateUid = "42",
            ImpersonateGroups = ["dev", "ops"],
            ImpersonateExtra = new Dictionary<string, IReadOnlyList<string>> { ["example.com/scope"] = ["a"] },
        };
        await using var cluster = await ConnectAsync(server, user);

        await cluster.GetAsync(TestTypes.Service, "ns", "web");

        Assert.Equal("jürgen", seen["Impersonate-User"]);
        Assert.Equal("42", seen["Impersonate-Uid"]);
        Assert.Equal("dev|ops", seen["Impersonate-Group"].Replace(", ", "|", StringComparison.Ordinal));
        Assert.Equal("a", seen["Impersonate-Extra-example.com%2Fscope"]);
    }

    [Fact]
    public async Task The_log_names_each_request_and_warnings_arrive_but_no_secret_does()
    {
        var log = new List<string>();
        var warnings = new List<string>();
        await using var server = await TestApiServer.StartAsync(context =>
        {
            context.Response.Headers.Warning = "299 - \"v1 Service is \\\"old\\\"\"";
            return context.JsonAsync("""{"kind":"Service","metadata":{"name":"web"}}""");
        });
        await using var cluster = await ApiCluster.ConnectAsync(
            server.Context(new() { Name = "alice", Token = Secret }),
            new ApiClusterOptions { Log = log.Add, Warning = warnings.Add }
        );

        await cluster.GetAsync(TestTypes.Service, "ns", "web");

        Assert.Equal(["v1 Service is \"old\""], warnings);
        Assert.Equal(2, log.Count);
        Assert.Matches(@"^GET /version → 200 in \d+ ms$", log[0]);
        Assert.Matches(@"^GET /api/v1/namespaces/ns/services/web → 200 in \d+ ms$", log[1]);
        Assert.DoesNotContain(log, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    private static Task<ApiCluster> ConnectAsync(TestApiServer server, KubeconfigUser user) =>
        ApiCluster.ConnectAsync(server.Context(user));

    private static Task AcceptAsync(HttpContext context, Action<string> see)
    {
        see(context.Request.Headers.Authorization.ToString());
        return context.JsonAsync("""{"kind":"Service","metadata":{"name":"web"}}""");
    }
}
