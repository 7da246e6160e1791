using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using SealosIstio.Downloading;
using SealosIstio.Tests.Api;

namespace SealosIstio.Tests.Installing;

/// <summary>A manifest from elsewhere: the right one, or none.</summary>
public sealed class ManifestDownloadTests
{
    private const string Text = "apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly Uri Address = new("https://user:s3cret@files.example.com/v1/install.yaml?token=s3cret");

    private static string Sum => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    [Fact]
    public async Task Redirects_are_followed_to_https()
    {
        var asked = new List<Uri>();
        using var download = Answering(request =>
        {
            asked.Add(request.RequestUri!);
            return request.RequestUri!.Host switch
            {
                "files.example.com" => To("/latest.yaml"),
                _ => Ok(Text),
            };
        });
        using var other = Answering(request =>
            request.RequestUri!.AbsolutePath == "/latest.yaml" ? Ok(Text) : To("https://mirror.example.net/latest.yaml")
        );

        await Assert.ThrowsAsync<DownloadException>(() => download.GetAsync(Address, null));
        Assert.Equal(Text, await other.GetAsync(Address, null));
        // A relative one stays on its host, and a circle ends.
        Assert.Equal(6, asked.Count);
        Assert.All(asked, uri => Assert.Equal("files.example.com", uri.Host));
    }

    [Theory]
    [InlineData("http://mirror.example.net/x")]
    [InlineData("file:///etc/passwd")]
    public async Task Redirects_to_anything_else_are_refused(string target)
    {
        using var download = Answering(_ => To(target));

        var error = await Assert.ThrowsAsync<DownloadException>(() => download.GetAsync(Address, Sum));

        Assert.Equal(DownloadFailure.AddressRefused, error.Failure);
    }

    [Theory]
    [InlineData("http://files.example.com/x", false, DownloadFailure.AddressRefused)]
    [InlineData("ftp://files.example.com/x", true, DownloadFailure.AddressRefused)]
    [InlineData("install.yaml", true, DownloadFailure.AddressRefused)]
    public async Task Addresses_that_prove_nothing_are_refused(string address, bool hasSum, object failure)
    {
        using var download = Answering(_ => Ok(Text));

        var error = await Assert.ThrowsAsync<DownloadException>(() =>
            download.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute), hasSum ? Sum : null)
        );

        Assert.Equal((DownloadFailure)failure, error.Failure);
    }

    [Fact]
    public async Task Http_is_taken_with_a_checksum_and_not_with_another_one()
    {
        await using var server = await TestApiServer.StartAsync(
            context => context.Response.WriteAsync(Text),
            answersVersion: false
        );
        using var download = new ManifestDownload(Long);

        Assert.Equal(Text, await download.GetAsync(server.Uri, Sum));
        var error = await Assert.ThrowsAsync<DownloadException>(() =>
            download.GetAsync(server.Uri, new string('0', 64))
        );
        Assert.Equal(DownloadFailure.ChecksumDiffers, error.Failure);
        Assert.Contains(Sum.ToLowerInvariant(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_endless_length_is_not_read_to_its_end()
    {
        await using var server = await TestApiServer.StartAsync(
            async context =>
            {
                var chunk = new byte[1024 * 1024];
                while (!context.RequestAborted.IsCancellationRequested)
                    await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            },
            answersVersion: false
        );
        using var download = new ManifestDownload(Long);
        using var announced = Answering(_ =>
        {
            var answer = Ok(Text);
            answer.Content.Headers.ContentLength = ManifestDownload.MaxLength + 1L;
            return answer;
        });

        foreach (var (source, address) in new[] { (download, server.Uri), (announced, Address) })
            Assert.Equal(
                DownloadFailure.TooLarge,
                (await Assert.ThrowsAsync<DownloadException>(() => source.GetAsync(address, Sum))).Failure
            );
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        await using var server = await TestApiServer.StartAsync(
            context => Task.Delay(Timeout.Infinite, context.RequestAborted),
            answersVersion: false
        );
        using var download = new ManifestDownload(TimeSpan.FromMilliseconds(200));

        var error = await Assert.ThrowsAsync<DownloadException>(() => download.GetAsync(server.Uri, Sum));

        Assert.Equal(DownloadFailure.Failed, error.Failure);
        Assert.Contains("within 0.2 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_is_no_failure_of_the_server()
    {
        using var stop = new CancellationTokenSource();
        await using var server = await TestApiServer.StartAsync(
            async context =>
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            },
            answersVersion: false
        );
        using var download = new ManifestDownload(Long);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download.GetAsync(server.Uri, Sum, stop.Token));
    }

    [Fact]
    public async Task Failures_name_the_address_without_what_may_be_secret()
    {
        using var missing = Answering(_ => new HttpResponseMessage(HttpStatusCode.NotFound));
        using var binary = Answering(_ => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent([0x1f, 0x8b, 0xff, 0xfe]),
        });

        var notThere = await Assert.ThrowsAsync<DownloadException>(() => missing.GetAsync(Address, null));
        var archive = await Assert.ThrowsAsync<DownloadException>(() => binary.GetAsync(Address, null));

        Assert.Equal(
            "https://files.example.com/v1/install.yaml can't be downloaded: the server answered 404.",
            notThere.Message
        );
        Assert.Equal("https://files.example.com/v1/install.yaml isn't UTF-8 text.", archive.Message);
        Assert.DoesNotContain("s3cret", notThere + archive.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_has_to_have_the_checksum_too()
    {
        var folder = Directory.CreateTempSubdirectory("sealos-istio-");
        try
        {
            var file = Path.Combine(folder.FullName, "install.yaml");
            await File.WriteAllTextAsync(file, Text);

            Assert.Equal(Text, await ManifestDownload.ReadAsync(file, Sum.ToLowerInvariant()));
            var error = await Assert.ThrowsAsync<DownloadException>(() =>
                ManifestDownload.ReadAsync(file, new string('a', 64))
            );
            Assert.Equal(DownloadFailure.ChecksumDiffers, error.Failure);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ManifestDownload Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        new(Long, new FixedHandler(answer));

    private static HttpResponseMessage Ok(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text) };

    private static HttpResponseMessage To(string target) =>
        new(HttpStatusCode.Found) { Headers = { Location = new Uri(target, UriKind.RelativeOrAbsolute) } };

    private sealed class FixedHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => Task.FromResult(answer(request));
    }
}
