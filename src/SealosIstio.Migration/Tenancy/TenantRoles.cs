using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Tenancy;

/// <summary>Who gets a tenant's role.</summary>
public sealed record TenantSubjects
{
    /// <summary>Service accounts as <c>name</c>, in the tenant's namespace, or <c>namespace/name</c>.</summary>
    public IReadOnlyList<string> ServiceAccounts { get; init; } = [];

    /// <summary>Users.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}

/// <summary>The role by which tenants route their own traffic: they may read Gateways, and change everything that binds to one.</summary>
public static class TenantRoles
{
    /// <summary>The name of the ClusterRole and of the RoleBindings.</summary>
    public const string RoleName = "istio-namespace-gateway-admin";

    /// <summary>The ClusterRole. By itself it gives nobody anything.</summary>
    public static V1ClusterRole ClusterRole() =>
        TenantMarks.MarkManaged(
            new V1ClusterRole
            {
                Metadata = new V1ObjectMeta { Name = RoleName },
                Rules =
                [
                    new V1PolicyRule
                    {
                        ApiGroups = ["networking.istio.io"],
                        Resources = ["virtualservices", "destinationrules", "serviceentries"],
                        Verbs = ["*"],
                    },
                    new V1PolicyRule
                    {
                        ApiGroups = ["networking.istio.io"],
                        Resources = ["gateways"],
                        Verbs = ["get", "list", "watch"],
                    },
                ],
            }
        );

    /// <summary>
    /// Gives the role within one tenant's namespace. Without subjects: to the service account that Sealos makes for the user, which is
    /// called like the tenant and lives in the namespace (labring/sealos, controllers/user, rbac.go).
    /// </summary>
    /// <exception cref="ResourceException">A service account isn't written as name or namespace/name.</exception>
    public static V1RoleBinding Binding(TenantName name, TenantSubjects subjects)
    {
        var all = subjects
            .ServiceAccounts.Select(account => ServiceAccount(name, account))
            .Concat(subjects.Users.Select(user => Person("User", user)))
            .Concat(subjects.Groups.Select(group => Person("Group", group)))
            .ToList();
        if (all.Count == 0)
            all.Add(ServiceAccount(name, name.Tenant));
        return TenantMarks.Mark(
            new V1RoleBinding
            {
                Metadata = new V1ObjectMeta { Name = RoleName, NamespaceProperty = name.Namespace },
                RoleRef = new V1RoleRef
                {
                    ApiGroup = V1ClusterRole.KubeGroup,
                    Kind = V1ClusterRole.KubeKind,
                    Name = RoleName,
                },
                Subjects = all,
            },
            name
        );
    }

    private static RbacV1Subject ServiceAccount(TenantName name, string account)
    {
        var parts = account.Split('/');
        if (parts.Length > 2 || !parts.All(DnsName.IsObjectName))
            throw new ResourceException(
                ResourceProblem.Invalid,
                new ResourceIdentity(
                    $"{V1RoleBinding.KubeGroup}/{V1RoleBinding.KubeApiVersion}",
                    V1RoleBinding.KubeKind,
                    name.Namespace,
                    RoleName
                ),
                $"'{account}' is no service account.",
                "Write it as name, in the tenant's namespace, or as namespace/name."
            );
        return new RbacV1Subject
        {
            Kind = "ServiceAccount",
            Name = parts[^1],
            NamespaceProperty = parts.Length == 2 ? parts[0] : name.Namespace,
        };
    }

    private static RbacV1Subject Person(string kind, string name) =>
        new()
        {
            Kind = kind,
            ApiGroup = V1ClusterRole.KubeGroup,
            Name = name,
        };
}
