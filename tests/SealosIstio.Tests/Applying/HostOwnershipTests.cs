using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;

namespace SealosIstio.Tests.Applying;

public sealed class HostOwnershipTests
{
    [Fact]
    public void A_host_that_another_namespace_routes_on_the_same_gateway_is_taken()
    {
        var refusal = Check(
            Objects.Route("ns-b", "steal", "Shop.example.com"),
            Objects.Route("ns-a", "web", "shop.example.com")
        );

        Assert.Equal(
            "VirtualService ns-b/steal: spec.hosts[0]: the host 'Shop.example.com' is already routed by VirtualService ns-a/web.",
            refusal
        );
    }

    [Theory]
    [InlineData("istio-system/shared", "shared.istio-system")]
    [InlineData("shared.istio-system.svc.cluster.local", "istio-system/shared")]
    public void Gateways_are_the_same_however_they_are_written(string one, string other) =>
        Assert.NotNull(
            Check(
                Objects.Route("ns-b", "web", "a.example.com", one),
                Objects.Route("ns-a", "web", "a.example.com", other)
            )
        );

    [Fact]
    public void The_same_host_on_different_gateways_is_free() =>
        Assert.Null(
            Check(
                Objects.Route("ns-b", "web", "a.example.com", "ns-b/own"),
                Objects.Route("ns-a", "web", "a.example.com", "ns-a/own")
            )
        );

    [Fact]
    public void A_bare_gateway_name_means_the_own_namespace() =>
        Assert.Null(
            Check(
                Objects.Route("ns-b", "web", "a.example.com", "own"),
                Objects.Route("ns-a", "web", "a.example.com", "own")
            )
        );

    [Fact]
    public void Routes_for_sidecars_take_no_host_from_a_gateway() =>
        Assert.Null(
            Check(
                Objects.Route("ns-b", "web", "a.example.com", "mesh"),
                Objects.Route("ns-a", "web", "a.example.com", "mesh")
            )
        );

    [Fact]
    public void The_own_namespace_may_have_several_routes_of_a_host() =>
        Assert.Null(
            Check(Objects.Route("ns-a", "two", "a.example.com"), Objects.Route("ns-a", "one", "a.example.com"))
        );

    [Fact]
    public void A_wildcard_of_another_namespace_leaves_the_hosts_below_it_free() =>
        Assert.Null(
            Check(Objects.Route("ns-b", "web", "a.example.com"), Objects.Route("ns-a", "web", "*.example.com"))
        );

    [Fact]
    public void A_dedicated_gateway_of_another_namespace_keeps_its_host() =>
        Assert.NotNull(
            Check(
                Objects.Route("ns-b", "web", "a.example.com", "ns-b/own"),
                Objects.Gateway("ns-a", "web", "a.example.com")
            )
        );

    [Fact]
    public void A_gateway_that_the_route_is_bound_to_is_no_foreign_owner() =>
        Assert.Null(
            Check(
                Objects.Route("ns-b", "web", "a.example.com", "istio-system/shared"),
                Objects.Gateway("istio-system", "shared", "a.example.com")
            )
        );

    [Fact]
    public void Two_gateways_collide_on_the_same_port_of_the_same_proxy_only()
    {
        var live = Objects.Gateway("ns-a", "web", "*/a.example.com");
        var elsewhere = Objects.Gateway("ns-b", "web", "a.example.com");
        elsewhere.Spec!.Selector = new Dictionary<string, string> { ["istio"] = "other" };

        Assert.NotNull(Check(Objects.Gateway("ns-b", "web", "ns-b/a.example.com"), live));
        Assert.Null(Check(Objects.Gateway("ns-b", "web", "a.example.com", 8080), live));
        Assert.Null(Check(elsewhere, live));
    }

    [Fact]
    public void A_gateway_for_every_host_takes_none_from_another() =>
        Assert.Null(Check(Objects.Gateway("ns-b", "web", "*"), Objects.Gateway("ns-a", "web", "*")));

    private static string? Check(KubernetesObject desired, params KubernetesObject[] live) =>
        new HostOwnership([desired, .. live]).Check(desired)?.Message;
}
