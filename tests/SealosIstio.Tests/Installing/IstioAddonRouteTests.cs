using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Installing;
using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Applying;
using SealosIstio.Tests.IstioValidation;

namespace SealosIstio.Tests.Installing;

/// <summary>The objects by which an add-on is reached.</summary>
public sealed class IstioAddonRouteTests
{
    private static readonly IstioAddonRouteSettings Kiali = new()
    {
        Addon = IstioAddon.Kiali,
        HostName = "kiali.cloud.sealos.io",
    };

    [Theory]
    [InlineData(IstioAddon.Prometheus, "prometheus", 9090)]
    [InlineData(IstioAddon.Grafana, "grafana", 3000)]
    [InlineData(IstioAddon.Kiali, "kiali", 20001)]
    [InlineData(IstioAddon.Jaeger, "tracing", 80)]
    public void Lead_to_the_add_ons_Service(IstioAddon addon, string service, int port)
    {
        var objects = IstioAddonRoute.Build(Kiali with { Addon = addon });

        var name = addon.ToString().ToLowerInvariant();
        Assert.Equal(
            [
                $"Gateway istio-system/{name}-gateway",
                $"DestinationRule istio-system/{name}",
                $"VirtualService istio-system/{name}-vs",
            ],
            objects.Select(item => item.ToString())
        );
        var destination = objects.OfType<VirtualService>().Single().Spec!.Http![0].Route![0].Destination!;
        Assert.Equal(($"{service}.istio-system.svc.cluster.local", port), (destination.Host, destination.Port!.Number));
        var rule = objects.OfType<DestinationRule>().Single().Spec!;
        Assert.Equal((destination.Host, "DISABLE"), (rule.Host, rule.TrafficPolicy!.Tls!.Mode));
        IstioWebhook.AssertTaken(objects);
    }

    [Fact]
    public void Plain_requests_are_redirected_where_there_is_a_certificate()
    {
        var plain = Servers(Kiali);
        var secure = Servers(Kiali with { TlsSecretName = "wildcard-cert" });

        Assert.Equal([80], plain.Select(server => server.Port!.Number!.Value));
        Assert.Null(plain[0].Tls);
        Assert.Equal([80, 443], secure.Select(server => server.Port!.Number!.Value));
        Assert.True(secure[0].Tls!.HttpsRedirect);
        Assert.Equal(("SIMPLE", "wildcard-cert"), (secure[1].Tls!.Mode, secure[1].Tls!.CredentialName));
    }

    [Fact]
    public async Task Named_clients_get_in_and_the_route_does_not_go_live_without_the_policy()
    {
        var objects = IstioAddonRoute.Build(
            Kiali with
            {
                AllowCidrs = ["10.0.0.0/8", "192.0.2.7"],
                GatewayNamespace = "istio-system",
            }
        );

        var policy = Assert.IsType<AuthorizationPolicy>(objects[0]);
        Assert.Equal("DENY", policy.Spec!.Action);
        var rule = Assert.Single(policy.Spec.Rules!);
        Assert.Equal(["10.0.0.0/8", "192.0.2.7"], rule.From![0].Source!.NotRemoteIpBlocks);
        Assert.Equal(["kiali.cloud.sealos.io", "kiali.cloud.sealos.io:*"], rule.To![0].Operation!.Hosts);
        IstioWebhook.AssertTaken(objects);

        await using var cluster = Objects.Cluster();
        var applier = new IstioResourceApplier(cluster, new ApplySettings());
        var plan = await applier.PlanAsync(objects);
        applier.Fail(plan.Steps.Single(step => step.Desired is AuthorizationPolicy), "refused");
        var route = plan.Steps.Single(step => step.Desired is VirtualService);
        Assert.Equal(ApplyAction.Skipped, (await applier.ApplyAsync(plan, route)).Action);
    }

    public static TheoryData<string, IstioAddonRouteSettings> Wrong =>
        new()
        {
            { "'*.cloud.sealos.io'", Kiali with { HostName = "*.cloud.sealos.io" } },
            { "'a b'", Kiali with { HostName = "a b" } },
            { "'0'", Kiali with { Port = 0 } },
            { "'Istio'", Kiali with { Namespace = "Istio" } },
            { "'a_b'", Kiali with { TlsSecretName = "a_b" } },
            { "'10.0.0.0/33'", Kiali with { AllowCidrs = ["10.0.0.0/33"] } },
            { "spec.selector", Kiali with { GatewaySelector = new Dictionary<string, string>() } },
            { "'GatewayApi'", Kiali with { Addon = IstioAddon.GatewayApi } },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_right_is_refused(string text, IstioAddonRouteSettings settings)
    {
        var error = Assert.Throws<ResourceException>(() => IstioAddonRoute.Build(settings));

        Assert.Equal(ResourceProblem.Invalid, error.Problem);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    private static IList<Server> Servers(IstioAddonRouteSettings settings) =>
        IstioAddonRoute.Build(settings).OfType<Gateway>().Single().Spec!.Servers!;
}
