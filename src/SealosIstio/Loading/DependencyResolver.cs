using System.Reflection;
using System.Runtime.Loader;

namespace SealosIstio.Loading;

/// <summary>
/// Finds the module's third-party assemblies in <c>lib</c>, below the module's own, and loads them into a context of their
/// own. Another module may hold another version of the same assembly in the default context; the two never meet.
/// </summary>
internal sealed class DependencyResolver : AssemblyLoadContext
{
    private readonly string ownDirectory;
    private readonly string libraryDirectory;

    /// <summary>Serves the assemblies that lie in <paramref name="ownDirectory"/>.</summary>
    public DependencyResolver(string ownDirectory)
        : base("SealosIstio")
    {
        this.ownDirectory = ownDirectory;
        libraryDirectory = Path.Combine(ownDirectory, "lib");
    }

    /// <summary>Starts answering.</summary>
    public void Attach() => AppDomain.CurrentDomain.AssemblyResolve += Resolve;

    /// <summary>Stops answering. What is loaded stays loaded: .NET can't unload it while its types are in use.</summary>
    public void Detach() => AppDomain.CurrentDomain.AssemblyResolve -= Resolve;

    /// <summary>References between the assemblies in <c>lib</c> stay in this context, whatever the default context holds.</summary>
    protected override Assembly? Load(AssemblyName assemblyName) => LoadFromLibrary(assemblyName);

    private Assembly? Resolve(object? sender, ResolveEventArgs args) =>
        IsOwn(args.RequestingAssembly) ? LoadFromLibrary(new AssemblyName(args.Name)) : null;

    // Requests of other modules are theirs to answer: our copy must not leak into them.
    private bool IsOwn(Assembly? requester) =>
        requester is { IsDynamic: false, Location: { Length: > 0 } location }
        && string.Equals(Path.GetDirectoryName(location), ownDirectory, StringComparison.Ordinal);

    private Assembly? LoadFromLibrary(AssemblyName assemblyName)
    {
        var file = Path.Combine(libraryDirectory, assemblyName.Name + ".dll");
        return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }
}
