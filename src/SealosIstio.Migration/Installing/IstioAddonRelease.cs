using System.Text.RegularExpressions;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Installing;

/// <summary>Where the manifests of add-ons are published.</summary>
public static partial class IstioAddonRelease
{
    /// <summary>The release of Istio whose add-ons are the default: the one that is installed by default.</summary>
    public const string DefaultVersion = "1.20.2";

    /// <summary>The release of the Gateway API that the manual names. It was written for Istio 1.24.</summary>
    public const string DefaultGatewayApiVersion = "v1.2.0";

    /// <summary>The file of an add-on's manifest, as Istio's own folder samples/addons and the Gateway API name it.</summary>
    public static string FileOf(IstioAddon addon) =>
        addon switch
        {
            IstioAddon.Prometheus => "prometheus.yaml",
            IstioAddon.Grafana => "grafana.yaml",
            IstioAddon.Kiali => "kiali.yaml",
            IstioAddon.Jaeger => "jaeger.yaml",
            IstioAddon.GatewayApi => "experimental-install.yaml",
            _ => throw new ArgumentOutOfRangeException(nameof(addon), addon, null),
        };

    /// <summary>The manifest of an add-on.</summary>
    /// <param name="addon">The add-on.</param>
    /// <param name="version">
    /// The release of Istio: <c>1.20.2</c> is a tag, which never changes; <c>1.20</c> and <c>release-1.20</c> are the branch with its fixes.
    /// </param>
    /// <param name="gatewayApiVersion">The release of the Gateway API.</param>
    /// <exception cref="ResourceException">A version can't be right.</exception>
    public static Uri ManifestOf(IstioAddon addon, string version, string gatewayApiVersion)
    {
        if (addon == IstioAddon.GatewayApi)
        {
            if (!ReleaseText().IsMatch(gatewayApiVersion))
                throw Wrong("gatewayApiVersion", gatewayApiVersion, DefaultGatewayApiVersion);
            var tag = "v" + gatewayApiVersion.TrimStart('v');
            return new Uri($"https://github.com/kubernetes-sigs/gateway-api/releases/download/{tag}/{FileOf(addon)}");
        }
        var name = version.StartsWith("release-", StringComparison.Ordinal) ? version["release-".Length..] : version;
        var reference =
            ReleaseText().IsMatch(name) && name[0] != 'v' && name == version ? name
            : BranchText().IsMatch(name) ? "release-" + name
            : throw Wrong("version", version, $"{DefaultVersion}, or 1.20 for the branch release-1.20");
        return new Uri($"https://raw.githubusercontent.com/istio/istio/{reference}/samples/addons/{FileOf(addon)}");
    }

    private static ResourceException Wrong(string field, string value, string right) =>
        new(
            ResourceProblem.Invalid,
            null,
            $"{field}: '{value}' can't be right.",
            $"Right would be a release such as {right}."
        );

    [GeneratedRegex(
        @"^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex ReleaseText();

    [GeneratedRegex(
        @"^\d+\.\d+\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex BranchText();
}
