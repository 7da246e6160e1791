using System.Reflection;
using System.Runtime.Loader;
using SealosIstio.Loading;

namespace SealosIstio.Tests.Module;

public sealed class DependencyResolverTests
{
    private readonly DependencyResolver resolver = new(RepositoryRoot.File("module/bin"));

    [Theory]
    [InlineData("SealosIstio.Yaml")]
    [InlineData("YamlDotNet")]
    public void Private_assemblies_come_from_lib_even_where_the_default_context_has_them(string name)
    {
        var assembly = resolver.LoadFromAssemblyName(new AssemblyName(name));

        Assert.Equal(RepositoryRoot.File($"module/bin/lib/{name}.dll"), assembly.Location);
        Assert.Same(resolver, AssemblyLoadContext.GetLoadContext(assembly));
    }

    [Theory]
    [InlineData("System.Text.Json")]
    [InlineData("SealosIstio.Kubernetes")]
    public void All_others_are_left_to_the_default_context(string name) =>
        Assert.Same(
            AssemblyLoadContext.Default,
            AssemblyLoadContext.GetLoadContext(resolver.LoadFromAssemblyName(new AssemblyName(name)))
        );
}
