using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;
using static SealosIstio.Tests.Conversion.Cloud;

namespace SealosIstio.Tests.Conversion.Access;

public sealed class PasswordProviderTests
{
    private const string Client = "192.0.2.1";
    private const string Hash = "$apr1$lilHYrkw$N0CcSnv0MFT7YVa1zwgzB1";
    private const string Prefix = "nginx.ingress.kubernetes.io/";

    private static readonly ConversionOptions WithProvider = Options with { PasswordProvider = "passwords" };

    private static readonly string Base =
        Service("web")
        + Service("open")
        + $"---\napiVersion: v1\nkind: Secret\nmetadata: {{name: users, namespace: ns-a}}\nstringData: {{auth: 'bob:{Hash}'}}\n";

    [Fact]
    public void Without_a_provider_the_host_is_refused()
    {
        var result = Convert(Base + Mesh("passwords") + Host("basic"));

        Assert.Empty(result.Objects.OfType<VirtualService>());
        Assert.Contains("-PasswordProvider", Assert.Single(result.Of(FindingCatalog.BasicAuthenticationLost)).Advice);
    }

    [Fact]
    public void The_named_provider_is_asked_and_no_hash_leaves_its_Secret()
    {
        var result = Convert(
            Base + Mesh("passwords") + Host("basic", ", " + Prefix + "auth-realm: Staff"),
            WithProvider
        );

        Assert.Equal("passwords", new GatewayProbe(result).Asked("a.test/", Client));
        var finding = Assert.Single(result.Of(FindingCatalog.PasswordsCheckedByProvider));
        Assert.Contains("a.test", finding.Message, StringComparison.Ordinal);
        Assert.Contains("ns-a/users, realm Staff", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Objects, item => item is V1Secret);
        Assert.DoesNotContain(
            Hash,
            Kubernetes.Serialization.KubernetesYaml.Serialize(result.Objects),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(result.Findings, item => item.ToString().Contains(Hash, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("basic", "", "other")]
    [InlineData("basic", "", "passwords, failOpen: true")]
    [InlineData("digest", "", "passwords")]
    [InlineData("basic", ", " + Prefix + "auth-url: 'http://auth.ns-a.svc/check'", "passwords")]
    public void What_the_provider_cannot_stand_for_stays_refused(string type, string more, string provider)
    {
        var result = Convert(Base + Mesh(provider) + Host(type, more), WithProvider);

        Assert.Empty(result.Objects.OfType<VirtualService>());
        Assert.Contains(result.Findings, item => item.Code == "SI1701" && item.Severity == FindingSeverity.Error);
    }

    // Recorded as 135: an allowed address or a password.
    [Theory]
    [InlineData("any", "127.0.0.5", null)]
    [InlineData("any", Client, "passwords")]
    [InlineData("all", "127.0.0.5", "passwords")]
    public void Either_address_or_password(string satisfy, string client, string? asked)
    {
        var result = Convert(
            Base
                + Mesh("passwords")
                + Host("basic", $", {Prefix}satisfy: {satisfy}, {Prefix}whitelist-source-range: 127.0.0.5/32"),
            WithProvider
        );

        var gateway = new GatewayProbe(result);
        Assert.Equal((asked, 200), (gateway.Asked("a.test/", client), gateway.Status("a.test/", client)));
        Assert.Equal(satisfy == "any" ? 200 : 403, gateway.Status("a.test/", Client));
    }

    [Fact]
    public void A_path_of_another_Ingress_stays_open()
    {
        var result = Convert(
            Base + Mesh("passwords") + Host("basic") + Ingress("open", Rules("a.test", "/open Prefix open 80")),
            WithProvider
        );

        var gateway = new GatewayProbe(result);
        Assert.Equal("passwords", gateway.Asked("a.test/", Client));
        Assert.Null(gateway.Asked("a.test/open/x", Client));
        Assert.Equal(404, gateway.Status("a.test/open/..%2fx", Client));
    }

    private static string Host(string type, string more = "") =>
        Ingress(
            "app",
            Rules("a.test", "/ Prefix web 80"),
            annotations: $"{Prefix}auth-type: {type}, {Prefix}auth-secret: users{more}"
        );

    private static string Mesh(string provider) =>
        "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata: {mesh: '"
        + $"extensionProviders: [{{name: {provider.Split(',')[0]}, envoyExtAuthzHttp: {{service: p.platform.svc, port: 80{provider[provider.Split(',')[0].Length..]}}}}}]'}}\n";
}
