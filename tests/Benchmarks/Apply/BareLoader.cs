using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Benchmarks.Apply;

/// <summary>
/// The ceiling: an HTTP client that sends ready-made bodies and looks at nothing but the status. Neither plan nor check, no retry, no
/// reading of the answer: what the server takes when the client costs next to nothing.
/// </summary>
internal static class BareLoader
{
    private const int InFlight = 32;

    public static async Task<TimeSpan> LoadAsync(string kubeconfig, IEnumerable<KubernetesObject> objects)
    {
        var settings = await MeasuredProcess.RunAsync(
            "kubectl",
            "--kubeconfig",
            kubeconfig,
            "config",
            "view",
            "--raw",
            "--flatten",
            "--minify",
            "-o",
            "json"
        );
        using var document = JsonDocument.Parse(settings.Output);
        var cluster = document.RootElement.GetProperty("clusters")[0].GetProperty("cluster");
        var user = document.RootElement.GetProperty("users")[0].GetProperty("user");
        using var client = Client(cluster, user);
        var requests = objects
            .Select(item =>
                (
                    Path: $"apis/{item.ApiVersion}/namespaces/{item.Metadata.NamespaceProperty}/virtualservices/{item.Metadata.Name}"
                        + "?fieldManager=sealos-istio&fieldValidation=Strict",
                    Body: KubernetesJson.SerializeToUtf8Bytes(item)
                )
            )
            .ToList();

        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            requests,
            new ParallelOptions { MaxDegreeOfParallelism = InFlight },
            async (request, token) =>
            {
                using var message = new HttpRequestMessage(HttpMethod.Patch, request.Path)
                {
                    Version = HttpVersion.Version20,
                    Content = new ByteArrayContent(request.Body)
                    {
                        Headers = { ContentType = new MediaTypeHeaderValue("application/apply-patch+yaml") },
                    },
                };
                using var answer = await client.SendAsync(message, token);
                answer.EnsureSuccessStatusCode();
            }
        );
        return clock.Elapsed;
    }

    private static HttpClient Client(JsonElement cluster, JsonElement user)
    {
        var authority = X509Certificate2.CreateFromPem(Pem(cluster, "certificate-authority-data"));
        var certificate = X509Certificate2.CreateFromPem(
            Pem(user, "client-certificate-data"),
            Pem(user, "client-key-data")
        );
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = [certificate],
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri(cluster.GetProperty("server").GetString()! + "/") };
    }

    private static string Pem(JsonElement entry, string field) =>
        Encoding.UTF8.GetString(entry.GetProperty(field).GetBytesFromBase64());
}
