using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Tests.Tenancy;

public sealed class TenantObjectsTests
{
    private static readonly TenantName User1 = new("user1", "ns-user1");

    [Fact]
    public void Defaults_are_those_of_the_setup_manual()
    {
        var objects = Build(new());

        Assert.Equal(
            [
                "Namespace ns-user1",
                "ResourceQuota ns-user1/user1-quota",
                "LimitRange ns-user1/user1-limits",
                "NetworkPolicy ns-user1/tenant-isolation",
                "Gateway ns-user1/user1-gateway",
            ],
            objects.Select(item => item.ToString())
        );
        AssertHard(objects, "persistentvolumeclaims=10 requests.cpu=10 requests.memory=20Gi services.loadbalancers=0");
        var gateway = objects.OfType<Gateway>().Single().Spec!;
        Assert.Equal("ingressgateway", gateway.Selector!["istio"]);
        Assert.Equal(
            ["80/http/HTTP", "443/https/HTTPS"],
            gateway.Servers!.Select(server => $"{server.Port!.Number}/{server.Port.Name}/{server.Port.Protocol}")
        );
        Assert.All(gateway.Servers!, server => Assert.Equal(["*.user1.sealos.io", "user1.sealos.io"], server.Hosts!));
        Assert.Equal(
            ("SIMPLE", "user1-tls-cert"),
            (gateway.Servers![1].Tls!.Mode, gateway.Servers[1].Tls!.CredentialName)
        );
        Assert.Null(gateway.Servers[0].Tls);
    }

