using SealosIstio.Migration.Installing;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Tests.Installing;

/// <summary>Where releases are published.</summary>
public sealed class ReleaseAddressTests
{
    private const string GitHub = "https://github.com/cert-manager/cert-manager/releases/download";
    private const string Istio = "https://raw.githubusercontent.com/istio/istio";

    [Theory]
    [InlineData(CertManagerRelease.DefaultVersion, "v1.13.3")]
    [InlineData("1.19.1", "v1.19.1")]
    [InlineData("v1.20.0-beta.0", "v1.20.0-beta.0")]
    public void Of_cert_manager(string version, string tag) =>
        Assert.Equal($"{GitHub}/{tag}/cert-manager.yaml", CertManagerRelease.ManifestOf(version).AbsoluteUri);

    [Theory]
    [InlineData("v1.13.3", true)]
    [InlineData("v1.19.1", false)]
    public void A_release_without_fixes_is_named(string version, bool warned) =>
        Assert.Equal(warned, CertManagerRelease.WarningOf(version) is not null);

    [Theory]
    [InlineData(IstioAddon.Prometheus, "1.20.2", "1.20.2/samples/addons/prometheus.yaml")]
    [InlineData(IstioAddon.Grafana, "1.28.0-rc.1", "1.28.0-rc.1/samples/addons/grafana.yaml")]
    [InlineData(IstioAddon.Kiali, "release-1.20", "release-1.20/samples/addons/kiali.yaml")]
    [InlineData(IstioAddon.Jaeger, "1.20", "release-1.20/samples/addons/jaeger.yaml")]
    public void Of_add_ons(IstioAddon addon, string version, string path) =>
        Assert.Equal($"{Istio}/{path}", IstioAddonRelease.ManifestOf(addon, version, "v1.2.0").AbsoluteUri);

    [Fact]
    public void Of_the_Gateway_API() =>
        Assert.Equal(
            "https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.2.0/experimental-install.yaml",
            IstioAddonRelease
                .ManifestOf(IstioAddon.GatewayApi, "1.20.2", IstioAddonRelease.DefaultGatewayApiVersion)
                .AbsoluteUri
        );

    [Theory]
    [InlineData("latest")]
    [InlineData("1.13")]
    [InlineData("v1.13.3/../../evil")]
    [InlineData("v1.13.3\n")]
    [InlineData("")]
    public void What_is_no_release_of_cert_manager_is_refused(string version) =>
        Refused(() => CertManagerRelease.ManifestOf(version));

    [Theory]
    [InlineData("latest", "v1.2.0", IstioAddon.Kiali)]
    [InlineData("v1.20.2", "v1.2.0", IstioAddon.Kiali)]
    [InlineData("release-1.20.2", "v1.2.0", IstioAddon.Kiali)]
    [InlineData("../x", "v1.2.0", IstioAddon.Kiali)]
    [InlineData("1.20.2", "1.2", IstioAddon.GatewayApi)]
    public void What_is_no_release_of_an_add_on_is_refused(string version, string gatewayApi, IstioAddon addon) =>
        Refused(() => IstioAddonRelease.ManifestOf(addon, version, gatewayApi));

    private static void Refused(Func<object> call) =>
        Assert.Equal(ResourceProblem.Invalid, Assert.Throws<ResourceException>(call).Problem);
}
