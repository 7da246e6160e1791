using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;

namespace SealosIstio.Tests.Api;

/// <summary>An HTTP server on a free loopback port that answers as the test says, and (by default) /version by itself.</summary>
internal sealed class TestApiServer : IAsyncDisposable
{
    public const string VersionBody = """{"major":"1","minor":"30","gitVersion":"v1.30.1"}""";

    private readonly WebApplication application;
    private readonly bool answersVersion;

    private TestApiServer(WebApplication application, Uri uri, bool answersVersion)
    {
        this.answersVersion = answersVersion;
        this.application = application;
        Uri = uri;
    }

    public Uri Uri { get; }

    /// <summary>The requests so far, <c>METHOD /path?query</c>, without /version.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Starts a server without TLS.</summary>
    public static Task<TestApiServer> StartAsync(RequestDelegate handler, bool answersVersion = true) =>
        StartAsync(handler, null, answersVersion: answersVersion);

    /// <summary>Starts a server; a null certificate means no TLS.</summary>
    public static async Task<TestApiServer> StartAsync(
        RequestDelegate handler,
        X509Certificate2? certificate,
        X509Certificate2Collection? chain = null,
        bool requireClientCertificate = false,
        bool answersVersion = true
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(
                IPAddress.Loopback,
                0,
                listen =>
                {
                    if (certificate is not null)
                        listen.UseHttps(https =>
                        {
                            https.ServerCertificate = certificate;
                            https.ServerCertificateChain = chain;
                            if (!requireClientCertificate)
                                return;
                            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                            https.ClientCertificateValidation = (_, _, _) => true;
                        });
                }
            )
        );
        var app = builder.Build();
        TestApiServer? server = null;
        app.Run(context => server!.AnswerAsync(context, handler));
        await app.StartAsync();
        var address = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        server = new TestApiServer(app, new Uri(address), answersVersion);
        return server;
    }

    /// <summary>A context that leads to this server.</summary>
    public KubeconfigContext Context(
        KubeconfigUser? user = null,
        string? authorityPem = null,
        string? tlsServerName = null
    ) => Context(Uri.ToString(), user, authorityPem, tlsServerName);

    public static KubeconfigContext Context(
        string server,
        KubeconfigUser? user = null,
        string? authorityPem = null,
        string? tlsServerName = null,
        bool insecure = false
    ) =>
        new()
        {
            Name = "test",
            Namespace = "default",
            Cluster = new KubeconfigCluster
            {
                Name = "test-cluster",
                Server = server,
                CertificateAuthorityData = authorityPem is null ? null : TestCertificateAuthority.Base64(authorityPem),
                TlsServerName = tlsServerName,
                InsecureSkipTlsVerify = insecure,
            },
            User = user,
        };

    /// <summary>Connects anonymously; every request is tried once.</summary>
    public Task<ApiCluster> ConnectAsync(ApiClusterOptions? options = null) =>
        ApiCluster.ConnectAsync(Context(), (options ?? new ApiClusterOptions()) with { RetryTimeout = TimeSpan.Zero });

    /// <summary>Connects anonymously; requests are tried again.</summary>
    public Task<ApiCluster> ConnectWithRetriesAsync(ApiClusterOptions? options = null) =>
        ApiCluster.ConnectAsync(Context(), options);

    public async ValueTask DisposeAsync() => await application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, RequestDelegate handler)
    {
        if (answersVersion && context.Request.Path == "/version")
        {
            await context.Response.WriteAsync(VersionBody);
            return;
        }
        Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        await handler(context);
    }
}
