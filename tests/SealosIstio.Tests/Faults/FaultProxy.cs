using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;
using SealosIstio.Tests.Api;
using KubeconfigReader = SealosIstio.Kubernetes.Cluster.Kubeconfig.Kubeconfig;

namespace SealosIstio.Tests.Faults;

/// <summary>
/// An HTTP/2 proxy with TLS between a client and a real API server, that does to a share of the requests what networks and busy
/// servers do. It speaks to the server as the kubeconfig's user; to it everybody may speak.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private static readonly Fault[] Kinds = [.. Enum.GetValues<Fault>().Where(fault => fault != Fault.None)];

    private readonly TestCertificateAuthority authority = TestCertificateAuthority.Create();
    private readonly HttpMessageInvoker upstream;
    private readonly KubeconfigContext context;
    private readonly Random random;
    private WebApplication application = null!;
    private string address = "";

    private FaultProxy(string kubeconfig, int seed)
    {
        context = KubeconfigReader.Load(kubeconfig).GetContext();
        random = new Random(seed);
        upstream = new(
            ApiHttpHandler.Create(
                context.Cluster,
                ClientCertificate.Load(context.User!),
                ServerEndpoint.ServerUri(context.Cluster),
                new ApiClusterOptions()
            )
        );
    }

    /// <summary>The share of requests that something happens to, 0 to 1.</summary>
    public double Share { get; set; }

    /// <summary>How often each fault happened.</summary>
    public ConcurrentDictionary<Fault, int> Happened { get; } = new();

    public int Requests;

    public static async Task<FaultProxy> StartAsync(string kubeconfig, int seed)
    {
        var proxy = new FaultProxy(kubeconfig, seed);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(
                IPAddress.Loopback,
                0,
                listen =>
                {
                    listen.Protocols = HttpProtocols.Http1AndHttp2;
                    listen.UseHttps(https => https.ServerCertificate = proxy.authority.IssueServer());
                }
            );
        });
        proxy.application = builder.Build();
        proxy.application.Run(proxy.AnswerAsync);
        await proxy.application.StartAsync();
        proxy.address = proxy
            .application.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        return proxy;
    }

    /// <summary>Connects through the proxy. What hangs is given up after two seconds.</summary>
    public Task<ApiCluster> ConnectAsync(ApiClusterOptions? options = null) =>
        ApiCluster.ConnectAsync(
            TestApiServer.Context(address, authorityPem: authority.Pem),
            options ?? new ApiClusterOptions { RequestTimeout = TimeSpan.FromSeconds(2) }
        );

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        upstream.Dispose();
        authority.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref Requests);
        var fault = Draw();
        Happened.AddOrUpdate(fault, 1, (_, count) => count + 1);
        try
        {
            if (!await FailBeforeAsync(http, fault))
                await ForwardAsync(http, fault);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException)
        {
            // The server is away, or the client has left: either way the stream ends without an answer.
            http.Abort();
        }
    }

    private Fault Draw()
    {
        lock (random)
        {
            if (random.NextDouble() >= Share)
                return Fault.None;
            var fault = Kinds[random.Next(Kinds.Length)];
            // It takes everything with it that is on the connection, so it mustn't be as frequent as the others.
            return fault == Fault.ConnectionLost && random.NextDouble() > 0.2 ? Fault.ResetBefore : fault;
        }
    }

    private static async Task<bool> FailBeforeAsync(HttpContext http, Fault fault)
    {
        switch (fault)
        {
            case Fault.TooManyRequests:
                await http.StatusAsync(429, "TooManyRequests", "too many requests");
                return true;
            case Fault.TooManyRequestsWithRetryAfter:
                http.Response.Headers.RetryAfter = "1";
                await http.StatusAsync(429, "TooManyRequests", "too many requests, try again later");
                return true;
            case Fault.InternalError:
                await http.StatusAsync(500, "InternalError", "etcdserver: leader changed");
                return true;
            case Fault.Unavailable:
                http.Response.StatusCode = 503;
                await http.Response.WriteAsync("<html>no healthy upstream</html>");
                return true;
            case Fault.ResetBefore:
                http.Abort();
                return true;
            case Fault.ConnectionLost:
                http.Features.Get<IConnectionLifetimeFeature>()!.Abort();
                return true;
            case Fault.Hang:
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
                return true;
            default:
                return false;
        }
    }

    private async Task ForwardAsync(HttpContext http, Fault fault)
    {
        using var message = new HttpRequestMessage(
            new HttpMethod(http.Request.Method),
            new Uri(
                ServerEndpoint.ServerUri(context.Cluster),
                $"{http.Request.Path}{http.Request.QueryString}".TrimStart('/')
            )
        )
        {
            Version = HttpVersion.Version20,
        };
        message.Headers.TryAddWithoutValidation("Accept", http.Request.Headers.Accept.ToString());
        if (http.Request.ContentLength > 0)
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            message.Content = new ByteArrayContent(body.ToArray());
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(http.Request.ContentType!);
        }

        // What reached the server happens there, whether or not the client still waits for the answer.
        using var answer = await upstream.SendAsync(message, CancellationToken.None);
        if (fault == Fault.ResetAfter)
        {
            http.Abort();
            return;
        }
        if (fault == Fault.InternalErrorAfterwards)
        {
            await http.StatusAsync(500, "InternalError", "the answer got lost");
            return;
        }
        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await using var content = await answer.Content.ReadAsStreamAsync(http.RequestAborted);
        await CopyAsync(content, http, fault);
    }

    private static async Task CopyAsync(Stream content, HttpContext http, Fault fault)
    {
        var buffer = new byte[16 * 1024];
        var isFirst = true;
        while (await content.ReadAsync(buffer, http.RequestAborted) is > 0 and var count)
        {
            if (fault == Fault.Truncated)
            {
                await http.Response.Body.WriteAsync(buffer.AsMemory(0, count / 2), http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                http.Abort();
                return;
            }
            if (fault == Fault.SlowBytes && isFirst)
                for (var i = 0; i < Math.Min(10, count); i++)
                {
                    await http.Response.Body.WriteAsync(buffer.AsMemory(i, 1), http.RequestAborted);
                    await http.Response.Body.FlushAsync(http.RequestAborted);
                    await Task.Delay(20, http.RequestAborted);
                }
            var sent = fault == Fault.SlowBytes && isFirst ? Math.Min(10, count) : 0;
            await http.Response.Body.WriteAsync(buffer.AsMemory(sent, count - sent), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            isFirst = false;
        }
    }
}
