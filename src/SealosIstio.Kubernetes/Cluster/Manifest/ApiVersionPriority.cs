using System.Globalization;
using System.Text.RegularExpressions;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>Which version of a custom kind is preferred: v2 before v1 before v1beta1 before v1alpha3 before any other name.</summary>
internal static partial class ApiVersionPriority
{
    /// <summary>A key that sorts the preferred version first.</summary>
    public static (int Stability, int Major, int Minor, string Name) Of(string version)
    {
        var match = Pattern().Match(version);
        if (!match.Success)
            return (3, 0, 0, version);
        var stability = match.Groups["stage"].Value switch
        {
            "alpha" => 2,
            "beta" => 1,
            _ => 0,
        };
        return (stability, -Number(match, "major"), -Number(match, "minor"), version);
    }

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    [GeneratedRegex(
        @"\Av(?<major>[0-9]+)((?<stage>alpha|beta)(?<minor>[0-9]+))?\z",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Pattern();
}
