using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;

namespace SealosIstio.Tests.Api;

public sealed class ApiClusterFailureTests
{
    [Fact]
    public async Task A_port_without_a_listener_is_unreachable()
    {
        var port = FreePort();

        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(() =>
            ApiCluster.ConnectAsync(TestApiServer.Context($"https://127.0.0.1:{port}"))
        );

        Assert.Equal(ConnectionFailure.Unreachable, error.Failure);
        Assert.Equal(
            $"https://127.0.0.1:{port} (context \"test\") can't be reached: nothing listens on port {port} of 127.0.0.1.",
            error.Message
        );
    }

    [Fact]
    public async Task A_name_that_doesnt_resolve_is_unreachable()
    {
        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(() =>
            ApiCluster.ConnectAsync(TestApiServer.Context("https://no-such-host.invalid:6443"))
        );

        Assert.Equal(ConnectionFailure.Unreachable, error.Failure);
        Assert.StartsWith(
            "https://no-such-host.invalid:6443 (context \"test\") can't be reached: ",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_server_without_tls_at_an_https_url_fails_the_handshake()
    {
        await using var server = await TestApiServer.StartAsync(NotFoundAsync);

        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(() =>
            ApiCluster.ConnectAsync(TestApiServer.Context($"https://127.0.0.1:{server.Uri.Port}"))
        );

        Assert.Equal(ConnectionFailure.Unreachable, error.Failure);
        Assert.Contains("the TLS handshake failed (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("); this port may not speak TLS.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_answers_runs_into_the_deadline()
    {
        await using var server = await TestApiServer.StartAsync(context => Task.Delay(-1, context.RequestAborted));
        await using var cluster = await server.ConnectAsync(new() { RequestTimeout = TimeSpan.FromSeconds(2) });

        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(() =>
            cluster.GetAsync(TestTypes.Service, "ns", "web")
        );

        Assert.Equal(ConnectionFailure.TimedOut, error.Failure);
        Assert.Equal(
            $"http://127.0.0.1:{server.Uri.Port} (context \"test\") didn't answer GET /api/v1/namespaces/ns/services/web within 2 s.",
            error.Message
        );
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled_and_no_connection_failure()
    {
        await using var server = await TestApiServer.StartAsync(context => Task.Delay(-1, context.RequestAborted));
        await using var cluster = await server.ConnectAsync();
        using var cancellation = new CancellationTokenSource();

        var call = cluster.GetAsync(TestTypes.Service, "ns", "web", cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_body_that_ends_early_is_a_broken_connection()
    {
        await using var server = await TestApiServer.StartAsync(async context =>
        {
            // Kestrel closes the connection when a handler wrote less than it promised.
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("""{"kind":"Service",""");
        });
        await using var cluster = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<KubernetesConnectionException>(() =>
            cluster.GetAsync(TestTypes.Service, "ns", "web")
        );

        Assert.Equal(ConnectionFailure.Unreachable, error.Failure);
        Assert.Contains("the connection broke in the middle of the answer (", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxys_error_page_becomes_a_status_with_its_text()
    {
        await using var server = await TestApiServer.StartAsync(context =>
        {
            context.Response.StatusCode = 502;
            return context.Response.WriteAsync("<html><body>\r\n<h1>502 Bad Gateway</h1><hr>nginx</body></html>");
        });
        await using var cluster = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.GetAsync(TestTypes.Service, "ns", "web")
        );

        Assert.Equal((502, "InternalError"), (error.Code, error.Reason));
        Assert.Equal(
            $"http://127.0.0.1:{server.Uri.Port} (context \"test\") answered 502: 502 Bad Gateway nginx",
            error.Message
        );
    }

    [Fact]
    public async Task A_servers_status_is_passed_on_with_its_causes()
    {
        await using var server = await TestApiServer.StartAsync(context =>
            context.StatusAsync(
                422,
                "Invalid",
                "no good",
                ""","details":{"causes":[{"reason":"FieldValueInvalid","message":"bad host","field":"spec.host"}]}"""
            )
        );
        await using var cluster = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.GetAsync(TestTypes.Service, "ns", "web")
        );

        Assert.Equal((422, "Invalid", "no good"), (error.Code, error.Reason, error.Message));
        Assert.Equal("spec.host", Assert.Single(error.Status.Details!.Causes!).Field);
    }

    [Fact]
    public async Task Retry_after_reaches_the_status()
    {
        await using var server = await TestApiServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "7";
            return context.StatusAsync(429, "TooManyRequests", "slow down");
        });
        await using var cluster = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.GetAsync(TestTypes.Service, "ns", "web")
        );

        Assert.Equal(7, error.Status.Details!.RetryAfterSeconds);
    }

    [Fact]
    public async Task An_answer_beyond_the_bound_is_cut_off()
    {
        await using var server = await TestApiServer.StartAsync(context =>
            context.JsonAsync($$"""{"kind":"Service","metadata":{"name":"{{new string('x', 5000)}}"} }""")
        );
        await using var cluster = await server.ConnectAsync(new() { MaxResponseBytes = 4096 });

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.GetAsync(TestTypes.Service, "ns", "web")
        );

        Assert.Equal("InvalidResponse", error.Reason);
        Assert.EndsWith("with more than 4096 bytes; the answer was cut off.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_of_exactly_the_bound_is_read()
    {
        const string Body = """{"kind":"Service","apiVersion":"v1","metadata":{"name":"web"}}""";
        var bound = Math.Max(Body.Length, TestApiServer.VersionBody.Length);
        await using var server = await TestApiServer.StartAsync(context => context.JsonAsync(Body.PadRight(bound)));
        await using var cluster = await server.ConnectAsync(new() { MaxResponseBytes = bound });

        Assert.Equal("web", (await cluster.GetAsync(TestTypes.Service, "ns", "web"))!.Metadata.Name);
    }

    [Fact]
    public async Task A_redirect_is_refused_and_the_link_behind_it_not_shown()
    {
        await using var server = await TestApiServer.StartAsync(context =>
        {
            context.Response.Redirect("https://login.example/start?ticket=geheim");
            return Task.CompletedTask;
        });
        await using var cluster = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.GetAsync(TestTypes.Service, "ns", "web")
        );

        Assert.Equal(302, error.Code);
        Assert.Contains(
            "redirects to https://login.example. Redirects aren't followed",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("geheim", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_web_server_that_is_no_api_server_is_refused()
    {
        await using var server = await TestApiServer.StartAsync(
            context => context.Response.WriteAsync("<html>Welcome</html>"),
            answersVersion: false
        );

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => server.ConnectAsync());

        Assert.Equal("InvalidResponse", error.Reason);
        Assert.Equal(
            $"http://127.0.0.1:{server.Uri.Port} (context \"test\") isn't a Kubernetes API server: /version is something else.",
            error.Message
        );
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
