using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Api;

/// <summary>What is tried again, what isn't, and when it's enough.</summary>
public sealed class ApiRetryTests
{
    private const string Web = """{"kind":"Service","apiVersion":"v1","metadata":{"name":"web","uid":"u1"}}""";

    private static readonly PatchOptions Patch = new();

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Reading_is_tried_again_after_what_may_pass(int status)
    {
        await using var server = await FailFirstAsync(3, context => context.StatusAsync(status, "", "not now"));
        await using var cluster = await server.ConnectWithRetriesAsync();

        Assert.NotNull(await cluster.GetAsync(TestTypes.Service, "ns", "web"));
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(405)]
    [InlineData(410)]
    [InlineData(422)]
    public async Task Nothing_is_tried_again_after_what_stays(int status)
    {
        await using var server = await FailFirstAsync(int.MaxValue, context => context.StatusAsync(status, "", "no"));
        await using var cluster = await server.ConnectWithRetriesAsync();

        await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.GetAsync(TestTypes.Service, "ns", "web"));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_broken_connection_a_cut_body_and_a_garbled_one_are_read_again()
    {
        var attempt = 0;
        await using var server = await TestApiServer.StartAsync(async context =>
        {
            switch (attempt++)
            {
                case 0:
                    context.Abort();
                    break;
                case 1:
                    context.Response.ContentLength = 1000;
                    await context.Response.WriteAsync("""{"kind":"Service",""");
                    break;
                case 2:
                    await context.JsonAsync("""{"kind":"Service",""");
                    break;
                default:
                    await context.JsonAsync(Web);
                    break;
            }
        });
        await using var cluster = await server.ConnectWithRetriesAsync();

        Assert.Equal("web", (await cluster.GetAsync(TestTypes.Service, "ns", "web"))!.Metadata.Name);
        Assert.Equal(4, attempt);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("date")]
    public async Task Retry_after_is_waited_for(string header)
    {
        await using var server = await FailFirstAsync(
            1,
            context =>
            {
                context.Response.Headers.RetryAfter =
                    header == "date" ? DateTimeOffset.UtcNow.AddSeconds(2).ToString("R") : header;
                return context.StatusAsync(429, "TooManyRequests", "slow down");
            }
        );
        await using var cluster = await server.ConnectWithRetriesAsync();
        var clock = Stopwatch.StartNew();

        await cluster.GetAsync(TestTypes.Service, "ns", "web");

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.95), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_time_that_the_deadline_doesnt_leave_is_not_waited_for()
    {
        await using var server = await FailFirstAsync(
            int.MaxValue,
            context =>
            {
                context.Response.Headers.RetryAfter = "600";
                return context.StatusAsync(429, "TooManyRequests", "slow down");
            }
        );
        await using var cluster = await server.ConnectWithRetriesAsync();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.GetAsync(TestTypes.Service, "ns", "web")
        );

        Assert.Equal((429, 600), (error.Code, error.Status.Details!.RetryAfterSeconds));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_failure_that_stays_ends_with_the_deadline_and_says_how_often_it_was_tried()
    {
        await using var server = await FailFirstAsync(int.MaxValue, context => context.StatusAsync(503, "", "away"));
        await using var cluster = await server.ConnectWithRetriesAsync(
            new() { RetryTimeout = TimeSpan.FromSeconds(1) }
        );

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.GetAsync(TestTypes.Service, "ns", "web")
        );

