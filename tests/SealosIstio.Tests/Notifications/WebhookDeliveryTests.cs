using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SealosIstio.Migration.Notifications;
using SealosIstio.Notifications;

namespace SealosIstio.Tests.Notifications;

public sealed class WebhookDeliveryTests
{
    private const string Canary = "canary-in-an-address";
    private readonly ManualTime time = new();

    [Fact]
    public async Task What_arrives_is_JSON_at_the_whole_address()
    {
        await using var server = await Server.StartAsync(_ => 200);

        var result = await SendAsync(server, retries: 3, "{\"a\":\"ü\"}");

        Assert.Equal(
            (true, 1, 200, "127.0.0.1"),
            (result.IsSent, result.Attempts, result.StatusCode, result.Destination)
        );
        Assert.Equal(
            ("POST", $"/services/{Canary}?token={Canary}", "application/json; charset=utf-8", "{\"a\":\"ü\"}"),
            server.Requests.Single()
        );
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_passing_failure_is_tried_again_with_growing_pauses(int status)
    {
        await using var server = await Server.StartAsync(count => count < 3 ? status : 204);

        var sending = SendAsync(server, retries: 3);
        var first = await time.NextAsync();
        first.Fire();
        var second = await time.NextAsync();
        second.Fire();
        var result = await sending;

        Assert.Equal((true, 3, 204), (result.IsSent, result.Attempts, result.StatusCode));
        Assert.Equal(
            [WebhookDelivery.FirstPause, WebhookDelivery.FirstPause * 2],
            new[] { first.DueTime, second.DueTime }
        );
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(86400, 30)]
    public async Task The_server_says_how_long_to_wait_within_reason(int asked, int expected)
    {
        await using var server = await Server.StartAsync(count => count == 1 ? 429 : 200, retryAfter: asked);

        var sending = SendAsync(server, retries: 1);
        var wait = await time.NextAsync();
        wait.Fire();

        Assert.True((await sending).IsSent);
        Assert.Equal(TimeSpan.FromSeconds(expected), wait.DueTime);
    }

    [Fact]
    public async Task Attempts_are_bounded()
    {
        await using var server = await Server.StartAsync(_ => 503);

        var sending = SendAsync(server, retries: 2);
        (await time.NextAsync()).Fire();
        (await time.NextAsync()).Fire();
        var result = await sending;

        Assert.Equal((false, 3, 503), (result.IsSent, result.Attempts, result.StatusCode));
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task What_another_attempt_would_not_change_is_tried_once_and_no_answer_repeats_the_address(int status)
    {
        await using var server = await Server.StartAsync(_ => status);

        var result = await SendAsync(server, retries: 3);

        Assert.Equal((false, 1, status), (result.IsSent, result.Attempts, result.StatusCode));
        Assert.Single(server.Requests);
        AssertSilent(result);
    }

    [Fact]
    public async Task Nobody_there_is_a_failure_that_names_the_host_only()
    {
        // A port that was free a moment ago.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var result = await SendAsync(new Uri($"http://127.0.0.1:{port}/{Canary}"), retries: 0);

        Assert.Equal((false, 1, null), (result.IsSent, result.Attempts, result.StatusCode));
        Assert.Contains("refused", result.Message!, StringComparison.Ordinal);
        AssertSilent(result);
    }

    [Fact]
    public async Task A_name_that_nobody_has_and_a_server_without_TLS_are_told_apart()
    {
        await using var server = await Server.StartAsync(_ => 200);

        var unknown = await SendAsync(new Uri($"http://hooks.invalid/{Canary}"), retries: 0);
        var plain = await SendAsync(new Uri($"https://127.0.0.1:{server.Address.Port}/{Canary}"), retries: 0);

        Assert.False(unknown.IsSent);
        Assert.Contains("TLS", plain.Message!, StringComparison.Ordinal);
        AssertSilent(unknown);
        AssertSilent(plain);
    }

    private Task<NotificationResult> SendAsync(Server server, int retries, string json = "{}") =>
        SendAsync(server.Address, retries, json);

    private async Task<NotificationResult> SendAsync(Uri address, int retries, string json = "{}")
    {
        using var webhook = new HttpWebhook(address, TimeSpan.FromSeconds(60));
        return await new WebhookDelivery(webhook, retries, time).SendAsync(NotificationTarget.Webhook, "subject", json);
    }

    private static void AssertSilent(NotificationResult result)
    {
        Assert.DoesNotContain(Canary, $"{result}", StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, System.Text.Json.JsonSerializer.Serialize(result), StringComparison.Ordinal);
    }

    private sealed class Server : IAsyncDisposable
    {
        private readonly WebApplication application;

        private Server(WebApplication application) => this.application = application;

        public List<(string Method, string Target, string? Type, string Body)> Requests { get; } = [];

        public Uri Address => new(new Uri(application.Urls.Single()), $"/services/{Canary}?token={Canary}");

        public static async Task<Server> StartAsync(Func<int, int> status, int? retryAfter = null)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var server = new Server(builder.Build());
            server.application.Run(async context =>
            {
                using var reader = new StreamReader(context.Request.Body);
                var body = await reader.ReadToEndAsync();
                server.Requests.Add(
                    (
                        context.Request.Method,
                        context.Request.Path + context.Request.QueryString.ToString(),
                        context.Request.ContentType,
                        body
                    )
                );
                context.Response.StatusCode = status(server.Requests.Count);
                context.Response.Headers.Location = $"/{Canary}";
                if (retryAfter is { } seconds)
                    context.Response.Headers.RetryAfter = $"{seconds}";
                if (context.Response.StatusCode != 204)
                    await context.Response.WriteAsync($"no such webhook: {Canary}");
            });
            await server.application.StartAsync();
            return server;
        }

        public ValueTask DisposeAsync() => application.DisposeAsync();
    }
}
