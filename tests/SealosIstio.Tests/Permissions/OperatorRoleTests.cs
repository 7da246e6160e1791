using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Permissions;

namespace SealosIstio.Tests.Permissions;

public sealed class OperatorRoleTests
{
    [Fact]
    public void A_role_nobody_gets_has_no_binding()
    {
        var role = Assert.IsType<V1ClusterRole>(Assert.Single(OperatorRole.Create([OperatorCapability.Read], new())));

        Assert.Equal("sealos-istio-operator", role.Metadata.Name);
        Assert.Equal("sealos-istio", role.Metadata.Labels!["app.kubernetes.io/managed-by"]);
    }

    [Fact]
    public void Who_reads_sees_no_secret_and_writes_nothing()
    {
        var rules = RulesOf(OperatorRole.Create([OperatorCapability.Read], new())[0]);

        Assert.All(
            rules,
            rule => Assert.Subset(new HashSet<string> { "get", "list", "watch" }, rule.Verbs!.ToHashSet())
        );
        Assert.DoesNotContain(
            rules,
            rule => rule.ApiGroups!.Contains("") && !rule.Resources!.SequenceEqual(["namespaces"])
        );
    }

    [Theory]
    [InlineData(OperatorCapability.Read)]
    [InlineData(OperatorCapability.Convert)]
    [InlineData(OperatorCapability.Cutover)]
    [InlineData(OperatorCapability.Rollback)]
    [InlineData(OperatorCapability.Platform)]
    public void No_role_gives_more_than_it_names(OperatorCapability capability)
    {
        var rules = RulesOf(OperatorRole.Create([capability], new())[0]);

        Assert.All(
            rules,
            rule =>
            {
                Assert.DoesNotContain("*", rule.ApiGroups!);
                Assert.DoesNotContain("*", rule.Verbs!);
                Assert.Empty(rule.Verbs!.Intersect(["escalate", "bind", "impersonate", "deletecollection"]));
                Assert.Empty(rule.Resources!.Intersect(["pods/exec", "nodes/proxy", "serviceaccounts/token"]));
            }
        );
        // Writing names every resource.
        Assert.DoesNotContain(rules, rule => rule.Resources!.Contains("*") && rule.Verbs!.Contains("patch"));
    }

    [Fact]
    public void Subjects_of_every_sort_get_one_binding()
    {
        var objects = OperatorRole.Create(
            [OperatorCapability.Convert],
            new()
            {
                Name = "mover",
                Users = ["jane"],
                Groups = ["ops"],
                ServiceAccounts = ["ci/bot"],
            }
        );

        var binding = Assert.IsType<V1ClusterRoleBinding>(objects[1]);
        Assert.Equal(("ClusterRole", "mover"), (binding.RoleRef!.Kind, binding.RoleRef.Name));
        Assert.Equal(
            [("User", "jane", null), ("Group", "ops", null), ("ServiceAccount", "bot", "ci")],
            binding.Subjects!.Select(subject => (subject.Kind, subject.Name, subject.NamespaceProperty))
        );
    }

    [Fact]
    public void Writing_confined_to_namespaces_is_a_role_of_its_own_bound_in_each()
    {
        var objects = OperatorRole.Create(
            [OperatorCapability.Convert],
            new() { Users = ["jane"], Namespaces = ["ns-a", "ns-b"] }
        );

        Assert.Equal(
            [
                "ClusterRole/sealos-istio-operator",
                "ClusterRole/sealos-istio-operator-write",
                "ClusterRoleBinding/sealos-istio-operator",
                "RoleBinding/ns-a/sealos-istio-operator-write",
                "RoleBinding/ns-b/sealos-istio-operator-write",
            ],
            objects.Select(item =>
                item.Metadata.NamespaceProperty is { } space
                    ? $"{item.Kind}/{space}/{item.Metadata.Name}"
                    : $"{item.Kind}/{item.Metadata.Name}"
            )
        );
        Assert.DoesNotContain(RulesOf(objects[0]), rule => rule.Verbs!.Contains("patch"));
        Assert.All(RulesOf(objects[1]), rule => Assert.Contains("patch", rule.Verbs!));
    }

    private static IList<V1PolicyRule> RulesOf(KubernetesObject item) => Assert.IsType<V1ClusterRole>(item).Rules!;
}
