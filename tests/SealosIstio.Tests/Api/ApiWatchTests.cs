using Microsoft.AspNetCore.Http;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Api;

public sealed class ApiWatchTests
{
    private static readonly string Events =
        Event("ADDED", "a", 1) + Event("MODIFIED", "ä€😀", 2) + Event("BOOKMARK", "", 3) + Event("DELETED", "a", 4);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Events_arrive_however_the_network_cuts_them(int chunk)
    {
        await using var server = await TestApiServer.StartAsync(context => SendAsync(context, Events, chunk));

        var events = await WatchAsync(server);

        Assert.Equal(
            [
                (WatchEventType.Added, "a", "1"),
                (WatchEventType.Modified, "ä€😀", "2"),
                (WatchEventType.Bookmark, "", "3"),
                (WatchEventType.Deleted, "a", "4"),
            ],
            events.Select(item => (item.Type, item.Object.Metadata.Name!, item.Object.Metadata.ResourceVersion!))
        );
        Assert.All(events, item => Assert.IsType<V1Service>(item.Object));
    }

    [Fact]
    public async Task What_is_asked_for_reaches_the_server()
    {
        await using var server = await TestApiServer.StartAsync(_ => Task.CompletedTask);

        await WatchAsync(
            server,
            new()
            {
                Namespace = "ns",
                LabelSelector = "a=b",
                ResourceVersion = "17",
                AllowBookmarks = true,
                TimeoutSeconds = 30,
            }
        );

        Assert.Equal(
            "GET /api/v1/namespaces/ns/services?watch=true&labelSelector=a%3Db&resourceVersion=17&allowWatchBookmarks=true&timeoutSeconds=30",
            Assert.Single(server.Requests)
        );
    }

    [Fact]
    public async Task An_event_is_handed_out_while_the_server_is_still_sending()
    {
        var release = new TaskCompletionSource();
        await using var server = await TestApiServer.StartAsync(async context =>
        {
            await SendAsync(context, Event("ADDED", "a", 1), 1000);
            await release.Task;
        });
        await using var cluster = await server.ConnectAsync();

        var first = await cluster.WatchAsync(TestTypes.Service).FirstAsync();
        release.SetResult();

        Assert.Equal("a", first.Object.Metadata.Name);
    }

    [Fact]
    public async Task The_deadline_of_a_request_doesnt_end_a_watch()
    {
        await using var server = await TestApiServer.StartAsync(async context =>
        {
            await SendAsync(context, Event("ADDED", "a", 1), 1000);
            await Task.Delay(TimeSpan.FromSeconds(2.2));
            await SendAsync(context, Event("ADDED", "b", 2), 1000);
        });

        Assert.Equal(
            2,
            (await WatchAsync(server, connection: new() { RequestTimeout = TimeSpan.FromSeconds(2) })).Count
        );
    }

    [Fact]
    public async Task An_error_event_is_the_servers_status()
    {
        const string Gone =
            """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","message":"too old resource version: 1 (9)","reason":"Expired","code":410}}""";
        await using var server = await TestApiServer.StartAsync(context =>
            SendAsync(context, Event("ADDED", "a", 1) + Gone + "\n", 1000)
        );
        await using var cluster = await server.ConnectAsync();

        var seen = 0;
        var error = await Assert.ThrowsAsync<KubernetesApiException>(async () =>
        {
            await foreach (var _ in cluster.WatchAsync(TestTypes.Service))
                seen++;
        });

        Assert.Equal(1, seen);
        Assert.Equal((410, "Expired", "too old resource version: 1 (9)"), (error.Code, error.Reason, error.Message));
    }

    [Theory]
    [InlineData("""{"type":"ADDED","object":{"kind":"Service",""", "InvalidResponse")]
    [InlineData("""{"type":"SURPRISE","object":{"kind":"Service"}}""", "InvalidResponse")]
    [InlineData("""{"kind":"ServiceList","items":[]}""", "InvalidResponse")]
    [InlineData("502 Bad Gateway", "InvalidResponse")]
    public async Task A_line_that_is_no_event_is_an_error(string line, string reason)
    {
        await using var server = await TestApiServer.StartAsync(context => SendAsync(context, line, 1000));

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => WatchAsync(server));

        Assert.Equal(reason, error.Reason);
        Assert.Contains(
            "sent something that isn't an event while services were watched",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_line_beyond_the_bound_is_an_error()
    {
        await using var server = await TestApiServer.StartAsync(context =>
            SendAsync(context, Event("ADDED", new string('x', 50_000), 1), 8000)
        );

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            WatchAsync(server, connection: new() { MaxResponseBytes = 20_000 })
        );

        Assert.EndsWith(
            "a watch of services with more than 20000 bytes; the answer was cut off.",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_connection_that_breaks_is_a_connection_failure()
    {
        await using var server = await TestApiServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync(Event("ADDED", "a", 1));
        });

        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(() => WatchAsync(server));

        Assert.Equal(ConnectionFailure.Unreachable, error.Failure);
    }

    [Fact]
    public async Task Cancelling_ends_a_silent_watch()
    {
        await using var server = await TestApiServer.StartAsync(async context =>
        {
            await SendAsync(context, Event("ADDED", "a", 1), 1000);
            await Task.Delay(-1, context.RequestAborted);
        });
        await using var cluster = await server.ConnectAsync();
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in cluster.WatchAsync(TestTypes.Service, null, cancellation.Token))
                await cancellation.CancelAsync();
        });
    }

    private static string Event(string type, string name, int version) =>
        $$"""{"type":"{{type}}","object":{"kind":"Service","apiVersion":"v1","metadata":{"name":"{{name}}","resourceVersion":"{{version}}"} } }"""
        + "\n";

    private static async Task SendAsync(HttpContext context, string text, int chunk)
    {
        foreach (var part in System.Text.Encoding.UTF8.GetBytes(text).Chunk(chunk))
        {
            await context.Response.Body.WriteAsync(part);
            await context.Response.Body.FlushAsync();
        }
    }

    private static async Task<List<WatchEvent>> WatchAsync(
        TestApiServer server,
        WatchOptions? options = null,
        ApiClusterOptions? connection = null
    )
    {
        await using var cluster = await server.ConnectAsync(connection);
        return await cluster.WatchAsync(TestTypes.Service, options).ToListAsync();
    }
}
