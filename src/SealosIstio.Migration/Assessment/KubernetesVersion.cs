using System.Globalization;

namespace SealosIstio.Migration.Assessment;

/// <summary>Versions of Kubernetes as servers and kubelets write them.</summary>
internal static class KubernetesVersion
{
    /// <summary>Major and minor of <c>v1.30.4-gke.100</c>, <c>1.30+</c> or <c>1.27</c>; null for anything else.</summary>
    public static Version? Parse(string? text)
    {
        var parts = (text ?? "").TrimStart('v').Split('.');
        return parts.Length >= 2 && TryNumber(parts[0], out var major) && TryNumber(parts[1], out var minor)
            ? new Version(major, minor)
            : null;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(
            new string([.. text.TakeWhile(char.IsAsciiDigit)]),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out number
        );
}
