using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.Permissions;

/// <summary>Who gets the role, and where they may write.</summary>
public sealed record OperatorRoleOptions
{
    /// <summary>The name of the role and its bindings. Default: sealos-istio-operator.</summary>
    public string Name { get; init; } = "sealos-istio-operator";

    /// <summary>Users by name.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Groups by name.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Service accounts as namespace/name.</summary>
    public IReadOnlyList<string> ServiceAccounts { get; init; } = [];

    /// <summary>
    /// The namespaces to which writing is confined. Reading stays cluster-wide: a host belongs to one namespace of all. Default: all.
    /// </summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];
}

/// <summary>Makes the ClusterRole of capabilities, and its bindings.</summary>
public static class OperatorRole
{
    private const string Rbac = V1ClusterRole.KubeGroup;

    /// <summary>
    /// One ClusterRole and, when somebody is to get it, one ClusterRoleBinding. With namespaces: a ClusterRole for reading, bound
    /// everywhere, and one for writing (the name with -write), bound in each of them.
    /// </summary>
    /// <exception cref="ArgumentException">A service account isn't namespace/name.</exception>
    public static IReadOnlyList<KubernetesObject> Create(
        IReadOnlyCollection<OperatorCapability> capabilities,
        OperatorRoleOptions options
    )
    {
        var rules = Merge(capabilities.SelectMany(OperatorRules.Of));
        List<RbacV1Subject> subjects =
        [
            .. options.Users.Select(name => Subject("User", name)),
            .. options.Groups.Select(name => Subject("Group", name)),
            .. options.ServiceAccounts.Select(ServiceAccount),
        ];
        var isConfined = options.Namespaces.Count > 0;
        var objects = new List<KubernetesObject>
        {
            Role(options.Name, isConfined ? rules.Where(rule => rule.IsReading || IsClusterScoped(rule)) : rules),
        };
        var writeName = options.Name + "-write";
        if (isConfined)
            objects.Add(Role(writeName, rules.Where(rule => !rule.IsReading && !IsClusterScoped(rule))));
        if (subjects.Count == 0)
            return objects;
        objects.Add(
            new V1ClusterRoleBinding
            {
                Metadata = Metadata(options.Name),
                RoleRef = Reference(options.Name),
                Subjects = subjects,
            }
        );
        objects.AddRange(
            options.Namespaces.Select(space => new V1RoleBinding
            {
                Metadata = Metadata(writeName, space),
                RoleRef = Reference(writeName),
                Subjects = [.. subjects],
            })
        );
        return objects;
    }

    /// <summary>One rule per group and resource, so that the role says of each resource in one place what may be done with it.</summary>
    private static List<OperatorRule> Merge(IEnumerable<OperatorRule> rules) =>
        [
            .. rules
                .SelectMany(rule => rule.Resources.Select(resource => rule with { Resources = [resource] }))
                .GroupBy(rule => (rule.Group, Resource: rule.Resources[0], rule.IsReading))
                .Select(group => new OperatorRule(
                    group.Key.Group,
                    [group.Key.Resource],
                    [.. group.SelectMany(rule => rule.Verbs).Distinct()]
                ))
                .GroupBy(rule => (rule.Group, Verbs: string.Join(',', rule.Verbs)))
                .Select(group => new OperatorRule(
                    group.Key.Group,
                    [.. group.Select(rule => rule.Resources[0])],
                    group.First().Verbs
                )),
        ];

    private static bool IsClusterScoped(OperatorRule rule) => rule is { Group: "", Resources: ["namespaces"] };

    private static V1ClusterRole Role(string name, IEnumerable<OperatorRule> rules) =>
        new() { Metadata = Metadata(name), Rules = [.. rules.Select(rule => rule.ToPolicyRule())] };

    private static V1ObjectMeta Metadata(string name, string? space = null) =>
        new()
        {
            Name = name,
            NamespaceProperty = space,
            Labels = new Dictionary<string, string> { [Provenance.ManagedByLabel] = Provenance.ManagedBy },
        };

    private static V1RoleRef Reference(string name) =>
        new()
        {
            ApiGroup = Rbac,
            Kind = V1ClusterRole.KubeKind,
            Name = name,
        };

    private static RbacV1Subject Subject(string kind, string name) =>
        new()
        {
            Kind = kind,
            ApiGroup = Rbac,
            Name = name,
        };

    private static RbacV1Subject ServiceAccount(string text) =>
        text.Split('/') is [{ Length: > 0 } space, { Length: > 0 } name]
            ? new RbacV1Subject
            {
                Kind = V1ServiceAccount.KubeKind,
                NamespaceProperty = space,
                Name = name,
            }
            : throw new ArgumentException($"'{text}' is no service account: write it as namespace/name.", nameof(text));
}
