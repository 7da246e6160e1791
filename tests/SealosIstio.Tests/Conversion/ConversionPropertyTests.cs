using FsCheck;
using FsCheck.Fluent;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Routing;
using SealosIstio.Migration.Sealos;
using SealosIstio.Tests.IstioValidation;

namespace SealosIstio.Tests.Conversion;

/// <summary>What holds for any set of Ingresses, hostile ones included.</summary>
public sealed class ConversionPropertyTests
{
    private const int Sets = 3000;

    // The same sets in every run; a new pair finds new ones.
    private const ulong Seed = 17641075349091299418;
    private const ulong Gamma = 9955237112346177523;

    [Fact]
    public void Every_Ingress_is_accounted_for_and_istiod_refuses_nothing()
    {
        var emitted = 0;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Sets).WithReplay(Seed, Gamma),
            Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed => emitted += Holds(new Random(seed)))
        );
        // Otherwise the sets would be so hostile that nothing is left to be wrong.
        Assert.True(emitted > Sets, $"{emitted} objects of {Sets} sets");
    }

    [Fact]
    public void A_value_of_a_megabyte_stays_out_of_findings()
    {
        var large = new string('x', 1 << 20);
        foreach (var annotation in AnnotationCatalog.All)
        {
            var result = Convert([new RandomIngresses(new Random(1)).Hostile(0, [(annotation.Name, large)])]);
            Assert.All(
                result.Findings,
                finding => Assert.True((finding.Value?.Length ?? 0) + finding.Message.Length < 1000)
            );
        }
    }

    /// <returns>How many objects were emitted.</returns>
    private static int Holds(Random random)
    {
        var ingresses = new RandomIngresses(random).Hostile();

        var result = Convert(ingresses);

        var accounted = result.Groups.SelectMany(group => group.Source).Select(source => source.Ingress).ToHashSet();
        Assert.All(ingresses, ingress => Assert.Contains(ingress, accounted));
        Assert.All(result.Groups.Where(group => group.Objects.Count == 0), group => Assert.NotEmpty(group.Findings));
        // Nothing of one tenant reaches into another one's namespace.
        Assert.All(
            result.Objects.Where(item => item.Metadata.NamespaceProperty != "istio-system"),
            item =>
                Assert.Contains(
                    ingresses,
                    ingress => ingress.Metadata.NamespaceProperty == item.Metadata.NamespaceProperty
                )
        );
        Assert.Equal(result.Objects.Count, result.Objects.Select(item => item.ToString()).Distinct().Count());
        var gateway = new GatewayRouter(
            new GatewayConfiguration
            {
                Gateways = [.. result.Objects.OfType<Gateway>()],
                VirtualServices = [.. result.Objects.OfType<VirtualService>()],
                DestinationRules = [.. result.Objects.OfType<DestinationRule>()],
                ServiceEntries = [.. result.Objects.OfType<ServiceEntry>()],
                Services = [Service("ns-a"), Service("ns-b")],
            }
        );
        Assert.Empty(gateway.Issues);
        IstioWebhook.AssertTaken(result.Objects);
        return result.Objects.Count;
    }

    private static ConversionResult Convert(IReadOnlyList<V1Ingress> ingresses)
    {
        var options = Cloud.Options with { AllowCatchAllHost = true };
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains));
        return IngressConverter.Convert(
            ingresses.Select(classifier.Classify),
            ClusterSnapshot.Create([Service("ns-a"), Service("ns-b")]),
            options
        );
    }

    private static V1Service Service(string namespaceName) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = namespaceName },
            Spec = new V1ServiceSpec { Ports = [new V1ServicePort { Name = "http", Port = 80 }] },
        };
}
