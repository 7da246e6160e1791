using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Applying;

namespace SealosIstio.Tests.Resources;

public sealed class ResourceQueryTests
{
    [Theory]
    [InlineData(null, "Gateway ns-a/one, VirtualService ns-a/one, VirtualService ns-b/two")]
    [InlineData("vs", "VirtualService ns-a/one, VirtualService ns-b/two")]
    [InlineData("virtualservices.networking.istio.io", "VirtualService ns-a/one, VirtualService ns-b/two")]
    [InlineData("gate*", "Gateway ns-a/one")]
    public async Task Kinds_are_found_by_any_of_their_names(string? kind, string expected)
    {
        var (found, _) = await ReadAsync(kind is null ? null : [kind], null, null);

        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task Names_and_namespaces_narrow()
    {
        Assert.Equal("VirtualService ns-b/two", (await ReadAsync(["vs"], ["t*"], null)).Found);
        Assert.Equal("Gateway ns-a/one, VirtualService ns-a/one", (await ReadAsync(null, null, ["ns-a"])).Found);
        Assert.Equal("VirtualService ns-b/two", (await ReadAsync(null, null, ["ns-[b-z]"])).Found);
    }

    [Fact]
    public async Task An_exact_name_that_nothing_has_is_missing_and_a_wildcard_is_not()
    {
        var (_, missing) = await ReadAsync(["vs"], ["one", "nosuch", "x*"], ["ns-a"]);

        Assert.Equal(["There is no vs 'nosuch' in ns-a of the cluster 'memory'."], missing);
    }

    [Fact]
    public async Task A_kind_that_is_not_served_is_named()
    {
        var problem = await Assert.ThrowsAsync<ResourceException>(() => ReadAsync(["Nosuch"], null, null));

        Assert.Equal(ResourceProblem.TypeNotInstalled, problem.Problem);
        Assert.Equal(
            "The cluster 'memory' doesn't serve Nosuch among the kinds of Istio and cert-manager.",
            problem.Message
        );
    }

    private static async Task<(string Found, List<string> Missing)> ReadAsync(
        string[]? kinds,
        string[]? names,
        string[]? namespaces
    )
    {
        await using var cluster = Objects.Cluster(
            Objects.Gateway("ns-a", "one", "a.example.com"),
            Objects.Route("ns-a", "one", "a.example.com"),
            Objects.Route("ns-b", "two", "b.example.com")
        );
        var query = new ResourceQuery(cluster, new(kinds), new(names), new(namespaces));
        var found = new List<string>();
        await foreach (var resource in query.ReadAsync())
            found.Add(resource.ToString());
        return (
            string.Join(", ", found.Order(StringComparer.Ordinal)),
            [.. query.Missing().Select(problem => problem.Message)]
        );
    }
}
