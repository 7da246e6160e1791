using System.Text.Json.Serialization;

namespace SealosIstio.Kubernetes.Model;

/// <summary>rbac/v1 RoleBinding: grants a role within a namespace.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1RoleBinding : KubernetesObject
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "rbac.authorization.k8s.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "RoleBinding";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "rolebindings";

    /// <summary>Makes an object of the default version.</summary>
    public V1RoleBinding()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <summary>Who gets it.</summary>
    public IList<RbacV1Subject>? Subjects { get; set; }

    /// <summary>The role.</summary>
    public V1RoleRef? RoleRef { get; set; }
}

/// <summary>rbac/v1 ClusterRoleBinding: grants a role in every namespace.</summary>
[KubernetesEntity(
    Group = KubeGroup,
    ApiVersion = KubeApiVersion,
    Kind = KubeKind,
    PluralName = KubePluralName,
    Namespaced = false
)]
public sealed class V1ClusterRoleBinding : KubernetesObject
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "rbac.authorization.k8s.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "ClusterRoleBinding";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "clusterrolebindings";

    /// <summary>Makes an object of the default version.</summary>
    public V1ClusterRoleBinding()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <summary>Who gets it.</summary>
    public IList<RbacV1Subject>? Subjects { get; set; }

    /// <summary>The role.</summary>
    public V1RoleRef? RoleRef { get; set; }
}

/// <summary>Names a role.</summary>
public sealed class V1RoleRef : ModelPart
{
    /// <summary>The API group.</summary>
    public string? ApiGroup { get; set; }

    /// <summary><c>Role</c> or <c>ClusterRole</c>.</summary>
    public string? Kind { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }
}

/// <summary>Who gets a role.</summary>
public sealed class RbacV1Subject : ModelPart
{
    /// <summary><c>User</c>, <c>Group</c> or <c>ServiceAccount</c>.</summary>
    public string? Kind { get; set; }

    /// <summary>The API group; empty for a ServiceAccount.</summary>
    public string? ApiGroup { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The namespace of a ServiceAccount.</summary>
    [JsonPropertyName("namespace")]
    public string? NamespaceProperty { get; set; }
}
