namespace SealosIstio.Migration.Platform;

/// <summary>Which releases of Istio still get fixes.</summary>
public static class IstioSupport
{
    /// <summary>The newest minor version of which it was known, when this was written, that it gets no more fixes.</summary>
    private static readonly Version NewestEnded = new(1, 25);

    /// <summary>Says that a release is at its end of life; null when that isn't known of it.</summary>
    /// <param name="version">A release such as 1.20.2.</param>
    public static string? WarningOf(string version) =>
        Minor(version) is { } minor && minor <= NewestEnded
            ? $"Istio {version} is past its end of life: {minor} gets no more security fixes. It is what the migration was written for; plan the "
                + "update, and choose another release with -Version."
            : null;

    /// <summary>Major and minor version of a release; null when it can't be told.</summary>
    internal static Version? Minor(string version) =>
        version.Split('.', '-') is [var major, var minor, ..] && Version.TryParse($"{major}.{minor}", out var parsed)
            ? parsed
            : null;
}
