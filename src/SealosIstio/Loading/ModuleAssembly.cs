using System.Management.Automation;

namespace SealosIstio.Loading;

/// <summary>
/// What PowerShell calls when it imports and removes the module. Import hooks the resolver and does nothing else: every
/// millisecond here is one that each session pays.
/// </summary>
public sealed class ModuleAssembly : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    // PowerShell makes one instance for import and another for removal.
    private static readonly DependencyResolver Resolver = new(
        Path.GetDirectoryName(typeof(ModuleAssembly).Assembly.Location)!
    );

    /// <inheritdoc/>
    public void OnImport()
    {
        // Import-Module -Force imports again without removing first.
        Resolver.Detach();
        Resolver.Attach();
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        Resolver.Detach();
    }
}
