using FsCheck;
using FsCheck.Fluent;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Rollout;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Tests.Rollout;

/// <summary>Which Ingresses a share is: the same everywhere, growing, and never half a host.</summary>
public sealed class RolloutCohortTests
{
    private static readonly IngressClassifier Classifier = new(new PublicDomains([]));

    // Written down once, from the definition: another machine, another time, the same numbers.
    [Theory]
    [InlineData("ns-a", "web", 8183)]
    [InlineData("ns-b", "web", 8054)]
    [InlineData("ns-a", "web-api", 5982)]
    [InlineData("ns-ä", "网", 1475)]
    public void Buckets_are_the_same_on_every_machine(string space, string name, int bucket) =>
        Assert.Equal(bucket, RolloutCohort.BucketOf(space, name));

    [Fact]
    public void A_share_takes_about_that_many()
    {
        var names = Enumerable
            .Range(0, 20_000)
            .Select(i => RolloutCohort.BucketOf($"ns-{i % 97}", $"app-{i}"))
            .ToList();
        foreach (var percent in new[] { 1, 5, 20, 50, 95 })
            Assert.Equal(
                percent,
                100.0 * names.Count(bucket => RolloutCohort.IsIn(bucket, percent)) / names.Count,
                1.0
            );
        Assert.All(names, bucket => Assert.True(RolloutCohort.IsIn(bucket, 100)));
        Assert.All(names, bucket => Assert.False(RolloutCohort.IsIn(bucket, 0)));
    }

    [Fact]
    public void What_is_in_stays_in_hosts_stay_whole_and_the_order_says_nothing() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed => Holds(new Random(seed)))
        );

    [Fact]
    public void An_alias_and_rules_without_a_host_tie_Ingresses_together()
    {
        var alias = Ingress("ns-a", "one", "a.test");
        alias.Metadata.Annotations = new Dictionary<string, string>
        {
            ["nginx.ingress.kubernetes.io/server-alias"] = "x.test, B.test",
        };
        V1Ingress[] all =
        [
            alias,
            Ingress("ns-b", "two", "b.test"),
            Ingress("ns-c", "three", null),
            Ingress("ns-d", "four", ""),
            Ingress("ns-e", "five", "e.test"),
        ];

        var groups = RolloutCohort.Groups(all.Select(Classifier.Classify));

        Assert.Equal(
            ["ns-a/one ns-b/two", "ns-c/three ns-d/four", "ns-e/five"],
            groups.Select(group => string.Join(' ', group.Select(item => $"{item.Namespace}/{item.Name}"))).Order()
        );
    }

    private static void Holds(Random random)
    {
        var all = Enumerable
            .Range(0, random.Next(1, 60))
            .Select(i =>
                Ingress(
                    $"ns-{random.Next(4)}",
                    $"app-{i}",
                    [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"h{random.Next(40)}.test")]
                )
            )
            .Select(Classifier.Classify)
            .ToList();
        var before = new HashSet<SealosIngress>();
        for (var percent = 0; percent <= 100; percent += random.Next(1, 20))
        {
            var share = RolloutCohort.Of(all, percent).ToHashSet();
            Assert.Superset(before, share);
            Assert.Equal(share, RolloutCohort.Of(all.AsEnumerable().Reverse(), percent).ToHashSet());
            var hosts = share.SelectMany(ingress => ingress.Hosts).ToHashSet();
            Assert.DoesNotContain(all.Except(share), ingress => ingress.Hosts.Any(hosts.Contains));
            before = share;
        }
        Assert.Equal(all.Count, RolloutCohort.Of(all, 100).Count);
        Assert.Empty(RolloutCohort.Of(all, 0));
    }

    private static V1Ingress Ingress(string space, string name, params string?[]? hosts) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = space },
            Spec = new V1IngressSpec
            {
                Rules = [.. (hosts ?? [null]).Select(host => new V1IngressRule { Host = host })],
            },
        };
}
