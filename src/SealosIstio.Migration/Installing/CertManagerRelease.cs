using System.Text.RegularExpressions;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Installing;

/// <summary>Where cert-manager publishes the manifest of a release.</summary>
public static partial class CertManagerRelease
{
    /// <summary>The release that the migration was written for.</summary>
    public const string DefaultVersion = "v1.13.3";

    /// <summary>The newest minor version of which it was known, when this was written, that it gets no more fixes.</summary>
    private static readonly Version NewestEnded = new(1, 17);

    /// <summary>The manifest of a release, on GitHub.</summary>
    /// <param name="version">The release, such as <c>v1.13.3</c>; the v may be left out.</param>
    /// <exception cref="ResourceException">It is no version.</exception>
    public static Uri ManifestOf(string version) =>
        new($"https://github.com/cert-manager/cert-manager/releases/download/{Normalize(version)}/cert-manager.yaml");

    /// <summary>Says that a release is at its end of life; null when that isn't known of it.</summary>
    /// <exception cref="ResourceException">It is no version.</exception>
    public static string? WarningOf(string version) =>
        Version.TryParse(Normalize(version)[1..].Split('-')[0], out var parsed)
        && new Version(parsed.Major, parsed.Minor) <= NewestEnded
            ? $"cert-manager {Normalize(version)} is past its end of life and gets no more security fixes. It is what the migration was written "
                + "for; plan the update, and choose another release with -Version."
            : null;

    private static string Normalize(string version) =>
        VersionText().IsMatch(version)
            ? "v" + version.TrimStart('v')
            : throw new ResourceException(
                ResourceProblem.Invalid,
                null,
                $"version: '{version}' can't be right.",
                $"Right would be a release such as {DefaultVersion}."
            );

    [GeneratedRegex(
        @"^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex VersionText();
}
