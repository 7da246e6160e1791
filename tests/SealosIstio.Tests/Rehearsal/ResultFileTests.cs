using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Manifests;
using SealosIstio.Tests.Kubeconfig;

namespace SealosIstio.Tests.Rehearsal;

/// <summary>The files that a run writes.</summary>
public sealed class ResultFileTests : IDisposable
{
    private static readonly string Certificate = SelfSigned();
    private const string Key = "made-up key";

    private const string Shop = """
        {apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {ports: [{port: 80}]}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: shop
          namespace: shop
          annotations: {nginx.ingress.kubernetes.io/proxy-body-size: 32m}
        spec:
          ingressClassName: nginx
          tls: [{hosts: [shop.test], secretName: shop-tls}]
          rules:
          - host: shop.test
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}

        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_output_holds_every_object_in_an_order_that_can_be_applied()
    {
        var output = Path.Combine(folder.Path, "out.yaml");

        var run = await RehearsalProcess.RunAsync("--input", Input(Shop), "--output", output);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var objects = Read(output);
        Assert.Equal(
            ["Secret", "Issuer", "Certificate", "Gateway", "Gateway", "VirtualService", "VirtualService"],
            objects.Select(item => item.Kind)
        );
        Assert.Equal(
            objects
                .OfType<Gateway>()
                .Select(gateway => $"{gateway.Metadata.NamespaceProperty}/{gateway.Metadata.Name}")
                .Order(),
            objects.OfType<VirtualService>().SelectMany(service => service.Spec!.Gateways!).Order()
        );
        Assert.Contains($"Wrote {output}: 7 objects; 1 Secrets without their values", run.Output);
    }

    [Fact]
    public async Task The_shared_gateway_is_part_of_the_output()
    {
        var output = Path.Combine(folder.Path, "out.yaml");

        await RehearsalProcess.RunAsync("--input", Input(Shop), "--output", output, "--public-domain=a.test,test");

        var gateway = Assert.Single(Read(output).OfType<Gateway>(), item => item.Metadata.Name == "sealos-gateway");
        Assert.Equal(["a.test", "*.a.test", "test", "*.test"], gateway.Spec!.Servers![0].Hosts);
    }

    [Fact]
    public async Task Secrets_lose_their_values_and_are_refused_by_the_applier()
    {
        var output = Path.Combine(folder.Path, "out.yaml");

        await RehearsalProcess.RunAsync("--input", Input(Shop), "--output", output);

        var text = await File.ReadAllTextAsync(output);
        foreach (var secret in new[] { Certificate, Key })
        {
            Assert.DoesNotContain(secret, text);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), text);
        }
        var written = Assert.Single(Read(output).OfType<V1Secret>());
        Assert.Equal(["tls.crt", "tls.key"], written.Data!.Keys);
        Assert.All(written.Data.Values, Assert.Empty);
        Assert.True(SecretRedaction.IsRedacted(written));
    }

    [Fact]
    public async Task Include_secret_writes_the_values_into_a_file_for_its_owner_only()
    {
        var output = folder.Write("out.yaml", "open to all\n");

        await RehearsalProcess.RunAsync("--input", Input(Shop), "--output", output, "--include-secret");

        var written = Assert.Single(Read(output).OfType<V1Secret>());
        Assert.Equal(Key, Encoding.UTF8.GetString(written.Data!["tls.key"]));
        Assert.False(SecretRedaction.IsRedacted(written));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(output));
    }

    [Fact]
    public async Task Findings_have_the_documented_shape()
    {
        var findings = Path.Combine(folder.Path, "findings.json");

        await RehearsalProcess.RunAsync("--input", Input(Shop), "--findings", findings);

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(findings));
        var all = json.RootElement.EnumerateArray().ToList();
        Assert.All(
            all,
            finding =>
                Assert.Equal(
                    ["code", "severity", "source", "field", "value", "message", "advice"],
                    finding.EnumerateObject().Select(property => property.Name)
                )
        );
        var body = all.Single(finding => finding.GetProperty("code").GetString() == "SI1210");
        Assert.Equal("Info", body.GetProperty("severity").GetString());
        Assert.Equal("Ingress shop/shop", body.GetProperty("source").GetString());
        Assert.Equal("nginx.ingress.kubernetes.io/proxy-body-size", body.GetProperty("field").GetString());
        Assert.Equal("32m", body.GetProperty("value").GetString());
    }

    [Fact]
    public async Task The_input_stays_as_it_is()
    {
        var input = Input(Shop);
        var before = await File.ReadAllTextAsync(input);

        await RehearsalProcess.RunAsync("--input", folder.Path);

        Assert.Equal(before, await File.ReadAllTextAsync(input));
        Assert.Equal([input], Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    private static string SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=shop.test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("shop.test");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(30)
        );
        return certificate.ExportCertificatePem();
    }

    private string Input(string yaml) =>
        folder.Write(
            "in/shop.yaml",
            yaml
                + $$"""
                ---
                apiVersion: v1
                kind: Secret
                type: kubernetes.io/tls
                metadata:
                  name: shop-tls
                  namespace: shop
                  annotations:
                    kubectl.kubernetes.io/last-applied-configuration: '{"tls.key":"{{Key}}"}'
                data:
                  tls.crt: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(Certificate))}}
                  tls.key: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(Key))}}

                """
        );

    private static List<KubernetesObject> Read(string path) =>
        [
            .. KubernetesYaml
                .LoadFile(path)
                .Select(item => item.Object ?? throw new InvalidDataException($"{item.Error}")),
        ];
}