    [Fact]
    public void The_namespace_carries_what_Sealos_looks_for_and_asks_for_no_sidecars()
    {
        var labels = Build(new()).OfType<V1Namespace>().Single().Metadata.Labels!;

        Assert.Equal("owner1", labels["user.sealos.io/owner"]);
        Assert.Equal("baseline", labels["pod-security.kubernetes.io/enforce"]);
        Assert.Equal("sealos-istio", labels["app.kubernetes.io/managed-by"]);
        Assert.DoesNotContain("istio-injection", labels.Keys);
        Assert.Equal(
            "enabled",
            Build(new() { EnableSidecarInjection = true }).OfType<V1Namespace>().Single().Metadata.Labels![
                "istio-injection"
            ]
        );
        Assert.DoesNotContain(
            Build(new() { PodSecurity = null }).OfType<V1Namespace>().Single().Metadata.Labels!.Keys,
            key => key.StartsWith("pod-security", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_profile_Sealos_is_what_its_controller_gives()
    {
        var objects = Build(new() { Quota = new() { Profile = QuotaProfile.Sealos } });

        AssertHard(
            objects,
            "limits.cpu=16 limits.ephemeral-storage=100Gi limits.memory=64Gi requests.nvidia.com/gpu=8 requests.storage=100Gi "
                + "services.loadbalancers=0 services.nodeports=10"
        );
        Assert.Equal("quota-ns-user1", objects.OfType<V1ResourceQuota>().Single().Metadata.Name);
        var range = objects.OfType<V1LimitRange>().Single();
        Assert.Equal("ns-user1", range.Metadata.Name);
        Assert.Equal("50m", range.Spec!.Limits![0].Default!["cpu"].Text);
        Assert.Equal("64Mi", range.Spec.Limits[0].Default!["memory"].Text);
    }

    [Fact]
    public void Single_values_win_over_the_profile()
    {
        AssertHard(
            Build(
                new()
                {
                    Quota = new()
                    {
                        Cpu = "500m",
                        PersistentVolumeClaims = 0,
                        NodePorts = 2,
                    },
                }
            ),
            "persistentvolumeclaims=0 requests.cpu=500m requests.memory=20Gi services.loadbalancers=0 services.nodeports=2"
        );
        AssertHard(
            Build(
                new()
                {
                    Quota = new() { Profile = QuotaProfile.None, LoadBalancers = 1 },
                }
            ),
            "services.loadbalancers=1"
        );
        Assert.Contains(
            "limits.cpu=4",
            Hard(
                Build(
                    new()
                    {
                        Quota = new() { Profile = QuotaProfile.Sealos, Cpu = "4" },
                    }
                )
            ),
            StringComparison.Ordinal
        );
        Assert.Empty(Build(new() { Quota = new() { Profile = QuotaProfile.None } }).OfType<V1ResourceQuota>());
    }

    [Fact]
    public void A_quota_of_requests_brings_the_defaults_without_which_it_would_refuse_every_Pod()
    {
        var item = Build(new()).OfType<V1LimitRange>().Single().Spec!.Limits![0];

        Assert.Equal(["cpu", "memory"], item.DefaultRequest!.Keys.Order(StringComparer.Ordinal));
        Assert.Null(item.Default);
        Assert.Empty(
            Build(
                    new()
                    {
                        Quota = new() { Profile = QuotaProfile.None, NodePorts = 1 },
                    }
                )
                .OfType<V1LimitRange>()
        );
    }

    [Fact]
    public void The_policy_lets_in_the_tenant_the_platform_and_the_world_but_no_other_Pod()
    {
        var policy = Build(new()).OfType<V1NetworkPolicy>().Single().Spec!;

        Assert.Equal(["Ingress"], policy.PolicyTypes!);
        var from = Assert.Single(policy.Ingress!).From!;
        Assert.NotNull(from[0].PodSelector);
        var requirement = Assert.Single(from[1].NamespaceSelector!.MatchExpressions!);
        Assert.Equal(("user.sealos.io/owner", "DoesNotExist"), (requirement.Key, requirement.Operator));
        Assert.Equal("0.0.0.0/0", from[2].IpBlock!.Cidr);
        Assert.Equal(["100.64.0.0/10"], from[2].IpBlock!.Except!);
        Assert.Equal(3, from.Count);
    }

    [Fact]
    public void Ranges_of_both_families_are_left_out_of_their_own()
    {
        var pods = PodNetwork.Of(["fd00::/48", "10.244.0.0/16"]);
        var from = TenantObjects
            .Build(User1, "x", new(), pods)
            .OfType<V1NetworkPolicy>()
            .Single()
            .Spec!.Ingress![0]
            .From!;

        Assert.Equal(
            ["0.0.0.0/0 10.244.0.0/16", "::/0 fd00::/48"],
            from.Skip(2).Select(peer => $"{peer.IpBlock!.Cidr} {string.Join(',', peer.IpBlock.Except!)}")
        );
    }

    [Theory]
    [InlineData(TenantIsolation.NetworkPolicy, false, 1, 0)]
    [InlineData(TenantIsolation.AuthorizationPolicy, false, 0, 2)]
    [InlineData(TenantIsolation.Both, false, 1, 2)]
    [InlineData(TenantIsolation.None, true, 0, 0)]
    [InlineData(null, false, 1, 0)]
    [InlineData(null, true, 1, 2)]
    public void Isolation_is_what_was_asked_for(
        TenantIsolation? isolation,
        bool sidecars,
        int network,
        int authorization
    )
    {
        var objects = Build(new() { Isolation = isolation, EnableSidecarInjection = sidecars });

        Assert.Equal(network, objects.OfType<V1NetworkPolicy>().Count());
        Assert.Equal(authorization, objects.OfType<AuthorizationPolicy>().Count());
        if (authorization > 0)
            Assert.Equal(
                "cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account",
                objects
                    .OfType<AuthorizationPolicy>()
                    .Single(policy => policy.Metadata.Name == "allow-ingress-gateway")
                    .Spec!.Rules![0]
                    .From![0]
                    .Source!.Principals![0]
            );
    }

    [Fact]
    public void An_issuer_brings_a_certificate_where_the_gateway_reads_it()
    {
        var objects = Build(
            new()
            {
                IssuerName = "letsencrypt-prod",
                GatewayNamespace = "gateways",
                BaseDomain = "x.io",
            }
        );
        var certificate = objects.OfType<Certificate>().Single();

        Assert.Equal("gateways", certificate.Metadata.NamespaceProperty);
        Assert.Equal("user1-tls-cert", certificate.Spec!.SecretName);
        Assert.Equal(["*.user1.x.io", "user1.x.io"], certificate.Spec.DnsNames!);
        Assert.Equal(
            ("letsencrypt-prod", "ClusterIssuer"),
            (certificate.Spec.IssuerRef!.Name, certificate.Spec.IssuerRef.Kind)
        );
    }

    [Theory]
    [InlineData("10Ki5", null, null)]
    [InlineData("-1", null, null)]
    [InlineData(null, "much", null)]
    [InlineData(null, null, "")]
    public void A_wrong_quantity_is_named_with_its_field(string? cpu, string? memory, string? storage)
    {
        var settings = new TenantSettings
        {
            Quota = new()
            {
                Cpu = cpu,
                Memory = memory,
                Storage = storage,
            },
        };

        var refusal = Assert.Throws<ResourceException>(() => Build(settings));

        Assert.Equal(ResourceProblem.Invalid, refusal.Problem);
        Assert.Contains("spec.hard['", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"'{cpu ?? memory ?? storage}'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sealos..io")]
    [InlineData("sea_los.io")]
    [InlineData("https://sealos.io")]
    public void A_wrong_domain_is_refused(string domain) =>
        Assert.Equal(
            ResourceProblem.Invalid,
            Assert.Throws<ResourceException>(() => Build(new() { BaseDomain = domain })).Problem
        );

    [Theory]
    [InlineData("10.1.2.3/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("everything")]
    public void A_wrong_range_is_refused(string range) =>
        Assert.Contains(
            range,
            Assert.Throws<ResourceException>(() => PodNetwork.Of([range])).Message,
            StringComparison.Ordinal
        );

    private static IReadOnlyList<KubernetesObject> Build(TenantSettings settings) =>
        TenantObjects.Build(User1, "owner1", settings, PodNetwork.Of(["100.64.0.0/10"]));

    private static void AssertHard(IReadOnlyList<KubernetesObject> objects, string expected) =>
        Assert.Equal(expected, Hard(objects));

    private static string Hard(IReadOnlyList<KubernetesObject> objects) =>
        string.Join(
            ' ',
            objects
                .OfType<V1ResourceQuota>()
                .Single()
                .Spec!.Hard!.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => $"{entry.Key}={entry.Value.Text}")
        );
}
