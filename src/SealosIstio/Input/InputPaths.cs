using System.Management.Automation;

namespace SealosIstio.Input;

/// <summary>Turns PowerShell's paths into those of the file system: relative to the session's location, not the process's.</summary>
internal static class InputPaths
{
    /// <summary>The existing files and folders; one error for each path that leads to none.</summary>
    public static IEnumerable<string> Resolve(
        PSCmdlet cmdlet,
        IEnumerable<string> patterns,
        IEnumerable<string> literals
    )
    {
        foreach (var pattern in patterns)
        {
            IEnumerable<string> found = [];
            try
            {
                found = cmdlet.GetResolvedProviderPathFromPSPath(pattern, out var provider);
                if (provider.Name != "FileSystem")
                    found = [];
            }
            // An exact path that doesn't exist, or a drive that doesn't.
            catch (Exception exception) when (exception is SessionStateException)
            {
                cmdlet.WriteError(ErrorRecords.PathNotFound(pattern));
                continue;
            }
            foreach (var path in found)
                yield return path;
        }
        foreach (var literal in literals)
        {
            var path = cmdlet.GetUnresolvedProviderPathFromPSPath(literal);
            if (System.IO.Path.Exists(path))
                yield return path;
            else
                cmdlet.WriteError(ErrorRecords.PathNotFound(literal));
        }
    }
}