        Assert.Equal(503, error.Code);
        Assert.Matches(@"^away \(\d+ attempts in [\d.]+ s\)$", error.Message);
        Assert.InRange(server.Requests.Count, 3, 12);
    }

    [Fact]
    public async Task An_attempt_that_hangs_is_given_up_and_made_anew()
    {
        await using var server = await FailFirstAsync(1, context => Task.Delay(-1, context.RequestAborted));
        await using var cluster = await server.ConnectWithRetriesAsync(
            new() { RequestTimeout = TimeSpan.FromSeconds(2) }
        );

        Assert.NotNull(await cluster.GetAsync(TestTypes.Service, "ns", "web"));
    }

    [Fact]
    public async Task An_apply_is_tried_again_because_it_says_how_the_object_should_be()
    {
        await using var server = await FailFirstAsync(2, AbortAsync);
        await using var cluster = await server.ConnectWithRetriesAsync();

        await cluster.ApplyAsync(Service(), new());

        Assert.Equal(3, server.Requests.Count(request => request.StartsWith("PATCH", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_apply_that_lost_a_race_with_itself_is_tried_again()
    {
        await using var server = await FailFirstAsync(
            1,
            context => context.StatusAsync(409, "AlreadyExists", "services web already exists")
        );
        await using var cluster = await server.ConnectWithRetriesAsync();

        Assert.Equal("web", (await cluster.ApplyAsync(Service(), new())).Metadata.Name);
    }

    [Fact]
    public async Task A_field_of_another_manager_is_a_conflict_at_once()
    {
        await using var server = await FailFirstAsync(
            int.MaxValue,
            context =>
                context.StatusAsync(
                    409,
                    "Conflict",
                    "conflict with kubectl",
                    ""","details":{"causes":[{"reason":"FieldManagerConflict","message":"conflict with \"kubectl\"","field":".spec.ports"}]}"""
                )
        );
        await using var cluster = await server.ConnectWithRetriesAsync();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.ApplyAsync(Service(), new()));

        Assert.Equal(".spec.ports", Assert.Single(error.Status.Details!.Causes!).Field);
        Assert.Single(server.Requests, request => request.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PatchType.Merge, """{"spec":{"a":1}}""", 2)]
    [InlineData(PatchType.Merge, """{"metadata":{"resourceVersion":"7"}}""", 1)]
    [InlineData(PatchType.Json, """[{"op":"add","path":"/spec/ports/-","value":1}]""", 1)]
    public async Task A_patch_is_repeated_after_an_unclear_answer_only_where_that_does_no_more(
        PatchType type,
        string content,
        int attempts
    )
    {
        await using var server = await FailFirstAsync(1, AbortAsync);
        await using var cluster = await server.ConnectWithRetriesAsync();
        var call = () => cluster.PatchAsync(TestTypes.Service, "ns", "web", new(type, JsonNode.Parse(content)!), Patch);

        if (attempts == 1)
            await Assert.ThrowsAsync<KubernetesConnectionException>(call);
        else
            await call();

        Assert.Equal(attempts, server.Requests.Count);
    }

    [Fact]
    public async Task Every_write_is_repeated_when_the_server_says_that_it_did_nothing()
    {
        await using var server = await FailFirstAsync(1, context => context.StatusAsync(429, "TooManyRequests", "no"));
        await using var cluster = await server.ConnectWithRetriesAsync();

        await cluster.PatchAsync(TestTypes.Service, "ns", "web", new(PatchType.Json, new JsonArray()), Patch);

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_deletion_whose_answer_was_lost_is_recognised_by_the_second_attempt()
    {
        await using var server = await FailFirstAsync(
            1,
            AbortAsync,
            context => context.MissingAsync("services", "web")
        );
        await using var cluster = await server.ConnectWithRetriesAsync();

        Assert.True(await cluster.DeleteAsync(TestTypes.Service, "ns", "web", new() { PreconditionUid = "u1" }));
    }

    [Fact]
    public async Task An_object_that_never_was_is_not_taken_for_deleted()
    {
        await using var server = await FailFirstAsync(
            1,
            context => context.StatusAsync(429, "TooManyRequests", "no"),
            context => context.MissingAsync("services", "web")
        );
        await using var cluster = await server.ConnectWithRetriesAsync();

        Assert.False(await cluster.DeleteAsync(TestTypes.Service, "ns", "web", new() { PreconditionUid = "u1" }));
    }

    [Theory]
    [InlineData("u1", false)]
    [InlineData("u2", true)]
    public async Task A_deletion_that_meets_a_successor_was_done_by_the_first_attempt(string live, bool isDeleted)
    {
        await using var server = await FailFirstAsync(
            1,
            AbortAsync,
            context =>
                context.Request.Method == "GET"
                    ? context.JsonAsync(Web.Replace("u1", live, StringComparison.Ordinal))
                    : context.StatusAsync(409, "Conflict", "the UID in the precondition doesn't match")
        );
        await using var cluster = await server.ConnectWithRetriesAsync();
        var call = () => cluster.DeleteAsync(TestTypes.Service, "ns", "web", new() { PreconditionUid = "u1" });

        if (isDeleted)
            Assert.True(await call());
        else
            await Assert.ThrowsAsync<KubernetesApiException>(call);
    }

    [Fact]
    public async Task A_deletion_by_name_alone_is_not_repeated_because_somebody_may_have_made_it_anew()
    {
        await using var server = await FailFirstAsync(1, AbortAsync);
        await using var cluster = await server.ConnectWithRetriesAsync();

        await Assert.ThrowsAsync<KubernetesConnectionException>(() =>
            cluster.DeleteAsync(TestTypes.Service, "ns", "web")
        );

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Waiting_for_the_next_attempt_ends_with_the_call()
    {
        await using var server = await FailFirstAsync(
            int.MaxValue,
            context =>
            {
                context.Response.Headers.RetryAfter = "30";
                return context.StatusAsync(429, "TooManyRequests", "slow down");
            }
        );
        await using var cluster = await server.ConnectWithRetriesAsync();
        using var cancellation = new CancellationTokenSource();
        var call = cluster.GetAsync(TestTypes.Service, "ns", "web", cancellation.Token);
        while (server.Requests.IsEmpty)
            await Task.Delay(10);

        var clock = Stopwatch.StartNew();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static Task<TestApiServer> FailFirstAsync(
        int count,
        RequestDelegate failure,
        RequestDelegate? success = null
    )
    {
        var attempts = 0;
        return TestApiServer.StartAsync(context =>
            context.Request.Path.Value is "/api" or "/apis" or "/api/v1" ? DiscoveryAsync(context)
            : Interlocked.Increment(ref attempts) <= count ? failure(context)
            : success?.Invoke(context) ?? context.JsonAsync(Web)
        );
    }

    private static Task AbortAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static Task DiscoveryAsync(HttpContext context) =>
        context.JsonAsync(
            context.Request.Path.Value switch
            {
                "/api" => """{"kind":"APIVersions","versions":["v1"]}""",
                "/apis" => """{"kind":"APIGroupList","groups":[]}""",
                _ =>
                    """{"kind":"APIResourceList","resources":[{"name":"services","kind":"Service","namespaced":true}]}""",
            }
        );

    private static V1Service Service() =>
        new()
        {
            Metadata = new() { Name = "web", NamespaceProperty = "ns" },
        };
}
