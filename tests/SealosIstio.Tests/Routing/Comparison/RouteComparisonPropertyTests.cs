using System.Globalization;
using System.Text;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Routing.Comparison;
using SealosIstio.Migration.Sealos;
using SealosIstio.Tests.Conversion;
using Xunit.Abstractions;

namespace SealosIstio.Tests.Routing.Comparison;

/// <summary>
/// Whatever the Ingresses, the gateway answers as nginx does or a finding says that it doesn't. SEALOSISTIO_PROPERTY_SETS takes
/// another number of sets than the usual one, for a longer search by hand.
/// </summary>
public sealed class RouteComparisonPropertyTests(ITestOutputHelper output)
{
    private const int UsualSets = 3000;
    private const int Shown = 5;

    [Fact]
    public void Sensible_Ingresses_are_answered_alike_or_a_finding_says_why_not() =>
        Holds(seed => new RandomIngresses(new Random(seed), isAdmitted: true).Sensible(), leastEqual: 0.68);

    [Fact]
    public void Hostile_Ingresses_are_answered_alike_or_a_finding_says_why_not() =>
        Holds(seed => new RandomIngresses(new Random(seed), isAdmitted: true).Hostile(), leastEqual: 0.68);

    private void Holds(Func<int, IReadOnlyList<V1Ingress>> draw, double leastEqual)
    {
        var sets = int.TryParse(
            Environment.GetEnvironmentVariable("SEALOSISTIO_PROPERTY_SETS"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var given
        )
            ? given
            : UsualSets;
        var (requests, equal) = (0, 0);
        var wrong = new StringBuilder();
        var wrongSets = 0;
        for (var seed = 0; seed < sets; seed++)
        {
            var ingresses = draw(seed);
            var undeclared = new List<RouteComparisonResult>();
            foreach (var result in Compare(ingresses))
            {
                requests++;
                equal += result.IsEqual ? 1 : 0;
                if (!result.IsDeclared)
                    undeclared.Add(result);
            }
            if (undeclared.Count > 0 && wrongSets++ < Shown)
                Describe(wrong, seed, ingresses, undeclared);
        }
        Assert.True(wrongSets == 0, $"{wrongSets} of {sets} sets have undeclared differences\n{wrong}");
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{sets} sets, {requests} requests, {equal} answered alike")
        );
        // Otherwise so much would be declared, or refused, that nothing is left to be wrong.
        Assert.True(requests > sets * 50, $"only {requests} requests of {sets} sets");
        Assert.True(equal > requests * leastEqual, $"only {equal} of {requests} requests are answered alike");
    }

    private static IEnumerable<RouteComparisonResult> Compare(IReadOnlyList<V1Ingress> sources)
    {
        var options = Cloud.Keeping with { AllowCatchAllHost = true };
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains));
        var ingresses = sources.Select(classifier.Classify).ToList();
        var snapshot = ClusterSnapshot.Create([Service("ns-a"), Service("ns-b")]);
        var result = IngressConverter.Convert(ingresses, snapshot, options);
        return new RouteComparison(ingresses, snapshot, result, options).Compare();
    }

    private static V1Service Service(string namespaceName) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = namespaceName },
            Spec = new V1ServiceSpec { Ports = [new V1ServicePort { Name = "http", Port = 80 }] },
        };

    private static void Describe(
        StringBuilder text,
        int seed,
        IReadOnlyList<V1Ingress> ingresses,
        List<RouteComparisonResult> undeclared
    )
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"== set {seed}");
        foreach (var ingress in ingresses)
            text.Append("---\n").Append(KubernetesYaml.Serialize(ingress));
        foreach (var item in undeclared.Take(Shown))
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"""
                {item.Request}
                  nginx   {item.Nginx}  <- {item.NginxRoute}
                  gateway {item.Gateway}  <- {item.GatewayRoute}
                  {string.Join("; ", item.Undeclared)}
                """
            );
    }
}
